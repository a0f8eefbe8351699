using System.Globalization;
using Screening.Features;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Features;

public sealed class FeatureCatalogueTests
{
    private static readonly Feature A = new("a", "volume", "What a is", "kW", 0, 9, "never", "orders", "T01");
    private static readonly Feature B = A with { Name = "b" };

    // A misspelt name would bind nothing, in silence.
    [Fact]
    public void EveryNameThatIsBoundIsAFeature()
    {
        Assert.Equal(Directions.Names.Count(), Directions.Names.Distinct().Count());
        Assert.All(Directions.Names, name => Assert.Equal(Directions.Of(name), Engine.DefaultCatalogue.Features[Engine.DefaultCatalogue[name]].Direction));
    }

    [Fact]
    public void TheIdChangesWithAnyPartOfAnyDefinitionAndWithTheOrder()
    {
        Feature[] changed =
        [
            A with { Name = "c" }, A with { Family = "order" }, A with { Description = "What a was" }, A with { Unit = "W" }, A with { Minimum = -1 },
            A with { Maximum = 9.5 }, A with { WhenMissing = "" }, A with { Source = "" }, A with { Typologies = "T02" }, A with { Direction = 1 },
        ];
        Assert.Equal(typeof(Feature).GetProperties().Length, changed.Length);
        string[] ids =
        [
            Id(A, B), Id(B, A), Id(A), Id(B), Id(), .. changed.Select(c => Id(c, B)), .. changed.Where(c => c.Name != "c").Select(c => Id(B, c)),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(Id(A, B), Id(A with { }, B with { }));
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{16}$", id));
    }

    [Fact]
    public void AColumnIsFoundByNameAndAnUnknownNameIsRefused()
    {
        var catalogue = new FeatureCatalogue([A, B]);
        Assert.Equal((0, 1, 2), (catalogue["a"], catalogue["b"], catalogue.Count));
        Assert.Contains(catalogue.Id, Assert.Throws<ArgumentException>(() => catalogue["c"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoFeaturesOfOneNameAreRefused() => Assert.Throws<ArgumentException>(() => new FeatureCatalogue([A, B, A]));

    [Fact]
    public void EveryFeatureIsFullyDescribed() => Assert.All(Engine.DefaultCatalogue.Features, f =>
    {
        Assert.Matches("^[a-z][a-z0-9_]*$", f.Name);
        foreach (string text in new[] { f.Family, f.Description, f.Unit, f.WhenMissing, f.Source }) Assert.NotEmpty(text);
        Assert.True(f.Minimum < f.Maximum, f.Name);
        Assert.Matches("^([TE][0-9]{2}( [TE][0-9]{2})*)?$", f.Typologies);
    });

    [Fact]
    public void EverySourceOfAFeatureIsADataset() => Assert.All(
        Engine.DefaultCatalogue.Features.SelectMany(f => f.Source.Split(' ')).Distinct(),
        source => Assert.True(File.Exists(Path.Combine(SomeDelivery.Root, "data-contracts", $"{source}.odcs.yaml")), source));

    [Fact]
    public void TheCatalogueIsTheGoldenOne()
    {
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        IEnumerable<string> lines = catalogue.Features.Select(f => string.Create(
            CultureInfo.InvariantCulture, $"{f.Name} | {f.Family} | {f.Description} | {f.Unit} | {f.Minimum:R} to {f.Maximum:R} | missing: {f.WhenMissing} | {f.Source} | {f.Typologies}"));
        Golden.AssertEqual("feature-catalogue.txt", $"feature set {catalogue.Id}\n{string.Join('\n', lines)}\n");
    }

    private static string Id(params Feature[] features) => new FeatureCatalogue(features).Id;
}
