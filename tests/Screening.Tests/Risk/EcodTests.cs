using System.Globalization;
using Screening.Risk;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class EcodTests
{
    private const double No = double.NaN;

    // Skewed with a tie; symmetric; two of six missing.
    private static readonly double[] SixRows =
    [
        1, 3, No,
        2, 1, 5,
        2, 6, 5,
        3, 2, 7,
        4, 5, No,
        10, 4, 5,
    ];

    [Fact]
    public void SixRowsScoreAsByHand()
    {
        Ecod ecod = Ecod.Fit(SixRows, 6, 3);
        Assert.Equal((6, 3), (ecod.Rows, ecod.Features));

        // Each score is the logarithm of the product of one over the shares, feature by feature.
        double[] products = [6 * 3 * 3, 2 * 6 * 4 / 3.0, 2 * 6 * 4 / 3.0, 2 * 3.6 * 4, 3 * 3.6 * 3, 6 * 3 * 4 / 3.0];
        for (int row = 0; row < 6; row++) Near(Math.Log(products[row]), ecod.Score(SixRows.AsSpan(row * 3, 3)));

        Near([Math.Log(3), Math.Log(3.6), Math.Log(3)], Contributions(ecod, SixRows.AsSpan(12, 3)));
    }

    [Fact]
    public void PercentileIsTheShareOfFittedRowsThatScoreNoHigher()
    {
        Ecod ecod = Ecod.Fit(SixRows, 6, 3);
        double tied = ecod.Score([2, 1, 5]);
        Assert.Equal(2 / 6.0, ecod.Percentile(tied));
        Assert.Equal(0.5 / 6, ecod.Percentile(Math.BitDecrement(tied)));
        Assert.Equal(5 / 6.0, ecod.Percentile(ecod.Score([4, 5, No])));
        Assert.Equal(1, ecod.Percentile(ecod.Score([1, 3, No])));
        Assert.Equal(1, ecod.Percentile(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => ecod.Percentile(No));
    }

    [Fact]
    public void AValueBeyondAllFittedOnesCountsAsHalfARow()
    {
        Ecod ecod = Ecod.Fit(SixRows, 6, 3);
        Near([Math.Log(12), Math.Log(12), Math.Log(8)], Contributions(ecod, [11, 0, 4]));
        Near([Math.Log(12), Math.Log(12), Math.Log(8)], Contributions(ecod, [double.PositiveInfinity, double.NegativeInfinity, 1e300]));
        Near([Math.Log(12), Math.Log(12), Math.Log(3)], Contributions(ecod, [No, No, No]));
    }

    [Fact]
    public void AValueBetweenFittedOnesHasTheTailsOfBothSides()
    {
        Ecod ecod = Ecod.Fit(SixRows, 6, 3);
        Near([Math.Log(6), Math.Log(6 / 2.0) + Math.Log(6 / 4.0), Math.Log(4)], Contributions(ecod, [9, 2.5, 6]));
    }

    [Fact]
    public void AConstantFeatureIsSurprisedByAnotherValueOnly()
    {
        // Constant; missing throughout; constant where present.
        Ecod ecod = Ecod.Fit([5, No, 1, 5, No, No, 5, No, 1, 5, No, 1], 4, 3);
        Assert.Equal([0, 0, 0], Contributions(ecod, [5, No, 1]));
        Near([Math.Log(8), 0, Math.Log(6)], Contributions(ecod, [6, 6, 6]));
        Near([Math.Log(8), 0, Math.Log(4)], Contributions(ecod, [No, No, No]));
        Assert.Equal([0], Contributions(Ecod.Fit([7], 1, 1), [7]));
    }

    [Fact]
    public void AnInfinityIsAValue()
    {
        double[] column = [double.NegativeInfinity, 1, 2, double.PositiveInfinity, double.PositiveInfinity];
        Ecod ecod = Ecod.Fit(column, 5, 1);
        Near([Math.Log(5)], Contributions(ecod, [double.NegativeInfinity]));
        Near([Math.Log(2.5)], Contributions(ecod, [double.PositiveInfinity]));
        Near([Math.Log(5 / 3.0)], Contributions(ecod, [2]));

        // As many on each side: symmetric in the limit, so the tails add up.
        Ecod balanced = Ecod.Fit([double.NegativeInfinity, 1, 2, double.PositiveInfinity], 4, 1);
        Near([Math.Log(2) + Math.Log(4 / 3.0)], Contributions(balanced, [2]));
    }

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(1e-310, 0)]
    [InlineData(1e307, 0)]
    [InlineData(0.1, 1e6)]
    public void SymmetryIsSeenAtAnyScaleAndOffset(double unit, double offset)
    {
        double[] column = [.. Enumerable.Range(-9, 19).Select(i => offset + i * unit)];
        Ecod ecod = Ecod.Fit(column, 19, 1);
        Near([Math.Log(19 / 10.0) * 2], Contributions(ecod, [column[9]]));
    }

    [Fact]
    public void TheWidestRangeDoesNotOverflow()
    {
        Ecod symmetric = Ecod.Fit([double.MinValue, double.MinValue / 2, double.MaxValue / 2, double.MaxValue], 4, 1);
        Near([Math.Log(4 / 3.0) + Math.Log(2)], Contributions(symmetric, [double.MaxValue / 2]));
        Ecod skewed = Ecod.Fit([double.MinValue, 0, 0, double.MaxValue, double.MaxValue], 5, 1);
        Near([Math.Log(5 / 3.0)], Contributions(skewed, [0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ScoresEqualACountOfTheShares(int seed)
    {
        (double[] matrix, int rows, int features) = SomeRows(seed);
        Ecod ecod = Ecod.Fit(matrix, rows, features);
        for (int row = 0; row < rows; row++)
        {
            double expected = 0;
            for (int feature = 0; feature < features; feature++)
            {
                double x = matrix[row * features + feature];
                double[] column = [.. Enumerable.Range(0, rows).Select(i => matrix[i * features + feature])];
                double[] present = [.. column.Where(value => !double.IsNaN(value))];
                expected += double.IsNaN(x)
                    ? -Math.Log((rows - present.Length) / (double)rows)
                    : -Math.Log(Math.Min(present.Count(value => value <= x), present.Count(value => value >= x)) / (double)present.Length);
            }

            Near(expected, ecod.Score(matrix.AsSpan(row * features, features)));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void TheOrderOfTheFittedRowsChangesNoBit(int seed)
    {
        (double[] matrix, int rows, int features) = SomeRows(seed);
        int[] order = [.. Enumerable.Range(0, rows)];
        new Random(seed).Shuffle(order);
        double[] shuffled = [.. order.SelectMany(row => matrix.AsSpan(row * features, features).ToArray())];
        Assert.NotEqual(matrix, shuffled);

        Ecod one = Ecod.Fit(matrix, rows, features), other = Ecod.Fit(shuffled, rows, features);
        for (int row = 0; row < rows; row++)
        {
            double score = one.Score(matrix.AsSpan(row * features, features));
            double again = other.Score(matrix.AsSpan(row * features, features));
            Assert.Equal(BitConverter.DoubleToInt64Bits(score), BitConverter.DoubleToInt64Bits(again));
            Assert.Equal(one.Percentile(score), other.Percentile(score));
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void ARisingLineChangesNoContributionAndAFallingOneSwapsTheTails(int seed)
    {
        (double[] matrix, int rows, int features) = SomeRows(seed);
        double[] risen = [.. matrix.Select(value => 3 * value + 1)], fallen = [.. matrix.Select(value => -value)];
        Ecod one = Ecod.Fit(matrix, rows, features), up = Ecod.Fit(risen, rows, features), down = Ecod.Fit(fallen, rows, features);
        for (int row = 0; row < rows; row++)
        {
            double[] expected = Contributions(one, matrix.AsSpan(row * features, features));
            Assert.Equal(expected, Contributions(up, risen.AsSpan(row * features, features)));
            Assert.Equal(expected, Contributions(down, fallen.AsSpan(row * features, features)));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void ContributionsSumToTheScoreAndTheLargestScoreHasPercentileOne(int seed)
    {
        (double[] matrix, int rows, int features) = SomeRows(seed);
        Ecod ecod = Ecod.Fit(matrix, rows, features);
        double largest = 0;
        for (int row = 0; row < rows; row++)
        {
            double[] parts = Contributions(ecod, matrix.AsSpan(row * features, features));
            Assert.All(parts, part => Assert.True(part >= 0 && double.IsFinite(part)));
            double score = ecod.Score(matrix.AsSpan(row * features, features));
            Assert.Equal(parts.Aggregate(0.0, (sum, part) => sum + part), score);
            Assert.InRange(ecod.Percentile(score), 1.0 / rows, 1);
            largest = Math.Max(largest, score);
        }

        Assert.Equal(1, ecod.Percentile(largest));
        Assert.True(ecod.Percentile(Math.BitDecrement(largest)) < 1);
    }

    [Fact]
    public void ScoringAllocatesNothing()
    {
        Ecod ecod = Ecod.Fit(SixRows, 6, 3);
        double[] parts = new double[3];
        double sum = ecod.Score(SixRows.AsSpan(0, 3));
        long least = long.MaxValue;

        // The least of some rounds: the runtime may compile or count something of its own in one of them.
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                sum += ecod.Score(SixRows.AsSpan(0, 3));
                ecod.Contributions(SixRows.AsSpan(0, 3), parts);
                sum += ecod.Percentile(parts[0]);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(sum > 0);
    }

    [Fact]
    public void WhatCannotBeFittedOrScoredIsRefusedWithTheNumbers()
    {
        Assert.Contains("at least 1 row", Assert.Throws<ArgumentException>(() => Ecod.Fit([], 0, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1 feature", Assert.Throws<ArgumentException>(() => Ecod.Fit([], 3, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("has 6 values, got 5", Assert.Throws<ArgumentException>(() => Ecod.Fit(new double[5], 2, 3)).Message, StringComparison.Ordinal);
        Ecod ecod = Ecod.Fit(SixRows, 6, 3);
        Assert.Contains("3 features, got 2", Assert.Throws<ArgumentException>(() => ecod.Score([1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ecod.Contributions([1, 2, 3], new double[4]));
    }

    [Theory]
    [InlineData("cardio")]
    [InlineData("thyroid")]
    public void EveryRowScoresAsInTheReference(string name)
    {
        string folder = SharedData.Folder("anomaly");
        (double[] scores, _) = Scored(folder, name);
        (double[] expected, int columns) = SharedData.Numbers(Path.Combine(folder, $"ecod-{name}.csv"));
        Assert.Equal(1, columns);
        Assert.Equal(expected.Length, scores.Length);
        double worst = expected.Zip(scores, (e, s) => Math.Abs(s - e) / Math.Abs(e)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {scores.Length} rows, largest relative difference {worst:E1}");
        Assert.True(worst <= 1e-9, $"{name}: largest relative difference {worst:E3}");
    }

    [Fact]
    public void TheTwelveSetsRankAsInTheReference()
    {
        string folder = SharedData.Folder("anomaly");
        string[][] reference = [.. File.ReadAllLines(Path.Combine(folder, "reference.csv")).Select(line => line.Split(','))];
        int name = Array.IndexOf(reference[0], "dataset"), auc = Array.IndexOf(reference[0], "ecod_auc"), ap = Array.IndexOf(reference[0], "ecod_ap");
        Assert.Equal(12, reference.Length - 1);
        List<string> differing = [];
        foreach (string[] line in reference.Skip(1))
        {
            (double[] scores, bool[] outlier) = Scored(folder, line[name]);
            (double actualAuc, double actualAp) = AucAndAp(scores, outlier);
            string report = string.Create(CultureInfo.InvariantCulture, $"{line[name]}: AUC {actualAuc:F4} for {line[auc]}, AP {actualAp:F4} for {line[ap]}");
            TestContext.Current.TestOutputHelper?.WriteLine(report);
            if (Math.Abs(actualAuc - double.Parse(line[auc], CultureInfo.InvariantCulture)) > 5e-4
                || Math.Abs(actualAp - double.Parse(line[ap], CultureInfo.InvariantCulture)) > 5e-4) differing.Add(report);
        }

        Assert.Empty(differing);
    }

    private static (double[] Scores, bool[] Outlier) Scored(string folder, string name)
    {
        (double[] values, int columns) = SharedData.Numbers(Path.Combine(folder, $"{name}.csv"));
        int rows = values.Length / columns, features = columns - 1;
        double[] matrix = [.. values.Where((_, i) => i % columns < features)];
        bool[] outlier = [.. Enumerable.Range(0, rows).Select(row => values[row * columns + features] == 1)];
        Ecod ecod = Ecod.Fit(matrix, rows, features);
        return ([.. Enumerable.Range(0, rows).Select(row => ecod.Score(matrix.AsSpan(row * features, features)))], outlier);
    }

    /// <summary>Area under the ROC curve (a tie is half) and average precision (sum of precision x gain in recall), ties as one threshold.</summary>
    private static (double Auc, double Ap) AucAndAp(double[] scores, bool[] outlier)
    {
        double all = outlier.Count(is1 => is1), clean = outlier.Length - all, auc = 0, ap = 0, found = 0, seen = 0;
        foreach (IGrouping<double, bool> tied in scores.Zip(outlier).GroupBy(pair => pair.First, pair => pair.Second).OrderByDescending(group => group.Key))
        {
            double here = tied.Count(is1 => is1), falsely = tied.Count() - here;
            auc += falsely * (found + here / 2);
            found += here;
            seen += here + falsely;
            ap += here / all * (found / seen);
        }

        return (auc / (all * clean), ap);
    }

    /// <summary>Whole numbers on a coarse grid, so that ties are common, skewed to the right, some of them missing.</summary>
    private static (double[] Matrix, int Rows, int Features) SomeRows(int seed)
    {
        const int rows = 151, features = 5;
        Random random = new(seed);
        double[] matrix = new double[rows * features];
        for (int i = 0; i < matrix.Length; i++)
            matrix[i] = random.NextDouble() < 0.1 ? No : Math.Floor(-4 * Math.Log(1 - random.NextDouble()));
        return (matrix, rows, features);
    }

    private static double[] Contributions(Ecod ecod, ReadOnlySpan<double> row)
    {
        double[] parts = new double[ecod.Features];
        ecod.Contributions(row, parts);
        return parts;
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-12);

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Near(expected[i], actual[i]);
    }
}
