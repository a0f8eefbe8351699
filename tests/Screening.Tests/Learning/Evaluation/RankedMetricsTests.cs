using Screening.Learning.Evaluation;
using Xunit;

namespace Screening.Tests.Learning.Evaluation;

public sealed class RankedMetricsTests
{
    // On a coarse grid, so that ties are everywhere.
    [Fact]
    public void TheyEqualTheirDefinitionsWrittenOut()
    {
        var random = new Random(TestSeed.Value + 11);
        for (int round = 0; round < 300; round++)
        {
            int count = random.Next(1, 40);
            double[] scores = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(6))];
            float[] targets = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? 1f : 0f)];
            Assert.Equal(AreaByPairs(scores, targets), RankedMetrics.AreaUnderCurve(scores, targets), 1e-12);
            Assert.Equal(PrecisionByThresholds(scores, targets), RankedMetrics.AveragePrecision(scores, targets), 1e-12);
        }
    }

    [Fact]
    public void WithoutBothKindsThereIsNoFigure()
    {
        Assert.Equal(double.NaN, RankedMetrics.AreaUnderCurve([1, 2], [1, 1]));
        Assert.Equal(double.NaN, RankedMetrics.AreaUnderCurve([1, 2], [0, 0]));
        Assert.Equal(double.NaN, RankedMetrics.AveragePrecision([1, 2], [0, 0]));
        Assert.Equal(1, RankedMetrics.AveragePrecision([1, 2], [1, 1]));
    }

    [Fact]
    public void AScoreThatIsNoNumberIsRefused() =>
        Assert.StartsWith("score 1 is not a number", Assert.Throws<ArgumentException>(() => RankedMetrics.AveragePrecision([1, double.NaN], [1, 0])).Message, StringComparison.Ordinal);

    private static double AreaByPairs(double[] scores, float[] targets)
    {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (targets[i] == 0 || targets[j] == 1) continue;
                pairs++;
                sum += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        }

        return pairs == 0 ? double.NaN : sum / pairs;
    }

    // Sum over thresholds of the gain in recall times the precision there.
    private static double PrecisionByThresholds(double[] scores, float[] targets)
    {
        double all = targets.Sum(t => (double)t), before = 0, sum = 0;
        if (all == 0) return double.NaN;
        foreach (double threshold in scores.Distinct().OrderDescending())
        {
            int[] above = [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] >= threshold)];
            double recall = above.Sum(i => (double)targets[i]) / all;
            sum += (recall - before) * above.Average(i => (double)targets[i]);
            before = recall;
        }

        return sum;
    }
}
