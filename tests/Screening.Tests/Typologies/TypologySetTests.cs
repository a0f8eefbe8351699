using System.Text.RegularExpressions;
using Screening.Features;
using Screening.Policies;
using Screening.Tests.Data.Ingest;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed partial class TypologySetTests
{
    private static readonly string[] s_jargon =
        ["feature", "score", "component", "shap", "null", "infinity", "∞", "percentile", "log-odds", "typology", "_", "  ", "e+"];

    public static TheoryData<string> Ids => [.. TypologySet.Definitions.Select(d => d.Id)];

    private static string Folder => Path.Combine(SomeDelivery.Root, "src", "Screening", "Typologies");

    [Fact]
    public void TheTypologiesAreThoseThatAreBuilt() =>
        Assert.Equal(
            ["E01", "E02", "E03", "E04", "E05", "E21", "E22", "T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12", "T13", "T14", "T15", "T16", "T17", "T18", "T19", "T20", "T21", "T22", "T23", "T24", "T25", "T26", "T27", "T28", "T29", "T30", "T31", "T32", "T33", "T34", "T35", "T36"],
            TypologySet.Definitions.Select(d => d.Id).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void ATypologySaysWhatItIsAndWhereItComesFrom(string id)
    {
        TypologyDefinition definition = Assert.Single(TypologySet.Definitions, d => d.Id == id);
        Assert.Matches("^[TE][0-9]{2}$", definition.Id);
        Assert.InRange(definition.Name.Length, 10, 80);
        Assert.InRange(definition.Chip.Split(' ').Length, 1, 2);
        Assert.InRange(definition.Chip.Length, 5, 14);
        Assert.Matches("EAR|CFR|DSET|The Substrate|BIS", definition.Citation);
        Assert.Equal(definition.Parameters.Count, definition.Parameters.Select(p => p.Key).Distinct().Count());
        Assert.All(definition.Parameters, p =>
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", p.Key);
            Assert.NotEmpty(p.Unit);
            Assert.NotEmpty(p.Description);
            Assert.True(p.Minimum < p.Maximum, p.Key);
        });
    }

    [Fact]
    public void NamesAndChipsAreNotSharedAndEachTypologyHasItsFile()
    {
        Assert.Distinct(TypologySet.Definitions.Select(d => d.Chip));
        Assert.Distinct(TypologySet.Definitions.Select(d => d.Name));
        string[] files = [.. Directory.EnumerateFiles(Folder, "*.cs").Where(f => File.ReadAllText(f).Contains(": Typology\n", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f)!)];
        Assert.Equal(SomeRow.Typologies.Values.Select(t => t.GetType().Name).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheNewestPolicyGivesEveryTypologyItsNumbersInRange()
    {
        Assert.Equal(TypologySet.Definitions.Select(d => d.Id).Order(StringComparer.Ordinal), SomeRow.NewestPolicy.Typologies.Select(t => t.Id));
        foreach (TypologyPolicy policy in SomeRow.NewestPolicy.Typologies)
        {
            TypologyDefinition definition = TypologySet.Definitions.Single(d => d.Id == policy.Id);
            Assert.Equal(definition.Parameters.Select(p => p.Key).Order(StringComparer.Ordinal), policy.Parameters.Keys.Order(StringComparer.Ordinal));
            Assert.All(definition.Parameters, p => Assert.InRange(policy.Parameters[p.Key], p.Minimum, p.Maximum));
        }
    }

    [Fact]
    public void EveryColumnThatATypologyReadsIsAFeature()
    {
        HashSet<string> features = [.. Engine.DefaultCatalogue.Features.Select(f => f.Name)];
        string[][] read =
        [
            .. SomeRow.Typologies.Values.Select(t => File.ReadAllText(Path.Combine(Folder, $"{t.GetType().Name}.cs"))).Select(code => ColumnCall().Matches(code).Select(m => m.Groups["name"].Value).ToArray()),
        ];
        Assert.All(read, names => Assert.InRange(names.Length, 2, 12));
        Assert.All(read.SelectMany(names => names), name => Assert.Contains(name, features));
        Assert.InRange(read.SelectMany(names => names).Distinct().Count(), 140, 200);
    }

    [Fact]
    public void APolicyMayLeaveTypologiesOutButNamesNoUnknownOne()
    {
        Policy policy = SomeRow.ShippedPolicy with { Typologies = [.. SomeRow.ShippedPolicy.Typologies.Reverse().Where(t => t.Id is "T12" or "E01")] };
        Assert.Equal(["E01", "T12"], TypologySet.For(policy, Engine.DefaultCatalogue).Select(t => t.Definition.Id));
        PolicyException thrown = Assert.Throws<PolicyException>(() => TypologySet.For(
            policy with { Typologies = [new TypologyPolicy("T99", 1, false, new Dictionary<string, double>())] }, Engine.DefaultCatalogue));
        Assert.StartsWith("typologies.T99 is not a typology; known: T01, ", thrown.Message, StringComparison.Ordinal);
    }

    // Every feature takes values from a coarse grid about the thresholds, or is missing, whatever the others say.
    [Fact]
    public void NoSentenceHoldsJargonAndEveryAnswerIsWhole()
    {
        double[] grid = [double.NaN, 0, 0.3, 1, 2, 3, 50, 365, 400, 1000, 2350, 5e6, 3e9];
        var random = new Random(20250630);
        var outcomes = new HashSet<(string, Outcome)>();
        var row = new double[Engine.DefaultCatalogue.Count];
        for (int round = 0; round < 60_000; round++)
        {
            for (int column = 0; column < row.Length; column++)
            {
                Feature feature = Engine.DefaultCatalogue.Features[column];
                double value = grid[random.Next(grid.Length)];
                row[column] = double.IsNaN(value) && feature.WhenMissing.StartsWith("never", StringComparison.Ordinal) ? 0 : Math.Clamp(value, feature.Minimum, feature.Maximum);
            }

            foreach ((string id, Typology typology) in SomeRow.Typologies)
            {
                Finding finding = typology.Evaluate(new Case(row, [], LoadedData.All, SomeRow.Law));
                outcomes.Add((id, finding.Outcome));
                Assert.Equal(finding.Outcome == Outcome.Clear, finding.Sentence.Length == 0);
                Assert.True(finding.Outcome == Outcome.Found ? finding.Strength is > 0 and <= 1 : finding.Strength == 0, $"{id}: {finding}");
                Assert.DoesNotContain("NaN", finding.Sentence, StringComparison.Ordinal); // and tenants may be spoken of
                Assert.All(s_jargon, word => Assert.DoesNotContain(word, finding.Sentence, StringComparison.OrdinalIgnoreCase));
            }
        }

        Assert.All(SomeRow.Typologies.Keys, id => Assert.Contains((id, Outcome.Found), outcomes));
        Assert.All(SomeRow.Typologies.Keys, id => Assert.Contains((id, Outcome.Clear), outcomes));
    }

    [GeneratedRegex("Column\\(\"(?<name>[a-z0-9_]+)\"\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ColumnCall();
}
