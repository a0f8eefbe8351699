using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class DocumentsDisagreeTests
{
    [Fact]
    public void CodesAndWeightsThatDifferMakeEachOtherStronger()
    {
        Finding finding = Evaluate(("route_code_mismatch_legs", 2), ("order_shipped_weight_to_expected", 0.3));
        Assert.Equal("2 legs declared under another customs code than the goods'; 0.3 times the goods' weight was shipped", finding.Sentence);
        Assert.Equal(0.8, finding.Strength, 12);
    }

    [Theory]
    [InlineData("order_code_mismatch_lines", 1, "1 line with another customs code than the goods'")]
    [InlineData("order_shipped_weight_to_expected", 3.01, "3 times the goods' weight was shipped")]
    [InlineData("order_shipped_units_to_ordered", 1.06, "1.1 times the units ordered were shipped")]
    [InlineData("order_declared_value_to_value", 0.49, "0.49 times the order's value was declared")]
    [InlineData("order_declared_value_to_value", 2.1, "2.1 times the order's value was declared")]
    [InlineData("order_declared_price_per_kg_to_list", 0.2, "declared at 0.2 times the goods' list price per kilogram")]
    [InlineData("route_times_disagree", 1, "a leg arrives before it leaves")]
    [InlineData("route_days_to_departure", -3, "goods left 3 days before the order was placed")]
    public void EachStandsByItself(string feature, double value, string sentence) => Assert.Equal(sentence, Evaluate((feature, value)).Sentence);

    [Theory]
    [InlineData("order_code_mismatch_lines", 0)]
    [InlineData("route_code_mismatch_legs", 0)]
    [InlineData("order_shipped_weight_to_expected", 0.6)]
    [InlineData("order_shipped_weight_to_expected", 3)]
    [InlineData("order_shipped_units_to_ordered", 1.05)]
    [InlineData("order_declared_value_to_value", 0.5)]
    [InlineData("order_declared_value_to_value", 2)]
    [InlineData("order_declared_price_per_kg_to_list", 0.25)]
    [InlineData("route_times_disagree", 0)]
    [InlineData("route_days_to_departure", -1)]
    public void WithinItsBoundsNoneIsASign(string feature, double value) => Assert.Equal(Finding.Clear, Evaluate((feature, value)));

    [Fact]
    public void AShipmentThatTellsNothingIsNotAssessedAndNoShipmentIsNoSign()
    {
        Assert.Equal(Finding.NotAssessed("papers: neither code, weight, units nor value of the shipment are told"), Evaluate(("route_leg_count", 1)));
        Assert.Equal(Finding.Clear, Evaluate());
    }

    private static Finding Evaluate(params (string, double)[] cells) => SomeRow.Evaluate("T26", cells);
}
