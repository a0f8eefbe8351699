using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class HoldReleasedTests
{
    [Fact]
    public void HoldsLetGoOnThePapersOfTheCustomerAreFoundWithWhatMakesThemWorse()
    {
        Finding finding = Evaluate(unproven: 1, own: 1, hours: 5, seller: 1, overridden: 2);
        Assert.Equal(
            "2 holds on orders of the purchaser released without independent evidence, this order's among them; one on the customer's papers after 5 hours; 1 by sales; 2 against advice", finding.Sentence);
        Assert.Equal(0.9, finding.Strength, 12);
    }

    [Theory]
    [InlineData(0, 0, Outcome.Clear)]
    [InlineData(1, 0, Outcome.Found)]
    [InlineData(0, 1, Outcome.Found)]
    public void OneIsEnoughAndNoneIsNone(double unproven, double own, Outcome expected) => Assert.Equal(expected, Evaluate(unproven, own, 1, 1, 1).Outcome);

    [Theory]
    [InlineData(71.9, 0.75)]
    [InlineData(72, 0.5)]
    [InlineData(double.NaN, 0.5)]
    public void OnlyAShortHoldMakesItWorse(double hours, double strength) => Assert.Equal(strength, Evaluate(1, 0, hours, 0, 0).Strength, 12);

    private static Finding Evaluate(double unproven, double own, double hours, double seller, double overridden) => SomeRow.Evaluate(
        "T31", ("purchaser_holds_released_unproven_365d", unproven), ("order_holds_released_unproven", own), ("purchaser_shortest_hold_on_papers_h", hours),
        ("purchaser_holds_released_by_seller_365d", seller), ("purchaser_holds_overridden_365d", overridden));
}
