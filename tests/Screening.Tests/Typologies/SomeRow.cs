using Screening.Data.Policies;
using Screening.Features;
using Screening.Policies;
using Screening.Tests.Data.Ingest;
using Screening.Typologies;

namespace Screening.Tests.Typologies;

/// <summary>Rows of features by name, and what the newest policy's typologies say of them.</summary>
internal static class SomeRow
{
    private static readonly Lazy<Policy> s_policy = new(() => PolicyFile.Read(PolicyPath));
    private static readonly Lazy<Policy> s_newest = new(() => PolicyFile.Read(Path.Combine(SomeDelivery.Root, "models", "policy", "1.1.0.yaml")));
    private static readonly Lazy<IReadOnlyDictionary<string, Typology>> s_typologies =
        new(() => TypologySet.For(NewestPolicy, Engine.DefaultCatalogue).ToDictionary(t => t.Definition.Id, StringComparer.Ordinal));

    public static string PolicyPath => Path.Combine(SomeDelivery.Root, "models", "policy", "1.0.0.yaml");

    public static Policy ShippedPolicy => s_policy.Value;

    /// <summary>The policy that gives every typology its numbers.</summary>
    public static Policy NewestPolicy => s_newest.Value;

    public static IReadOnlyDictionary<string, Typology> Typologies => s_typologies.Value;

    /// <summary>A day on which the law is read as enforced and the 50 % rule holds.</summary>
    public static LawOfDay Law { get; } = new(new DateOnly(2025, 10, 15), RegimeReading.Enforced, OwnershipRuleState.On);

    /// <summary>An order of which nothing is known: NaN where a feature may be missing, 0 where it never is; some cells replaced.</summary>
    public static double[] Of(params (string Feature, double Value)[] cells)
    {
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        double[] row = [.. catalogue.Features.Select(f => f.WhenMissing.StartsWith("never", StringComparison.Ordinal) ? 0 : double.NaN)];
        foreach ((string feature, double value) in cells) row[catalogue[feature]] = value;
        return row;
    }

    public static Finding Evaluate(string typology, params (string Feature, double Value)[] cells) => Evaluate(typology, [], cells);

    public static Finding Evaluate(string typology, IReadOnlyList<ListHit> hits, params (string Feature, double Value)[] cells) =>
        Plain(Typologies[typology].Evaluate(new Case(Of(cells), hits, LoadedData.All, Law)));

    public static Finding Evaluate(string typology, LawOfDay law, params (string Feature, double Value)[] cells) =>
        Plain(Typologies[typology].Evaluate(new Case(Of(cells), [], LoadedData.All, law)));

    public static Finding Evaluate(string typology, LoadedData loaded, params (string Feature, double Value)[] cells) =>
        Plain(Typologies[typology].Evaluate(new Case(Of(cells), [], loaded, Law)));

    // As it reads where nobody knows the order: parties by their roles.
    private static Finding Plain(Finding finding) => finding with { Sentence = Mention.Plain(finding.Sentence) };
}
