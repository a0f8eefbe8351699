using System.Globalization;
using Screening.Risk;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class IsolationForestTests
{
    private const double No = double.NaN;

    [Fact]
    public void TheSameSeedGivesTheSameForestOnAnyNumberOfThreadsAndAnotherSeedAnother()
    {
        (double[] matrix, int rows, int features) = SomeRows(1000);
        byte[] one = IsolationForest.Fit(matrix, rows, features, 7).ToBytes();
        Assert.True(one.AsSpan().SequenceEqual(IsolationForest.Fit(matrix, rows, features, 7, threads: 3).ToBytes()));
        Assert.False(one.AsSpan().SequenceEqual(IsolationForest.Fit(matrix, rows, features, 8).ToBytes()));
    }

    [Fact]
    public void WhatIsWrittenIsReadBackAndScoresTheSame()
    {
        (double[] matrix, int rows, int features) = SomeRows(400);
        IsolationForest forest = IsolationForest.Fit(matrix, rows, features, 7, trees: 20);
        byte[] bytes = forest.ToBytes();
        IsolationForest read = IsolationForest.FromBytes(bytes);
        Assert.Equal((forest.Trees, forest.Features, forest.Sample, forest.Rows), (read.Trees, read.Features, read.Sample, read.Rows));
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> values = matrix.AsSpan(row * features, features);
            Assert.Equal(forest.Score(values), read.Score(values));
            Assert.Equal(forest.Percentile(forest.Score(values)), read.Percentile(read.Score(values)));
        }

        Assert.True(bytes.AsSpan().SequenceEqual(read.ToBytes()));
    }

    [Fact]
    public void DamagedBytesAreRefusedOrStillAForest()
    {
        (double[] matrix, int rows, int features) = SomeRows(60);
        byte[] bytes = IsolationForest.Fit(matrix, rows, features, 7, trees: 3).ToBytes();
        for (int length = 0; length < bytes.Length; length++) Assert.Throws<FormatException>(() => IsolationForest.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => IsolationForest.FromBytes([.. bytes, 0]));
        var random = new Random(TestSeed.Value);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = [.. bytes];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                IsolationForest read = IsolationForest.FromBytes(changed);
                double[] row = new double[read.Features];
                Assert.True(double.IsFinite(read.Score(row)));
                row.AsSpan().Fill(No);
                read.Score(row);
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 2500);
    }

    [Fact]
    public void ARowFarFromTheOthersScoresHighestAndAPathAndItsScoreAgree()
    {
        (double[] matrix, int rows, int features) = SomeRows(500);
        matrix.AsSpan(100 * features, features).Fill(60);
        IsolationForest forest = IsolationForest.Fit(matrix, rows, features, 7);
        double far = forest.Score(matrix.AsSpan(100 * features, features));
        Assert.Equal(1, forest.Percentile(far));
        Assert.True(forest.Percentile(Math.BitDecrement(far)) < 1);
        Assert.True(far > 0.7);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> values = matrix.AsSpan(row * features, features);

            // c(256) = 2 H(255) - 2 x 255 / 256 = 10.248689925634562.
            Assert.Equal(Math.Pow(2, -forest.PathLength(values) / 10.248689925634562), forest.Score(values), 1e-10);
        }
    }

    [Fact]
    public void TwoRowsArePartedByOneSplit()
    {
        IsolationForest forest = IsolationForest.Fit(new double[] { 1, 2 }, 2, 1, 3);
        Assert.Equal((2, 1.0), (forest.Sample, forest.PathLength([1])));
        Assert.Equal(0.5, forest.Score([2]));

        // Missing goes both ways, which are as long.
        Assert.Equal(1, forest.PathLength([No]));
    }

    [Fact]
    public void TheMeanPathOfThreeRowsIsThatOfTheirTrees()
    {
        // 0, 1 and 10: the first split falls between 1 and 10 nine times of ten, so 10 is alone after 0.9 x 1 + 0.1 x 2 splits.
        IsolationForest forest = IsolationForest.Fit(new double[] { 0, 1, 10 }, 3, 1, 5, trees: 10_000);
        Assert.Equal(1.1, forest.PathLength([10]), 0.02);
        Assert.Equal(1.9, forest.PathLength([0]), 0.02);
        Assert.Equal(2, forest.PathLength([1]), 1e-12);

        // Missing: the mean over the ways of the sample.
        Assert.Equal((1.1 + 1.9 + 2) / 3, forest.PathLength([No]), 0.02);
    }

    [Fact]
    public void AMissingValueIsNeutral()
    {
        (double[] matrix, int rows, int features) = SomeRows(2000);
        IsolationForest forest = IsolationForest.Fit(matrix, rows, features, 7);
        double[] nothing = new double[features];
        nothing.AsSpan().Fill(No);
        double mean = Enumerable.Range(0, rows).Average(row => forest.PathLength(matrix.AsSpan(row * features, features)));
        Assert.InRange(forest.PathLength(nothing), mean - 0.5, mean + 0.5);
    }

    [Fact]
    public void RowsOfConstantOrMissingFeaturesAreAllAlike()
    {
        double[] matrix = [.. Enumerable.Range(0, 300).SelectMany(_ => new[] { 5, No })];
        IsolationForest forest = IsolationForest.Fit(matrix, 300, 2, 7);
        Assert.Equal(0.5, forest.Score([5, No]), 1e-12);
        Assert.Equal(0.5, forest.Score([7, 7]), 1e-12);
        Assert.Equal(1, forest.Percentile(forest.Score([5, No])));
        Assert.Equal(0.5, IsolationForest.Fit(new double[] { 1, 2, 3 }, 1, 3, 7).Score([9, 9, 9]));

        // A feature that splits beside them is used alone.
        IsolationForest mixed = IsolationForest.Fit(new double[] { 5, No, 1, 5, No, 2, 5, No, 90 }, 3, 3, 7);
        Assert.True(mixed.Score([5, No, 90]) > mixed.Score([5, No, 1]));
        Assert.Equal(mixed.Score([5, No, 90]), mixed.Score([-5, 3, 90]));
    }

    [Fact]
    public void FewerRowsThanASampleAreAllInEveryTree()
    {
        (double[] matrix, int rows, int features) = SomeRows(50);
        IsolationForest forest = IsolationForest.Fit(matrix, rows, features, 7);
        Assert.Equal((50, 100, 50), (forest.Sample, forest.Trees, forest.Rows));
        Assert.Equal(256, IsolationForest.Fit(SomeRows(257).Matrix, 257, features, 7).Sample);
    }

    [Fact]
    public void InfinitiesAndTheWidestRangeAreValues()
    {
        IsolationForest forest = IsolationForest.Fit(new double[] { double.NegativeInfinity, 0, 0, 0, 0, 0, 0, double.MaxValue, double.PositiveInfinity, double.MinValue }, 10, 1, 7);
        foreach (double value in new[] { double.NegativeInfinity, double.PositiveInfinity, 0, 1e300 }) Assert.InRange(forest.Score([value]), 0.1, 1);
        Assert.True(forest.Score([double.PositiveInfinity]) > forest.Score([0]));
        Assert.Equal(forest.Score([double.MaxValue]), forest.Score([double.PositiveInfinity]));
    }

    [Fact]
    public void WhatCannotBeFittedOrScoredIsRefused()
    {
        Assert.Throws<ArgumentException>(() => IsolationForest.Fit(Array.Empty<double>(), 0, 1, 7));
        Assert.Throws<ArgumentException>(() => IsolationForest.Fit(new double[5], 2, 3, 7));
        Assert.Throws<ArgumentException>(() => IsolationForest.Fit(new double[6], 2, 3, 7, trees: 0));
        Assert.Throws<ArgumentException>(() => IsolationForest.Fit(new double[6], 2, 3, 7, sample: 1));
        IsolationForest forest = IsolationForest.Fit(new double[6], 2, 3, 7);
        Assert.Throws<ArgumentException>(() => forest.Score([1]));
        Assert.Throws<ArgumentException>(() => forest.Percentile(No));
    }

    [Fact]
    public void TheTwelveSetsRankWithinTheSpreadOfTheReference()
    {
        string folder = SharedData.Folder("anomaly");
        string[][] reference = [.. File.ReadAllLines(Path.Combine(folder, "reference.csv")).Select(line => line.Split(','))];
        int name = Array.IndexOf(reference[0], "dataset"), auc = Array.IndexOf(reference[0], "iforest_auc");
        Assert.Equal(12, reference.Length - 1);
        List<string> differing = [];
        double bias = 0;
        foreach (string[] line in reference.Skip(1))
        {
            (double[] values, int columns) = SharedData.Numbers(Path.Combine(folder, $"{line[name]}.csv"));
            double[] found = [.. Enumerable.Range(1, 6).Select(seed => Auc(values, columns, (ulong)seed))];
            double mean = found.Average(), spread = Math.Sqrt(found.Sum(a => (a - mean) * (a - mean)) / 5), expected = double.Parse(line[auc], CultureInfo.InvariantCulture);

            // The reference is a mean of three seeds, ours of six.
            double error = spread * Math.Sqrt(1 / 3.0 + 1 / 6.0);
            string report = string.Create(CultureInfo.InvariantCulture, $"{line[name]}: AUC {mean:F4} for {expected:F4}, spread {spread:F4}, {(mean - expected) / error:F1} standard errors");
            TestContext.Current.TestOutputHelper?.WriteLine(report);
            bias += (mean - expected) / 12;
            if (Math.Abs(mean - expected) > 3.5 * error) differing.Add(report);
        }

        Assert.Empty(differing);
        Assert.InRange(bias, -0.01, 0.01);
    }

    private static double Auc(double[] values, int columns, ulong seed)
    {
        int rows = values.Length / columns, features = columns - 1;
        double[] matrix = [.. values.Where((_, i) => i % columns < features)];
        IsolationForest forest = IsolationForest.Fit(matrix, rows, features, seed);
        (double Score, bool Outlier)[] scored = [.. Enumerable.Range(0, rows).Select(row => (forest.Score(matrix.AsSpan(row * features, features)), values[row * columns + features] == 1))];
        Array.Sort(scored, (a, b) => a.Score.CompareTo(b.Score));
        double below = 0, sum = 0, outliers = scored.Count(s => s.Outlier);
        foreach (IGrouping<double, bool> tied in scored.GroupBy(s => s.Score, s => s.Outlier))
        {
            double inliers = tied.Count(o => !o);
            sum += tied.Count(o => o) * (below + inliers / 2);
            below += inliers;
        }

        return sum / (outliers * (rows - outliers));
    }

    /// <summary>A round cloud, some values missing.</summary>
    private static (double[] Matrix, int Rows, int Features) SomeRows(int rows)
    {
        const int features = 4;
        var random = new Random(TestSeed.Value);
        double[] matrix = [.. Enumerable.Range(0, rows * features).Select(_ => random.Next(12) == 0 ? No : Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5))];
        return (matrix, rows, features);
    }
}
