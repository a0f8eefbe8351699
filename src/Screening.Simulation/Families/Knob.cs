namespace Screening.Simulation;

/// <summary>
/// One parameter of the generator with the whole range that is plausible for it. The range is cut into five equal parts, and families own different ones: the
/// training family two of them, each testing family one. Which part falls to whom is shuffled by the parameter's name, so that no family is large, late or
/// careful throughout.
/// </summary>
internal sealed class Knob
{
    /// <summary>How many parts a range has.</summary>
    public const int Parts = 5;

    private readonly int[] _order = [0, 1, 2, 3, 4];

    public Knob(string name, double low, double high, bool isLogarithmic = false)
    {
        if (!(low < high) || (isLogarithmic && low <= 0)) throw new ArgumentException(FormattableString.Invariant($"{name} goes from {low} to {high}."), nameof(low));
        (Name, Low, High, IsLogarithmic) = (name, low, high, isLogarithmic);
        ulong hash = 14695981039346656037;
        foreach (char letter in name) hash = (hash ^ letter) * 1099511628211;
        for (int i = Parts - 1; i > 0; i--)
        {
            hash = Chance.Mix(hash);
            int other = (int)(hash % (ulong)(i + 1));
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }
    }

    public string Name { get; }

    public double Low { get; }

    public double High { get; }

    public bool IsLogarithmic { get; }

    /// <summary>The part of the range that stands at a place of the shuffled parts.</summary>
    public (double Low, double High) Part(int place) => (At(_order[place] / (double)Parts), At((_order[place] + 1) / (double)Parts));

    /// <summary>The value at a share of the range, from 0 to 1.</summary>
    public double At(double share) => IsLogarithmic ? Low * PortableMath.Exp2(share * PortableMath.Log2(High / Low)) : Low + share * (High - Low);

    /// <summary>The value at a share of one part.</summary>
    public double Within(int place, double share) => At((_order[place] + share) / Parts);
}
