using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class IrrationalRouteTests
{
    [Fact]
    public void ALongDetourThatComesBackIsFound()
    {
        Finding finding = Evaluate(("route_detour_ratio", 4), ("route_km", 24_000), ("route_returns", 1));
        Assert.Equal("goods travelled 24,000 km, 4 times the direct way; goods came back to a country that they had left", finding.Sentence);
        Assert.Equal(1 - ((1 - (0.8 * 0.75)) * 0.6), finding.Strength, 12);
    }

    [Theory]
    [InlineData(2, 24_000, Outcome.Clear)]
    [InlineData(2.0001, 24_000, Outcome.Found)]
    [InlineData(4, 2_999, Outcome.Clear)]
    [InlineData(4, 3_000, Outcome.Found)]
    public void ADetourCountsFromItsRatioAndLengthOn(double ratio, double km, Outcome expected) =>
        Assert.Equal(expected, Evaluate(("route_detour_ratio", ratio), ("route_km", km), ("route_returns", 0)).Outcome);

    [Theory]
    [InlineData("route_freight_to_value", 0.2, "freight costs 20 % of the goods' value")]
    [InlineData("route_freight_per_kg_to_usual", 6, "freight per kilogram costs 6 times what is usual on the lane")]
    public void EachOtherSignStandsByItself(string feature, double value, string sentence) => Assert.Equal(sentence, Evaluate((feature, value), ("order_controlled_lines", 1)).Sentence);

    [Fact]
    public void ARareWayIsNoSignByItselfAndMakesAnotherStronger()
    {
        Assert.Equal(Finding.Clear, Evaluate(("route_rarity_bits", 9)));
        Finding finding = Evaluate(("route_rarity_bits", 5), ("route_returns", 1));
        Assert.Equal("goods came back to a country that they had left; 31 in 1,000 such orders go to the first country of this one", finding.Sentence);
        Assert.Equal(1 - (0.6 * 0.7), finding.Strength, 12);
    }

    [Fact]
    public void FreightIsDearForCheapGoodsByNature()
    {
        Assert.Equal(Finding.Clear, Evaluate(("route_freight_to_value", 0.2)));
        Assert.Equal(Outcome.Found, Evaluate(("route_freight_to_value", 0.2), ("order_material_tier", 1)).Outcome);
    }

    [Theory]
    [InlineData("route_freight_to_value", 0.15)]
    [InlineData("route_freight_per_kg_to_usual", 4)]
    public void BelowItsNumberNoneIsASign(string feature, double value) => Assert.Equal(Finding.Clear, Evaluate((feature, value), ("order_controlled_lines", 1)));

    [Fact]
    public void LegsThatTellNothingAreNotAssessedAndAnOrderWithoutLegsIsNotUnderWay()
    {
        Assert.Equal(Finding.NotAssessed("route: neither places, countries nor costs of the legs are known"), Evaluate(("route_leg_count", 2)));
        Assert.Equal(Finding.Clear, Evaluate());
        Assert.Equal(Finding.Clear, Evaluate(("route_leg_count", 2), ("route_returns", 0)));
    }

    private static Finding Evaluate(params (string, double)[] cells) => SomeRow.Evaluate("T22", cells);
}
