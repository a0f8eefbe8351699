using System.Numerics;
using Screening.Risk.Trees;
using Xunit;

namespace Screening.Tests.Risk.Trees;

public sealed class TreeShapTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 6)]
    [InlineData(6, 8)]
    public void ContributionsAreShapleyValuesByEnumeration(int seed, int features)
    {
        var random = new Random(TestSeed.Value + seed);
        TreeModel model = SomeTrees.Model(random, 5, features, 8);
        var evaluator = new TreeEvaluator(model);
        var shap = new TreeShap(evaluator);
        TreeShapWorkspace workspace = shap.NewWorkspace();
        double[] found = new double[features];
        for (int i = 0; i < 20; i++)
        {
            double[] row = SomeTrees.Rows(random, 1, features);
            shap.Contributions(row, found, workspace);
            double[] games = [.. Enumerable.Range(0, 1 << features).Select(known => model.BaseMargin + model.Trees.Sum(tree => Value(tree, 0, row, known)))];
            for (int feature = 0; feature < features; feature++)
            {
                double expected = Shapley(games, feature, features);
                Assert.True(Math.Abs(expected - found[feature]) < 1e-12, $"seed {TestSeed.Value + seed}, feature {feature}: {expected} by enumeration, {found[feature]} found");
            }

            Assert.Equal(games[0], shap.ExpectedMargin, 1e-12);
            Assert.Equal(evaluator.Margin(row), found.Sum() + shap.ExpectedMargin, 1e-12);
        }
    }

    [Fact]
    public void DeepTreesStillAddUp()
    {
        var random = new Random(TestSeed.Value);
        TreeModel model = SomeTrees.Model(random, 3, 40, 14);
        var evaluator = new TreeEvaluator(model);
        var shap = new TreeShap(evaluator);
        TreeShapWorkspace workspace = shap.NewWorkspace();
        double[] found = new double[40];
        for (int i = 0; i < 20; i++)
        {
            double[] row = SomeTrees.Rows(random, 1, 40);
            shap.Contributions(row, found, workspace);
            Assert.Equal(evaluator.Margin(row), found.Sum() + shap.ExpectedMargin, 1e-10);
        }
    }

    [Fact]
    public void WhereNoTrainingDataCameBothWaysCountTheSame()
    {
        TreeModel model = new()
        {
            Origin = "a test",
            Objective = "regression",
            Features = ["a"],
            Trees = [new DecisionTree([TreeNode.Split(0, 1, 1, 2, MissingRule.None, true, 0), TreeNode.Leaf(1, 0), TreeNode.Leaf(3, 0)])],
        };
        var shap = new TreeShap(new TreeEvaluator(model));
        double[] found = new double[1];
        shap.Contributions([5], found, shap.NewWorkspace());
        Assert.Equal((2.0, 1.0), (shap.ExpectedMargin, found[0]));
    }

    [Fact]
    public void ExplainingAndScoringAllocateNothing()
    {
        TreeModel model = SomeTrees.Model(new Random(1), 20, 10, 6);
        var evaluator = new TreeEvaluator(model);
        var shap = new TreeShap(evaluator);
        TreeShapWorkspace workspace = shap.NewWorkspace();
        double[] row = new double[10], found = new double[10];
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            evaluator.Margin(row);
            shap.Contributions(row, found, workspace);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Throws<ArgumentException>(() => shap.Contributions(row, new double[9], workspace));
        Assert.Throws<ArgumentException>(() => shap.Contributions(new double[9], new double[9], workspace));
    }

    // The path-dependent value of a game: an unknown feature goes both ways, by cover.
    private static double Value(DecisionTree tree, int at, double[] row, int known)
    {
        TreeNode node = tree.Nodes[at];
        if (node.IsLeaf) return node.Value;
        if ((known >> node.Feature & 1) != 0) return Value(tree, SomeTrees.GoesLeft(node, row[node.Feature]) ? node.Left : node.Right, row, known);
        return (tree.Nodes[node.Left].Cover * Value(tree, node.Left, row, known) + tree.Nodes[node.Right].Cover * Value(tree, node.Right, row, known)) / node.Cover;
    }

    private static double Shapley(double[] games, int feature, int features)
    {
        double sum = 0;
        for (int others = 0; others < games.Length; others++)
        {
            if ((others >> feature & 1) != 0) continue;
            int size = BitOperations.PopCount((uint)others);
            sum += Factorial(size) * Factorial(features - size - 1) / Factorial(features) * (games[others | 1 << feature] - games[others]);
        }

        return sum;
    }

    private static double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (product, i) => product * i);
}
