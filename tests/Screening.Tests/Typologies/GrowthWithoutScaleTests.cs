using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class GrowthWithoutScaleTests
{
    [Fact]
    public void AMonthFarAboveAPurchasersHabitsIsFound()
    {
        Finding finding = Evaluate("purchaser", 8e6, deviations: 24, cusum: 5, employees: 12);
        Assert.Equal("8 million USD in 30 days by the purchaser, of 12 employees, 24 usual deviations above its usual month", finding.Sentence);
        Assert.Equal(1 - (0.5 / 4), finding.Strength, 12);
    }

    [Fact]
    public void AnEndUsersMonthIsToldWithoutEmployeesThatNobodyTold() =>
        Assert.Equal("2 million USD in 30 days for the end user, 6 usual deviations above its usual month", Evaluate("end_user", 2e6, 6, 3).Sentence);

    // Of 39.5 million in 365 days 6 million came in the latest 30: the 335 days before had 3 million a month.
    [Theory]
    [InlineData(24, 6e6, 39.5e6, "6 million USD in 30 days by the purchaser, 2 times its usual month and 24 usual deviations above its usual month")]
    [InlineData(1000, 6e6, 39.5e6, "6 million USD in 30 days by the purchaser, 2 times its usual month and 1,000 usual deviations above its usual month")]
    [InlineData(190_000, 6e6, 39.5e6, "6 million USD in 30 days by the purchaser, 2 times its usual month")]
    [InlineData(190_000, 6e6, 6e6, "6 million USD in 30 days by the purchaser, more than 1,000 usual deviations above its usual month")]
    public void ANumberOfDeviationsThatSaysNothingGivesWayToTheUsualMonth(double deviations, double month, double year, string expected) =>
        Assert.Equal(expected, Evaluate("purchaser", month, deviations, 5, double.NaN, ("purchaser_value_usd_sum_365d", year)).Sentence);

    [Theory]
    [InlineData(2e6, 6, 3, Outcome.Found)]
    [InlineData(1_999_999, 6, 3, Outcome.Clear)]
    [InlineData(2e6, 5.99, 3, Outcome.Clear)]
    [InlineData(2e6, 6, 2.99, Outcome.Clear)]
    [InlineData(2e6, double.NaN, double.NaN, Outcome.Clear)]
    public void TheSignBeginsWhereThePolicySays(double value, double deviations, double cusum, Outcome expected)
    {
        Assert.Equal(expected, Evaluate("purchaser", value, deviations, cusum).Outcome);
        Assert.Equal(expected, Evaluate("end_user", value, deviations, cusum).Outcome);
    }

    [Theory]
    [InlineData(double.NaN, double.NaN, Outcome.Found)]
    [InlineData(2, 2.99, Outcome.Found)]
    [InlineData(1.99, double.NaN, Outcome.Clear)]
    [InlineData(double.NaN, 3, Outcome.Clear)]
    public void AnOrderLikeItsPeersAndABuyerThatGrewAreNoSign(double peers, double assetsGrowth, Outcome expected) =>
        Assert.Equal(expected, Evaluate("purchaser", 8e6, 24, 5, double.NaN, ("order_value_peer_z", peers), ("purchaser_assets_growth", assetsGrowth)).Outcome);

    private static Finding Evaluate(string role, double value, double deviations, double cusum, double employees = double.NaN, params (string, double)[] more) => SomeRow.Evaluate(
        "T16", [(role + "_value_usd_sum_30d", value), (role + "_value_30d_robust_z", deviations), (role + "_value_cusum", cusum), (role + "_employees", employees), .. more]);
}
