using Screening.Records;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class SplitOrdersTests
{
    private const double Limit = 26_900_000 / Volume.TppPerH100e;

    [Fact]
    public void OrdersOfLinkedPartiesThatTogetherPassTheLimitAreFound()
    {
        Finding finding = Evaluate(orders: 4, sum: 2 * Limit, largest: Limit / 2, parties: 3, year: 2 * Limit);
        Assert.Equal("4 orders in 90 days for 3 linked parties, none above 850 H100e, together 3,400 H100e, above the 1,700 H100e limit", finding.Sentence);
        Assert.Equal(0.75, finding.Strength, 12);
    }

    [Fact]
    public void APartyAloneIsNotCalledLinkedAndTheYearIsNamedWhereItDecides() => Assert.Equal(
        "2 orders in 90 days, none above 1,000 H100e, together 1,100 H100e; since 1 January 2,000 H100e, above the 1,700 H100e limit",
        Evaluate(orders: 2, sum: 1100, largest: 1000, parties: 1, year: 2000).Sentence);

    [Theory]
    [InlineData(0.799999, Outcome.Clear, 0)]
    [InlineData(0.8, Outcome.Found, 0.4)]
    [InlineData(0.999999, Outcome.Found, 0.4)]
    [InlineData(1, Outcome.Found, 0.5)]
    public void ASumJustBelowTheLimitIsTheWeakerSign(double share, Outcome outcome, double strength)
    {
        Finding finding = Evaluate(orders: 2, sum: share * Limit, largest: share * Limit / 2, parties: 2, year: 0);
        Assert.Equal((outcome, strength), (finding.Outcome, finding.Strength));
        if (strength == 0.4) Assert.Contains("just below the 1,700 H100e limit (", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ABoundIsNeverBelowWhatItBounds() =>
        Assert.Equal(
            "13 orders in 90 days for 3 linked parties, none above 1,620 H100e, together 1,700 H100e; since 1 January 3,300 H100e, above the 1,700 H100e limit",
            Evaluate(orders: 13, sum: 1690, largest: 1616.2, parties: 3, year: 3300).Sentence);

    [Fact]
    public void HowNearASumIsStandsBesideIt() =>
        Assert.Equal("2 orders in 90 days, none above 700 H100e, together 1,400 H100e, just below the 1,700 H100e limit (82 % of it)", Evaluate(orders: 2, sum: 1400, largest: 700, parties: 1, year: 0).Sentence);

    [Fact]
    public void OneOrderIsNotSplit() => Assert.Equal(Finding.Clear, Evaluate(orders: 1, sum: Limit * 0.99, largest: Limit * 0.99, parties: 2, year: 0));

    [Theory]
    [InlineData(0.999999, Outcome.Found)]
    [InlineData(1, Outcome.Clear)]
    [InlineData(1.5, Outcome.Clear)]
    public void AnOrderThatReachesTheLimitByItselfHidesNothing(double largest, Outcome expected) =>
        Assert.Equal(expected, Evaluate(orders: 3, sum: 2 * Limit, largest: largest * Limit, parties: 2, year: 0).Outcome);

    [Theory]
    [InlineData(0, 0, Outcome.Clear)]
    [InlineData(1, 0, Outcome.Found)]
    [InlineData(0, 1, Outcome.Found)]
    [InlineData(1, double.NaN, Outcome.Found)]
    [InlineData(0, double.NaN, Outcome.Clear)]
    public void TheLimitMeansSomethingOnlyUnderControlOrThroughAHub(double hub, double control, Outcome expected) =>
        Assert.Equal(expected, Evaluate(orders: 2, sum: Limit, largest: Limit / 2, parties: 2, year: 0, hub, control).Outcome);

    private static Finding Evaluate(double orders, double sum, double largest, double parties, double year, double hub = 0, double control = 1) => SomeRow.Evaluate(
        "T04", ("linked_orders_90d", orders), ("linked_h100e_sum_90d", sum), ("linked_largest_order_h100e_90d", largest), ("linked_parties", parties),
        ("linked_h100e_sum_calendar_year", year), ("route_hub_tier", hub), ("destination_control_tier", control));
}
