using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class BlindAfterFirstRecipientTests
{
    [Fact]
    public void ControlledGoodsOfWhichNothingIsToldSoldToAResellerAreFound()
    {
        Finding finding = Evaluate(told: 0, resells: 1, named: 0);
        Assert.Equal("controlled goods of which none of packaging, assembly and deployment is told, with the ultimate consignee as a reseller, no end user named", finding.Sentence);
        Assert.Equal(1 - (0.6 * 0.6), finding.Strength, 12);
    }

    [Fact]
    public void MaterialsCountAsControlledGoodsDo() => Assert.Equal(
        "chokepoint materials of which only 1 of packaging, assembly and deployment is told, with an export that the buyer's agent arranges, a way to or through a known hub",
        Evaluate(told: 1, lines: 0, material: 1, routed: 1, hub: 2).Sentence);

    [Theory]
    [InlineData(1, Outcome.Found)]
    [InlineData(2, Outcome.Clear)]
    public void TwoOfTheThreeMustBeUntold(double told, Outcome expected) => Assert.Equal(expected, Evaluate(told, resells: 1).Outcome);

    [Fact]
    public void NobodyWhoPassesThemOnIsNoSign() => Assert.Equal(Finding.Clear, Evaluate(told: 0));

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void OtherGoodsDoNotMatter(double material) => Assert.Equal(Finding.Clear, Evaluate(told: 0, lines: 0, material: material, resells: 1));

    [Fact]
    public void WhereNoOrderEverTellsALocationNothingIsSaidOfThisOne() => Assert.Equal(
        Finding.NotLoaded("place of packaging, assembly or use"), SomeRow.Evaluate("T08", LoadedData.All.Without("place of packaging, assembly or use"), ("order_controlled_lines", 1), ("order_consignee_resells", 1)));

    private static Finding Evaluate(double told, double resells = double.NaN, double named = 1, double lines = 1, double material = double.NaN, double routed = double.NaN, double hub = 0) => SomeRow.Evaluate(
        "T08", ("order_locations_told", told), ("order_consignee_resells", resells), ("order_names_end_user", named), ("order_controlled_lines", lines),
        ("order_material_tier", material), ("order_routed_export", routed), ("route_hub_tier", hub));
}
