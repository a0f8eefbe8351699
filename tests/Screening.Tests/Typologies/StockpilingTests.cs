using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class StockpilingTests
{
    [Theory]
    [InlineData(-20, "takes effect in 20 days")]
    [InlineData(0, "takes effect today")]
    [InlineData(1, "took effect 1 day ago")]
    public void FarMoreThanUsualBeforeARuleIsFound(double days, string when)
    {
        Finding finding = Evaluate(days, 8, 2e6);
        Assert.Equal($"the purchaser bought 8 times its usual value of such goods in the 90 days before a tightening of control that {when}; this order is 2 million USD", finding.Sentence);
        Assert.Equal(0.875, finding.Strength, 12);
    }

    [Theory]
    [InlineData(30, 2.001, 1e6, Outcome.Found)]
    [InlineData(31, 2.001, 1e6, Outcome.Clear)]
    [InlineData(30, 2, 1e6, Outcome.Clear)]
    [InlineData(30, 2.001, 999_999, Outcome.Clear)]
    public void AnOldRuleTheUsualValueOrASmallOrderIsNoSign(double days, double ratio, double value, Outcome expected) => Assert.Equal(expected, Evaluate(days, ratio, value).Outcome);

    [Fact]
    public void WithoutARuleThereIsNothingToStockpileForAndWithoutAYearBeforeNothingToCompare()
    {
        Assert.Equal(Finding.Clear, Evaluate(double.NaN, double.NaN, 1e9));
        Assert.Equal(Finding.NotAssessed("stockpiling: the purchaser bought no such goods in the year before the rule's last 90 days"), Evaluate(5, double.NaN, 1e9));
    }

    private static Finding Evaluate(double days, double ratio, double value) =>
        SomeRow.Evaluate("T10", ("order_days_since_tightening", days), ("purchaser_value_before_tightening_to_usual", ratio), ("order_value_usd", value));
}
