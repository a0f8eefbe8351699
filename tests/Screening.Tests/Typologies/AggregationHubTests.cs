using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class AggregationHubTests
{
    [Fact]
    public void ManySellersAtOneConsigneeAreFound()
    {
        Finding finding = Evaluate(sellers: 6, endUsers: 2, purchasers: 3);
        Assert.Equal("9 orders in 90 days come together at the ultimate consignee, from 6 sellers and for 3 purchasers", finding.Sentence);
        Assert.Equal(0.8 * 0.75, finding.Strength, 12);
    }

    [Theory]
    [InlineData(2, 3, 3, Outcome.Clear)]
    [InlineData(3, 2, 1, Outcome.Found)]
    [InlineData(3, 0, 1, Outcome.Found)] // for nobody who is named
    [InlineData(3, 1, 1, Outcome.Clear)] // a customer of three sellers
    [InlineData(1, 4, 1, Outcome.Found)]
    [InlineData(1, 1, 4, Outcome.Found)]
    public void ItTakesThreeSellersOrFourOthers(double sellers, double endUsers, double purchasers, Outcome expected) => Assert.Equal(expected, Evaluate(sellers, endUsers, purchasers).Outcome);

    [Theory]
    [InlineData(0, double.NaN, Outcome.Clear)]
    [InlineData(0, 0, Outcome.Clear)]
    [InlineData(0, 1, Outcome.Found)]
    [InlineData(1, double.NaN, Outcome.Found)]
    public void OnlySensitiveGoodsMatter(double lines, double material, Outcome expected) => Assert.Equal(expected, Evaluate(3, 3, 3, lines, material).Outcome);

    [Fact]
    public void WithoutAConsigneeItIsNotAssessed() =>
        Assert.Equal(Finding.NotAssessed("consignee: no ultimate consignee is named"), SomeRow.Evaluate("T27", ("order_controlled_lines", 1)));

    private static Finding Evaluate(double sellers, double endUsers, double purchasers, double lines = 1, double material = double.NaN) => SomeRow.Evaluate(
        "T27", ("consignee_orders_90d", 9), ("consignee_sellers_90d", sellers), ("consignee_end_users_90d", endUsers), ("consignee_purchasers_90d", purchasers),
        ("order_controlled_lines", lines), ("order_material_tier", material));
}
