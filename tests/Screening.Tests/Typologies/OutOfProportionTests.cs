using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class OutOfProportionTests
{
    [Fact]
    public void PurchasesAboveTheAssetsAreFound()
    {
        Finding finding = Evaluate(30e6, assets: 3, revenue: 1, age: 100);
        Assert.Equal("30 million USD bought in 365 days by the purchaser, 3 times its total assets", finding.Sentence);
        Assert.Equal(1 - (0.5 / 3), finding.Strength, 12);
    }

    [Fact]
    public void TheStrongerOfAssetsAndRevenueIsTold() =>
        Assert.Equal("30 million USD bought in 365 days by the purchaser, 8 times its revenue", Evaluate(30e6, assets: 1.5, revenue: 8, age: 100).Sentence);

    [Fact]
    public void AStaleStatementIsSaidToBeSo() =>
        Assert.Equal("30 million USD bought in 365 days by the purchaser, 3 times its total assets, by a statement 2 years old", Evaluate(30e6, 3, double.NaN, 731).Sentence);

    [Theory]
    [InlineData(0.999, 0, Outcome.Clear)]
    [InlineData(1, 0, Outcome.Clear)]
    [InlineData(1.001, 0, Outcome.Found)]
    [InlineData(0, 2, Outcome.Clear)]
    [InlineData(0, 2.001, Outcome.Found)]
    [InlineData(double.NaN, 2.001, Outcome.Found)]
    [InlineData(1.001, double.NaN, Outcome.Found)]
    public void OutOfProportionBeginsAboveThePolicysRatios(double assets, double revenue, Outcome expected) =>
        Assert.Equal(expected, Evaluate(1e6, assets, revenue, 100).Outcome);

    [Theory]
    [InlineData(4_999_999.99, double.NaN, Outcome.NotAssessed, "balance sheet: no statement of the purchaser is known")]
    [InlineData(5_000_000, double.NaN, Outcome.Found, "5 million USD bought in 365 days by the purchaser, and no statement of the purchaser is known")]
    [InlineData(5_000_000, 548, Outcome.Clear, "")]
    [InlineData(5_000_000, 549, Outcome.Found, "5 million USD bought in 365 days by the purchaser, and the latest statement of the purchaser is 18 months old")]
    [InlineData(4_999_999, 549, Outcome.NotAssessed, "balance sheet: the latest statement of the purchaser is 18 months old")]
    public void AMissingOrStaleStatementOfALargeBuyerIsTheWeakerSign(double bought, double age, Outcome outcome, string sentence)
    {
        Finding finding = Evaluate(bought, double.IsNaN(age) ? double.NaN : 0.2, double.NaN, age);
        Assert.Equal((outcome, sentence, outcome == Outcome.Found ? 0.3 : 0), (finding.Outcome, finding.Sentence, finding.Strength));
    }

    [Fact]
    public void WhereNoBalanceSheetIsLoadedThatABuyerHasNoneIsNoSign() =>
        Assert.Equal(
            Finding.NotLoaded("balance sheet"),
            SomeRow.Evaluate("T14", LoadedData.All.Without("balance sheet"), ("purchaser_value_usd_sum_365d", 5e7)));

    private static Finding Evaluate(double bought, double assets, double revenue, double age) => SomeRow.Evaluate(
        "T14", ("purchaser_value_usd_sum_365d", bought), ("purchaser_value_365d_to_assets", assets), ("purchaser_value_365d_to_revenue", revenue),
        ("purchaser_statement_age_days", age));
}
