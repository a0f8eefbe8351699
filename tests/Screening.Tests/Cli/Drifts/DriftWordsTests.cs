using Screening.Alerts;
using Screening.Cli.Drifts;
using Screening.Features;
using Screening.Learning.Drift;
using Xunit;

namespace Screening.Tests.Cli.Drifts;

public sealed class DriftWordsTests
{
    [Theory]
    [InlineData("order_statement_age_days", true, 0, 0, "share of orders whose order's statement age is unknown: 12 % in the last 30 days, 3 % in the 90 before")]
    [InlineData("order_value_usd", false, 1_200_000, double.PositiveInfinity, "share of orders with order's value above 1.2 million USD: 12 % in the last 30 days, 3 % in the 90 before")]
    [InlineData("order_h100e", false, double.NegativeInfinity, 8, "share of orders with order's H100e of 8 H100e or less: 12 % in the last 30 days, 3 % in the 90 before")]
    [InlineData("order_names_end_user", false, 0, double.PositiveInfinity, "share of orders of which it is true that the order names an end user: 12 % in the last 30 days, 3 % in the 90 before")]
    public void TheBinThatMovedIsSaidInWords(string feature, bool isMissing, double above, double upTo, string expected)
    {
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        int column = catalogue[feature];
        var drift = new ColumnDrift(column, 0.1, 0.01, true, 0.03, 0.12, new MovedBin(isMissing, isMissing ? double.NaN : above, isMissing ? double.NaN : upTo, 0.03, 0.12));
        Assert.Equal(expected, DriftWords.Of(catalogue.Features[column], drift, new DriftOptions()));
    }

    [Fact]
    public void ThatSomethingIsLessOftenNotTrueIsSaidOfWhatIs()
    {
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        int column = catalogue["order_names_end_user"];
        var drift = new ColumnDrift(column, 0.1, 0.01, true, 0, 0, new MovedBin(false, Math.BitDecrement(0), 0, 0.2, 0.3));
        Assert.EndsWith("names an end user: 70 % in the last 30 days, 80 % in the 90 before", DriftWords.Of(catalogue.Features[column], drift, new DriftOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoSharesOrBoundsThatDifferNeverReadAlike()
    {
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        int column = catalogue["order_h100e"];
        var drift = new ColumnDrift(column, 0.1, 0.01, true, 0, 0, new MovedBin(false, 123.41, 123.44, 0.12301, 0.12399));
        Assert.Equal(
            "share of orders with order's H100e above 123.41 and up to 123.44 H100e: 12.399 % in the last 30 days, 12.301 % in the 90 before",
            DriftWords.Of(catalogue.Features[column], drift, new DriftOptions()));
    }

    [Theory]
    [InlineData(0, 0, false, "None of 40 features moved by more than chance explains.")]
    [InlineData(5, 3, false, "5 features of 40 moved by more than chance explains; when nothing changes it is about 0.4. The 3 that moved most:")]
    [InlineData(5, 3, true, "5 features of 40 moved by more than chance explains; when nothing changes it is about 0.4.")]
    [InlineData(2, 2, false, "2 features of 40 moved by more than chance explains; when nothing changes it is about 0.4.")]
    public void TheVerdictNamesThoseThatMovedMostOnlyWhereMoreMovedAndNotAllFollow(int moved, int told, bool isWhole, string expected)
    {
        var note = new DriftNote(30, 90, 100, 300, 40, moved, 0.4, [.. Enumerable.Repeat("a sentence", told)], []);
        Assert.Equal(expected, DriftWords.Verdict(note, isWhole));
        Assert.Equal("too few orders", DriftWords.Verdict(note with { NotAssessed = "too few orders" }, isWhole));
    }
}
