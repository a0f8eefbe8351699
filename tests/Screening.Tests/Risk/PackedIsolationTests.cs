using Screening.Risk;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class PackedIsolationTests
{
    private const double No = double.NaN;

    [Theory]
    [InlineData(1, 1, 256, 0.1)]
    [InlineData(2, 3, 256, 0.1)]
    [InlineData(40, 100, 256, 0.3)]
    [InlineData(3000, 100, 256, 0)]
    [InlineData(3000, 100, 256, 0.3)]
    [InlineData(3000, 100, 256, 0.9)]
    [InlineData(600, 7, 16, 0.3)]
    [InlineData(9000, 3, 4096, 0.3)]
    public void EveryBitIsThatOfOneWalkAfterTheOther(int rows, int trees, int sample, double missing)
    {
        const int features = 9;
        var random = new Random(TestSeed.Value + rows + trees);
        double[] matrix = [.. Enumerable.Range(0, rows * features).Select(i => Value(random, i % features, missing))];
        IsolationForest forest = IsolationForest.Fit(matrix, rows, features, 7, trees, sample);
        IsolationTree[] grown = IsolationForestBytes.Read(forest.ToBytes()).Trees;
        for (int i = 0; i < 400; i++)
        {
            // Fitted rows, others, with more and more that is missing, up to all.
            double[] row = i % 2 == 0 ? matrix.AsSpan(random.Next(rows) * features, features).ToArray() : [.. Enumerable.Range(0, features).Select(feature => Value(random, feature, i / 400.0))];
            if (i >= 390) row.AsSpan(0, i - 390).Fill(No);
            double sum = 0;
            foreach (IsolationTree tree in grown) sum += PathLength(tree, row, 0);
            Assert.Equal(BitConverter.DoubleToInt64Bits(sum / trees), BitConverter.DoubleToInt64Bits(forest.PathLength(row)));
        }
    }

    [Fact]
    public void MoreLeavesThanAreWalkedAtOnceAreWalkedAll()
    {
        // One tree of them is already more than the walks that find room on the stack.
        var random = new Random(TestSeed.Value);
        double[] matrix = [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble())];
        IsolationForest forest = IsolationForest.Fit(matrix, 5000, 1, 7, trees: 3, sample: 5000);
        IsolationTree[] grown = IsolationForestBytes.Read(forest.ToBytes()).Trees;
        Assert.All(grown, tree => Assert.True(tree.Nodes.Count(node => node.IsLeaf) > 1024));
        Assert.Equal(grown.Sum(tree => PathLength(tree, [No], 0)) / 3, forest.PathLength([No]));
    }

    [Fact]
    public void ScoringAllocatesNothing()
    {
        var random = new Random(TestSeed.Value);
        double[] matrix = [.. Enumerable.Range(0, 2000 * 5).Select(i => Value(random, i % 5, 0.3))];
        IsolationForest forest = IsolationForest.Fit(matrix, 2000, 5, 7);
        long least = long.MaxValue;
        double sum = 0;

        // The least of some rounds: the runtime may compile or count something of its own in one of them.
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int row = 0; row < 100; row++) sum += forest.Score(matrix.AsSpan(row * 5, 5));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(sum > 0);
    }

    // The definition: a row that misses the feature of a split goes both ways, by the shares of the sample.
    private static double PathLength(IsolationTree tree, double[] row, int at)
    {
        IsolationNode node = tree.Nodes[at];
        if (node.IsLeaf) return node.Number;
        double value = row[node.Feature];
        if (double.IsNaN(value))
        {
            double share = (double)tree.Nodes[node.Left].Size / node.Size;
            return share * PathLength(tree, row, node.Left) + (1 - share) * PathLength(tree, row, node.Left + 1);
        }

        if (double.IsInfinity(value)) value = Math.CopySign(double.MaxValue, value);
        return PathLength(tree, row, value <= node.Number ? node.Left : node.Left + 1);
    }

    // Ties, zeros of both signs, infinities, a feature that no row has and one that is the same in all.
    private static double Value(Random random, int feature, double missing) => random.NextDouble() < missing ? No : feature switch
    {
        0 => 5,
        1 => No,
        2 => random.Next(2) == 0 ? 0.0 : -0.0,
        3 => random.Next(10) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, 2 => double.MaxValue, _ => random.Next(5) },
        4 => Math.Pow(10, (random.NextDouble() * 30) - 15),
        _ => random.Next(100) - 50,
    };
}
