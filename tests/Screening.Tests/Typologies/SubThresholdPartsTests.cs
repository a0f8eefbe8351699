using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class SubThresholdPartsTests
{
    [Fact]
    public void PartsJustBelowTheLowerLimitThatAreASystemTogetherAreFound()
    {
        Finding finding = Evaluate(tpp: 2368, density: 2.91);
        Assert.Equal("accelerators of 2,400 TPP, 1.3 % below the limit of 2,400 TPP, together 50 H100e", finding.Sentence);
        Assert.Equal(0.3 + (0.5 * 2368 / 2400), finding.Strength, 12);
    }

    [Fact]
    public void ADensityJustBelowItsLimitIsNamed() =>
        Assert.Equal("accelerators of 2,000 TPP, 6.2 % below the limit of 3.2 TPP/mm2, together 50 H100e", Evaluate(tpp: 2000, density: 3.0001).Sentence);

    [Theory]
    [InlineData(4800, 1, Outcome.Clear)] // over every limit, for E01 and T05 to say
    [InlineData(4799, 1, Outcome.Found)]
    [InlineData(4799, 1.6, Outcome.Clear)]
    [InlineData(4320, 1, Outcome.Found)]
    [InlineData(4319, 1, Outcome.Clear)]
    [InlineData(2399, 1.59, Outcome.Clear)] // at 2,400 it would not be controlled either
    [InlineData(2399, 3.2, Outcome.Clear)]
    [InlineData(2399, double.NaN, Outcome.Found)]
    [InlineData(1600, 2.89, Outcome.Found)]
    [InlineData(1600, 2.87, Outcome.Clear)]
    [InlineData(1599, 3.19, Outcome.Clear)]
    [InlineData(1600, double.NaN, Outcome.NotAssessed)]
    [InlineData(1599, double.NaN, Outcome.Clear)]
    [InlineData(double.NaN, double.NaN, Outcome.Clear)]
    public void TheLimitsAreThoseOf3A090(double tpp, double density, Outcome expected) => Assert.Equal(expected, Evaluate(tpp, density).Outcome);

    [Theory]
    [InlineData(19.9, 1, 0, Outcome.Clear)]
    [InlineData(20, 1, 0, Outcome.Found)]
    [InlineData(20, 0, 0, Outcome.Clear)]
    [InlineData(20, 0, 1, Outcome.Found)]
    [InlineData(20, double.NaN, 1, Outcome.Found)]
    [InlineData(20, double.NaN, 0, Outcome.Clear)]
    public void ItTakesASystemAndAWayWhereTheLimitsMeanSomething(double together, double control, double hub, Outcome expected) =>
        Assert.Equal(expected, Evaluate(2368, 2.91, together, control, hub).Outcome);

    private static Finding Evaluate(double tpp, double density, double together = 50, double control = 1, double hub = 0) => SomeRow.Evaluate(
        "T07", ("order_accelerator_tpp", tpp), ("order_accelerator_density", density), ("order_h100e", together), ("destination_control_tier", control), ("route_hub_tier", hub));
}
