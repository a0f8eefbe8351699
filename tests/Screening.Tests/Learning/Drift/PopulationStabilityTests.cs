using Screening.Learning.Drift;
using Xunit;

namespace Screening.Tests.Learning.Drift;

public sealed class PopulationStabilityTests
{
    [Fact]
    public void TheIndexIsWhatItsFormulaSays()
    {
        // (0.2 - 0.6) ln(0.2 / 0.6) + (0.8 - 0.4) ln(0.8 / 0.4), with half an order more in each bin.
        double p = 60.5 / 101, q = 20.5 / 101;
        double expected = ((q - p) * Math.Log(q / p)) + ((p - q) * Math.Log((1 - q) / (1 - p)));
        Assert.Equal(expected, PopulationStability.Index([60, 40], [20, 80]), 12);
        Assert.Equal(PopulationStability.Index([60, 40], [20, 80]), PopulationStability.Index([20, 80], [60, 40]), 12);
    }

    [Fact]
    public void EqualSharesGiveNothingAndAnEmptyBinGivesANumber()
    {
        Assert.Equal(0, PopulationStability.Index([5, 0, 7], [5, 0, 7]));
        Assert.True(PopulationStability.Index([50, 0], [40, 10]) is > 0 and < 10);
    }

    [Fact]
    public void ThePartsAddUp()
    {
        int[] before = [10, 200, 0, 31], now = [30, 60, 4, 0];
        Assert.Equal(PopulationStability.Index(before, now), Enumerable.Range(0, 4).Sum(bin => PopulationStability.Part(before, now, bin)), 12);
    }

    [Fact]
    public void WindowsOfOtherBinsAreRefused() => Assert.Throws<ArgumentException>(() => PopulationStability.Index([1, 2], [1]));
}
