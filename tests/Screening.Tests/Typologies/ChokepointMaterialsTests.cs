using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class ChokepointMaterialsTests
{
    [Fact]
    public void RareMaterialsForADestinationUnderControlAreFound()
    {
        Finding finding = Evaluate(material: 2, control: 1, hub: 0, kilograms: 120, area: 300, named: 0);
        Assert.Equal("120 kg and 300 m2 of chokepoint materials that hardly anyone else makes for a destination under control, and no end user is named", finding.Sentence);
        Assert.Equal(0.7, finding.Strength, 12);
    }

    [Fact]
    public void PiecesHaveNoAmountAndAHubIsNamed() => Assert.Equal("chokepoint materials to or through a known hub", Evaluate(material: 1, control: 0, hub: 1).Sentence);

    [Theory]
    [InlineData(0, 2, 2, Outcome.Clear)]
    [InlineData(1, 0, 0, Outcome.Clear)]
    [InlineData(1, double.NaN, 0, Outcome.Clear)]
    [InlineData(1, double.NaN, 1, Outcome.Found)]
    [InlineData(double.NaN, 1, 0, Outcome.NotAssessed)]
    [InlineData(double.NaN, 0, 0, Outcome.Clear)]
    public void ItTakesTheMaterialAndTheWay(double material, double control, double hub, Outcome expected) => Assert.Equal(expected, Evaluate(material, control, hub).Outcome);

    private static Finding Evaluate(double material, double control, double hub, double kilograms = 0, double area = 0, double named = 1) => SomeRow.Evaluate(
        "T33", ("order_material_tier", material), ("order_material_kg", kilograms), ("order_material_m2", area), ("destination_control_tier", control), ("route_hub_tier", hub), ("order_names_end_user", named));
}
