using Screening.Learning.Training;
using Xunit;

namespace Screening.Tests.Learning.Training;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData(-1.0, 0.5)]
    [InlineData(0.5, 2.0)]
    public void PlattFindsTheLineThatMadeTheLabels(double intercept, double slope)
    {
        (double[] margins, float[] targets) = Drawn(4000, margin => intercept + (slope * margin), keep: 45);
        var found = Calibration.Fit(margins, targets);
        Assert.Equal(CalibrationKind.Platt, found.Kind);
        Assert.True(found.Slope > 0);
    }

    [Fact]
    public void FittedProbabilitiesAddUpToWhatWas()
    {
        (double[] margins, float[] targets) = Drawn(5000, margin => -1.5 + (0.7 * margin), keep: int.MaxValue);
        var found = Calibration.Fit(margins, targets);
        Assert.True(found.Kind == CalibrationKind.Beta, $"{found}");
        Assert.Equal(targets.Sum(), margins.Sum(found.Probability), 0.5);
        Assert.InRange(found.LogOdds(0), -1.75, -1.25);
        Assert.InRange(found.LogOdds(2) - found.LogOdds(-2), 2.2, 3.4);
    }

    [Fact]
    public void NoTwoMarginsTieAndRankStays()
    {
        (double[] margins, float[] targets) = Drawn(3000, margin => -margin, keep: int.MaxValue); // falls with the truth: the worst that can be
        foreach (Calibration found in new[] { Calibration.Fit(margins, targets), Calibration.Fit(margins.AsSpan(0, 200), targets.AsSpan(0, 200)) })
        {
            double[] grid = [.. Enumerable.Range(-40, 81).Select(i => found.LogOdds(i / 4.0))];
            for (int i = 1; i < grid.Length; i++) Assert.True(grid[i] > grid[i - 1], $"{found}: {grid[i - 1]} then {grid[i]}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void LabelsThatAreAllAlikeCalibrateNothing(int label)
    {
        var found = Calibration.Fit([0.1, 0.2, 3], [label, label, label]);
        Assert.Same(Calibration.None, found);
        Assert.Equal(0.3, found.LogOdds(0.3));
    }

    [Fact]
    public void LabelsThatAMarginPartsFullyStillHaveAnAnswer()
    {
        var found = Calibration.Fit([-3, -2, -1, 1, 2, 3], [0, 0, 0, 1, 1, 1]);
        Assert.True(double.IsFinite(found.Slope) && double.IsFinite(found.Intercept));
        Assert.InRange(found.Probability(3), 0.9, 1);
        Assert.InRange(found.Probability(-3), 0, 0.1);
    }

    private static (double[] Margins, float[] Targets) Drawn(int count, Func<double, double> logOdds, int keep)
    {
        var random = new Random(5);
        double[] margins = [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 8) - 4)];
        int diversions = 0;
        float[] targets = [.. margins.Select(margin => random.NextDouble() < 1 / (1 + Math.Exp(-logOdds(margin))) && diversions++ < keep ? 1f : 0f)];
        return (margins, targets);
    }
}
