namespace Screening.Simulation;

/// <summary>
/// A family of worlds: which parts of the generator's parameters its worlds are drawn from. A is for training, B, C and D are for testing, and no two of them
/// share a value of any continuous parameter. Small whole numbers (how many firms, how many orders) are drawn alike in all.
/// </summary>
public sealed class WorldFamily
{
    private readonly int[] _places;

    private WorldFamily(string name, params int[] places) => (Name, _places) = (name, places);

    /// <summary>The training family.</summary>
    public static WorldFamily A { get; } = new("A", 0, 1);

    /// <summary>A testing family.</summary>
    public static WorldFamily B { get; } = new("B", 2);

    /// <summary>A testing family.</summary>
    public static WorldFamily C { get; } = new("C", 3);

    /// <summary>A testing family.</summary>
    public static WorldFamily D { get; } = new("D", 4);

    /// <summary>All families, the training one first.</summary>
    public static IReadOnlyList<WorldFamily> All { get; } = [A, B, C, D];

    /// <summary>Its letter.</summary>
    public string Name { get; }

    /// <summary>The family of a letter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No family bears it.</exception>
    public static WorldFamily Of(string name) => All.FirstOrDefault(family => family.Name == name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), name, $"Family is {name}; accepted: {string.Join(", ", All.Select(family => family.Name))}.");

    /// <summary>The places of the shuffled parts that are the family's.</summary>
    internal IReadOnlyList<int> Places => _places;

    /// <summary>The parts of the parameter's range that are the family's.</summary>
    internal IEnumerable<(double Low, double High)> Parts(Knob knob) => _places.Select(knob.Part);

    /// <summary>The family's one value of a parameter that a whole world has.</summary>
    internal double Value(Knob knob) => knob.Within(_places[0], 0.5);

    /// <summary>A value of the family's parts of a parameter that every case draws anew.</summary>
    internal double Draw(Chance chance, Knob knob)
    {
        double at = chance.Unit() * _places.Length;
        int place = Math.Min((int)at, _places.Length - 1);
        return knob.Within(_places[place], at - place);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
