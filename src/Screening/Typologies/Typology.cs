using System.Collections.Frozen;
using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>What a typology is, apart from any policy.</summary>
/// <param name="Id">Id in docs/typologies.md, such as T01.</param>
/// <param name="Name">What it looks for.</param>
/// <param name="Chip">Two words for a narrow column.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Parameters">The numbers that a policy must give.</param>
public sealed record TypologyDefinition(string Id, string Name, string Chip, string Citation, IReadOnlyList<ParameterDefinition> Parameters)
{
    /// <summary>Whether it depends on which reading of the controls the policy says counts on the day.</summary>
    public bool ReadsControlRegime { get; init; }

    /// <summary>
    /// What must be loaded for it to say anything of any order, each in the words of <see cref="LoadedData.Nouns"/>, alternatives joined by " or ". Empty where
    /// orders alone say something, or where it says of each order what is missing.
    /// </summary>
    public IReadOnlyList<string> RestsOn { get; init; } = [];

    /// <summary>Whether it depends on what the policy says of the 50 % ownership rule on the day.</summary>
    public bool ReadsOwnershipRule { get; init; }
}

/// <summary>A named way of diverting goods, its signs and where they are written down. Deterministic; explains itself with the numbers.</summary>
public abstract class Typology
{
    private readonly FeatureCatalogue _catalogue;
    private readonly FrozenDictionary<string, double> _parameters;

    /// <summary>Binds a typology to a policy's numbers and a catalogue's columns.</summary>
    /// <exception cref="PolicyException">The policy's numbers do not fit the definition.</exception>
    protected Typology(TypologyDefinition definition, TypologyPolicy policy, FeatureCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(policy);
        policy.Check(definition.Parameters);
        Definition = definition;
        Policy = policy;
        _parameters = policy.Parameters.ToFrozenDictionary(StringComparer.Ordinal);
        _catalogue = catalogue;
    }

    /// <summary>What the typology is.</summary>
    public TypologyDefinition Definition { get; }

    /// <summary>What the policy says of it.</summary>
    public TypologyPolicy Policy { get; }

    /// <summary>Holds an order against the typology; where a dataset that it rests on holds nothing at all, no order is assessed.</summary>
    public Finding Evaluate(in Case order) => NotLoaded(order.Loaded) ?? Judge(order);

    /// <summary>What it says of any order where a dataset that it rests on holds nothing; <c>null</c> where it looks at the order.</summary>
    internal Finding? NotLoaded(LoadedData loaded)
    {
        foreach (string need in Definition.RestsOn)
        {
            if (!loaded.Holds(need)) return Finding.NotLoaded(need);
        }

        return null;
    }

    /// <summary>The same as <see cref="Evaluate"/> for an order of which it was asked before whether its datasets hold something.</summary>
    internal Finding EvaluateLoaded(in Case order) => Judge(order);

    /// <summary>Holds an order against the typology, where its datasets hold something.</summary>
    protected abstract Finding Judge(in Case order);

    /// <summary>A number of the policy.</summary>
    protected double Parameter(string key) => _parameters[key];

    /// <summary>The column of a feature.</summary>
    protected int Column(string feature) => _catalogue[feature];
}
