using System.Text.RegularExpressions;
using Screening.Features;
using Screening.Tests.Data.Ingest;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

/// <summary>docs/typologies.md tells of every typology, under its name, and from the datasets whose features its code reads.</summary>
public sealed partial class TypologyPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SomeDelivery.Root, "docs", "typologies.md"));

    [Fact]
    public void ThePageHasOneRowForEachTypologyUnderItsName() => Assert.Equal(
        TypologySet.Definitions.Select(d => (d.Id, d.Name)).OrderBy(d => d.Id, StringComparer.Ordinal),
        Rows().Select(r => (r[0], r[1])).OrderBy(r => r.Item1, StringComparer.Ordinal));

    [Fact]
    public void NoTypologyIsNamedThatDoesNotExist()
    {
        string[] named = [.. Id().Matches(Page).Select(m => m.Value).Distinct()];
        Assert.True(named.Length >= 39, $"{named.Length} named");
        Assert.Subset(TypologySet.Definitions.Select(d => d.Id).ToHashSet(), named.ToHashSet());
    }

    [Fact]
    public void EveryRowSaysWhatIsComputedAndWhatIsNot() => Assert.All(Rows(), row =>
    {
        Assert.Equal(5, row.Length);
        Assert.InRange(row[2].Length, 40, 500);
        Assert.InRange(row[4].Length, 40, 500);
    });

    [Fact]
    public void TheDatasetsOfARowAreThoseOfTheFeaturesThatItsTypologyReads()
    {
        Dictionary<string, Feature> features = Engine.DefaultCatalogue.Features.ToDictionary(f => f.Name);
        foreach (string[] row in Rows())
        {
            Type type = SomeRow.Typologies[row[0]].GetType();
            string code = File.ReadAllText(Path.Combine(SomeDelivery.Root, "src", "Screening", "Typologies", $"{type.Name}.cs"));
            IEnumerable<string> datasets = ColumnCall().Matches(code).SelectMany(m => features[m.Groups["name"].Value].Source.Split(' ')).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal($"{row[0]}: {string.Join(' ', datasets)}", $"{row[0]}: {row[3]}");
        }
    }

    [Fact]
    public void EveryFeatureThatThePageNamesExists() => Assert.All(
        FeatureName().Matches(Page).Select(m => m.Groups["name"].Value), name => Assert.Contains(Engine.DefaultCatalogue.Features, f => f.Name == name));

    private static List<string[]> Rows() =>
        [.. Page.Split('\n').Where(line => RowStart().IsMatch(line)).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];

    [GeneratedRegex(@"\b[TE][0-9]{2}\b", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Id();

    [GeneratedRegex(@"^\| [TE][0-9]{2} \|", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex RowStart();

    [GeneratedRegex("Column\\(\"(?<name>[a-z0-9_]+)\"\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ColumnCall();

    [GeneratedRegex("`(?<name>[a-z0-9]+(_[a-z0-9]+)+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FeatureName();
}
