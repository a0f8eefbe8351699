using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class TransshipmentRouteTests
{
    [Theory]
    [InlineData(2, "800 H100e of controlled goods went on to a country other than their destination, by a hub named by official notices", 0.95)]
    [InlineData(1, "800 H100e of controlled goods went on to a country other than their destination, by a known hub", 0.95)]
    [InlineData(0, "800 H100e of controlled goods went on to a country other than their destination", 0.7)]
    public void GoodsThatWentElsewhereAreFound(double hub, string sentence, double strength) =>
        Assert.Equal(Finding.Found(strength, sentence), Evaluate(hub: hub, elsewhere: 1, named: 1, grade: 5));

    [Fact]
    public void AHubWithoutAnEndUserIsFound() =>
        Assert.Equal(Finding.Found(0.8, "800 H100e of controlled goods to or through a known hub, and no end user is named"), Evaluate(hub: 1, elsewhere: 0, named: 0, grade: double.NaN));

    [Theory]
    [InlineData(2, 50, Outcome.Found)]
    [InlineData(2, 49.999, Outcome.Clear)]
    [InlineData(0, 50, Outcome.Found)]
    [InlineData(3, 50, Outcome.Clear)]
    [InlineData(5, 5000, Outcome.Clear)]
    public void ANamedEndUserIsASignOnlyWithoutIndependentEvidenceAndFromAnAmount(double grade, double h100e, Outcome expected)
    {
        Finding finding = Evaluate(hub: 2, elsewhere: double.NaN, named: 1, grade, h100e);
        Assert.Equal(expected, finding.Outcome);
        if (expected == Outcome.Found)
            Assert.Equal(Finding.Found(0.4, "50 H100e of controlled goods to or through a hub named by official notices, and nobody independent has confirmed where they will stand"), finding);
    }

    [Fact]
    public void NoHubIsClear() => Assert.Equal(Finding.Clear, Evaluate(hub: 0, elsewhere: double.NaN, named: 0, grade: double.NaN));

    [Fact]
    public void GoodsWithoutControlAreClear() => Assert.Equal(Finding.Clear, Evaluate(hub: 2, elsewhere: 1, named: 0, grade: 0, lines: 0));

    [Fact]
    public void GoodsThatNobodyKnowsAreNotClear() => Assert.Equal(
        Finding.NotAssessed("transshipment: goods of the order are not in the product data"), Evaluate(hub: 2, elsewhere: 1, named: 0, grade: 0, lines: 0, unknown: 2));

    [Theory]
    [InlineData(2, 0, Outcome.NotAssessed)]
    [InlineData(0, 1, Outcome.NotAssessed)]
    [InlineData(0, 0, Outcome.Clear)]
    [InlineData(0, double.NaN, Outcome.Clear)]
    public void GoodsWithoutAControlClassAreNotClearOnSuchARoute(double hub, double elsewhere, Outcome expected) => Assert.Equal(
        expected == Outcome.Clear ? Finding.Clear : Finding.NotAssessed("control class: not known for goods of the order"),
        Evaluate(hub, elsewhere, named: 0, grade: 0, lines: 0, unclassified: 1));

    private static Finding Evaluate(
        double hub, double elsewhere, double named, double grade, double h100e = 800, double lines = 1, double unknown = 0, double unclassified = 0) => SomeRow.Evaluate(
        "T05", ("order_unclassified_lines", unclassified), ("order_controlled_lines", lines), ("order_unknown_product_lines", unknown), ("route_hub_tier", hub), ("route_ends_elsewhere", elsewhere),
        ("order_names_end_user", named), ("end_user_capacity_grade", grade), ("order_controlled_h100e", h100e));
}
