using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class OwnershipRestructuredTests
{
    [Fact]
    public void ALargeOrderSoonAfterAChangeOfOwnersIsFound()
    {
        Finding finding = Evaluate(10e6, days: 20, share: 0.8);
        Assert.Equal("10 million USD ordered; 80 % of the end user changed hands within a year, last 20 days ago", finding.Sentence);
        Assert.Equal(0.75, finding.Strength, 12);
    }

    [Theory]
    [InlineData(1_999_999.99, 20, 0.8, Outcome.Clear)]
    [InlineData(2_000_000, 20, 0.8, Outcome.Found)]
    [InlineData(2_000_000, 180, 0.8, Outcome.Found)]
    [InlineData(2_000_000, 180.001, 0.8, Outcome.Clear)]
    [InlineData(2_000_000, 20, 0.25, Outcome.Found)]
    [InlineData(2_000_000, 20, 0.2499, Outcome.Clear)]
    public void LargeSoonAndShareBeginWhereThePolicySays(double value, double days, double share, Outcome expected) =>
        Assert.Equal(expected, Evaluate(value, days, share).Outcome);

    [Fact]
    public void AChangeOfUnknownShareCountsAsHalf()
    {
        Finding finding = Evaluate(16e6, days: 100, share: double.NaN);
        Assert.Equal("16 million USD ordered; part of the end user changed hands, last 3 months ago", finding.Sentence);
        Assert.Equal(0.75, finding.Strength, 12);
    }

    [Fact]
    public void WithoutAnEndUserALargeOrderIsNotAssessed()
    {
        Assert.Equal(Finding.NotAssessed("ownership: no end user is named"), SomeRow.Evaluate("T03", ("order_value_usd", 2e6)));
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("T03", ("order_value_usd", 1e6)));
    }

    [Fact]
    public void NoKnownChangeIsClear() => Assert.Equal(Finding.Clear, Evaluate(1e9, double.NaN, double.NaN));

    private static Finding Evaluate(double value, double days, double share) => SomeRow.Evaluate(
        "T03", ("order_value_usd", value), ("order_names_end_user", 1), ("end_user_days_since_ownership_change", days), ("end_user_ownership_share_changed_365d", share));
}
