using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class DemandSurgeTests
{
    [Fact]
    public void AHubThatBuysWhatOthersNoLongerDoIsFound()
    {
        Finding finding = Evaluate(12);
        Assert.Equal("since control of such goods tightened, orders for the destination grew 12 times as much as for all other countries", finding.Sentence);
        Assert.Equal(0.875, finding.Strength, 12);
    }

    [Theory]
    [InlineData(3, 1, 1, Outcome.Clear)]
    [InlineData(3.001, 1, 1, Outcome.Found)]
    [InlineData(5, 0, 1, Outcome.Clear)]
    [InlineData(5, 1, 0, Outcome.Clear)]
    [InlineData(double.NaN, 2, 3, Outcome.Clear)]
    public void AUsualCountryNoHubOrGoodsWithoutControlAreNoSign(double times, double hub, double lines, Outcome expected) => Assert.Equal(expected, Evaluate(times, hub, lines).Outcome);

    private static Finding Evaluate(double times, double hub = 1, double lines = 1) =>
        SomeRow.Evaluate("T11", ("destination_surge_ratio", times), ("route_hub_tier", hub), ("order_controlled_lines", lines));
}
