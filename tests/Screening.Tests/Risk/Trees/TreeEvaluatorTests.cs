using Screening.Risk.Trees;
using Xunit;

namespace Screening.Tests.Risk.Trees;

public sealed class TreeEvaluatorTests
{
    [Theory]
    [InlineData(1, 1, 3, true)]
    [InlineData(7, 5, 4, false)]
    [InlineData(8, 5, 6, true)]
    [InlineData(29, 12, 9, false)]
    [InlineData(64, 3, 1, true)]
    public void AnyModelEqualsAPlainWalkRowByRowAndInBatchOnAnyNumberOfThreads(int trees, int features, int depth, bool inSingle)
    {
        var random = new Random(TestSeed.Value + trees);
        TreeModel model = SomeTrees.Model(random, trees, features, depth, inSingle);
        var evaluator = new TreeEvaluator(model);
        const int Rows = 1003;
        double[] rows = SomeTrees.Rows(random, Rows, features), batch = new double[Rows];
        evaluator.Margins(rows, batch);
        for (int row = 0; row < Rows; row++)
        {
            double expected = SomeTrees.Margin(model, rows.AsSpan(row * features, features));
            Assert.True(Same(expected, batch[row]), $"seed {TestSeed.Value}, row {row}: {expected} by hand, {batch[row]} in batch");
            Assert.True(Same(expected, evaluator.Margin(rows.AsSpan(row * features, features))), $"seed {TestSeed.Value}, row {row} alone");
        }

        foreach (int threads in new[] { 1, 2, 3, 16 })
        {
            double[] again = new double[Rows];
            evaluator.Margins(rows.AsMemory(), again, threads);
            Assert.Equal(batch.Select(BitConverter.DoubleToInt64Bits), again.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void ARowOfWhichEverythingIsMissingGoesWhereMissingGoes()
    {
        // Missing goes right, then left.
        var evaluator = new TreeEvaluator(Of(
            TreeNode.Split(0, 5, 1, 2, MissingRule.NotANumber, false, 10), TreeNode.Leaf(1, 4), TreeNode.Split(1, -5, 3, 4, MissingRule.NotANumber, true, 6), TreeNode.Leaf(10, 1), TreeNode.Leaf(100, 5)));
        Assert.Equal(10, evaluator.Margin([double.NaN, double.NaN]));
        Assert.Equal(1, evaluator.Margin([5, double.NaN]));
        Assert.Equal(100, evaluator.Margin([double.PositiveInfinity, Math.BitIncrement(-5.0)]));
        Assert.Equal(10, evaluator.Margin([Math.BitIncrement(5.0), double.NegativeInfinity]));
    }

    [Fact]
    public void ZeroCanBeMissing()
    {
        foreach (bool left in new[] { true, false })
        {
            var evaluator = new TreeEvaluator(Of(TreeNode.Split(0, -1, 1, 2, MissingRule.Zero, left, 2), TreeNode.Leaf(1, 1), TreeNode.Leaf(2, 1)));
            foreach (double missing in new[] { 0, -0.0, double.NaN, 1e-35f, -1e-35f }) Assert.Equal(left ? 1 : 2, evaluator.Margin([missing, 0]));
            Assert.Equal(2, evaluator.Margin([Math.BitIncrement((double)1e-35f), 0]));
            Assert.Equal(1, evaluator.Margin([-1, 0]));
        }
    }

    [Fact]
    public void WithoutARuleMissingIsComparedAsZero()
    {
        foreach ((double threshold, double expected) in new[] { (0.0, 1.0), (-0.1, 2.0), (0.1, 1.0) })
        {
            var evaluator = new TreeEvaluator(Of(TreeNode.Split(0, threshold, 1, 2, MissingRule.None, threshold < 0, 2), TreeNode.Leaf(1, 1), TreeNode.Leaf(2, 1)));
            Assert.Equal(expected, evaluator.Margin([double.NaN, 0]));
        }
    }

    [Fact]
    public void CategoriesAreCutToWholeNumbers()
    {
        // 0, 31, 32 and 63 go left.
        var evaluator = new TreeEvaluator(Of(TreeNode.Split(1, [0x8000_0001u, 0x8000_0001u], 1, 2, 2), TreeNode.Leaf(1, 1), TreeNode.Leaf(2, 1)));
        foreach (double member in new[] { 0, -0.9, 0.9, 31, 32.5, 63.99 }) Assert.Equal(1, evaluator.Margin([0, member]));
        foreach (double other in new[] { -1, 1, 30, 33, 62, 64, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 4294967296 }) Assert.Equal(2, evaluator.Margin([0, other]));
    }

    [Fact]
    public void AModelWithoutTreesAndOneOfLeavesAreConstants()
    {
        TreeModel empty = Of(TreeNode.Leaf(3, 0)) with { Trees = [], BaseMargin = 1.5 };
        Assert.Equal(1.5, new TreeEvaluator(empty).Margin([double.NaN, 7]));
        TreeModel leaves = Of(TreeNode.Leaf(3, 0)) with { BaseMargin = 1.5 };
        Assert.Equal(4.5, new TreeEvaluator(leaves).Margin([double.NaN, 7]));
        double[] batch = new double[70];
        new TreeEvaluator(leaves).Margins(new double[140], batch);
        Assert.All(batch, margin => Assert.Equal(4.5, margin));
        new TreeEvaluator(leaves).Margins(ReadOnlyMemory<double>.Empty, Memory<double>.Empty, 2);
        var shap = new TreeShap(new TreeEvaluator(leaves));
        double[] found = [7, 7];
        shap.Contributions([1, 2], found, shap.NewWorkspace());
        Assert.Equal([0, 0], found);
        Assert.Equal(4.5, shap.ExpectedMargin);
    }

    [Fact]
    public void WhatIsNoTreeIsRefusedWithItsPlace()
    {
        Refused("Tree 0 has no nodes; at least a leaf is needed.", Of([]));
        Refused("Tree 0 leads to node 7; it has nodes 0 to 1.", Of(TreeNode.Split(0, 1, 1, 7, MissingRule.None, true, 1), TreeNode.Leaf(1, 1)));
        Refused("Tree 0 leads to node 0 on two ways; in a tree there is one.", Of(TreeNode.Split(0, 1, 0, 0, MissingRule.None, true, 1)));
        Refused("Tree 0, node 0 looks at feature 2; the model has features 0 to 1.", Of(TreeNode.Split(2, 1, 1, 2, MissingRule.None, true, 1), TreeNode.Leaf(1, 1), TreeNode.Leaf(1, 1)));
        Refused("Tree 0, node 0 has the value NaN; a finite number is needed.", Of(TreeNode.Leaf(double.NaN, 1)));
        Refused("Tree 0, node 0 has the threshold Infinity; a finite number is needed.", Of(TreeNode.Split(0, double.PositiveInfinity, 1, 2, MissingRule.None, true, 1), TreeNode.Leaf(1, 1), TreeNode.Leaf(1, 1)));
        Refused("Tree 0, node 0 has the cover -1; 0 or more is needed.", Of(TreeNode.Leaf(1, -1)));
        Refused("The base margin is NaN; a finite number is needed.", Of(TreeNode.Leaf(1, 1)) with { BaseMargin = double.NaN });
        TreeNode[] chain = [.. Enumerable.Range(0, 1001).SelectMany(i => new[] { TreeNode.Split(0, 1, 2 * i + 1, 2 * i + 2, MissingRule.None, true, 1), TreeNode.Leaf(1, 1) }).Append(TreeNode.Leaf(1, 1))];
        Refused("Tree 0 is deeper than 1000 splits; no more are walked.", Of(chain));
    }

    [Fact]
    public void ARowOfAnotherLengthIsRefused()
    {
        var evaluator = new TreeEvaluator(Of(TreeNode.Leaf(3, 0)));
        Assert.Throws<ArgumentException>(() => evaluator.Margin([1]));
        Assert.Throws<ArgumentException>(() => evaluator.Margins(new double[3], new double[1]));
        Assert.Throws<ArgumentException>(() => evaluator.Margins(new double[3].AsMemory(), new double[1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.Margins(new double[2].AsMemory(), new double[1], 0));
    }

    private static void Refused(string message, TreeModel model) => Assert.Equal(message, Assert.Throws<TreeModelException>(() => new TreeEvaluator(model)).Message);

    private static TreeModel Of(params TreeNode[] nodes) => new() { Origin = "a test", Objective = "regression", Features = ["a", "b"], Trees = [new DecisionTree([.. nodes])] };

    private static bool Same(double one, double other) => BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other);
}
