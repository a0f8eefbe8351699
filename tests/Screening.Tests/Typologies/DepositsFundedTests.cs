using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class DepositsFundedTests
{
    [Fact]
    public void AssetsThatAreDepositsOfOthersAreFound()
    {
        Finding finding = Evaluate(30e6, assets: 3e9, deposits: 0.97, growth: 12, gap: -0.5);
        Assert.Equal("deposits of others are 97 % of the 3 billion USD of assets of the purchaser, 12 times those of the year before; 30 million USD bought in 365 days", finding.Sentence);
        Assert.Equal(1 - (0.5 / (0.97 / 0.5)), finding.Strength, 12);
    }

    [Fact]
    public void WhatEquityAndCashDoNotPayIsTold() =>
        Assert.Equal(
            "deposits of others are 60 % of the 10 million USD of assets of the purchaser; 30 million USD bought in 365 days, and equity and cash leave 25 million USD of it to others",
            Evaluate(30e6, 10e6, 0.6, double.NaN, 2.5).Sentence);

    [Theory]
    [InlineData(5_000_000, 0.4999, Outcome.Clear)]
    [InlineData(5_000_000, 0.5, Outcome.Found)]
    [InlineData(4_999_999.99, 0.97, Outcome.Clear)]
    public void TheSignBeginsWhereThePolicySays(double bought, double deposits, Outcome expected) => Assert.Equal(expected, Evaluate(bought, 1e6, deposits).Outcome);

    [Fact]
    public void WithoutAStatementOrItsDepositsALargeBuyerIsNotAssessed()
    {
        Assert.Equal(Finding.NotAssessed("balance sheet: no statement of the purchaser is known"), Evaluate(5e6, double.NaN, double.NaN));
        Assert.Equal(Finding.NotAssessed("balance sheet: the deposits of the purchaser are not told"), Evaluate(5e6, 1e6, double.NaN));
    }

    [Fact]
    public void WhereNoBalanceSheetIsLoadedNothingIsSaidOfEveryOrder() =>
        Assert.Equal(Finding.NotLoaded("balance sheet"), SomeRow.Evaluate("T13", LoadedData.All.Without("balance sheet"), ("purchaser_value_usd_sum_365d", 5e7)));

    private static Finding Evaluate(double bought, double assets, double deposits, double growth = double.NaN, double gap = double.NaN) => SomeRow.Evaluate(
        "T13", ("purchaser_value_usd_sum_365d", bought), ("purchaser_assets_usd", assets), ("purchaser_deposits_to_assets", deposits),
        ("purchaser_deposits_growth", growth), ("purchaser_funding_gap_to_assets", gap));
}
