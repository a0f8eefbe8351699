using System.Collections.Immutable;
using Screening.Risk.Trees;

namespace Screening.Tests.Risk.Trees;

/// <summary>Random models with every kind of node, and the plain walk that the evaluator must equal.</summary>
internal static class SomeTrees
{
    private static readonly double[] Values = [-2, -1, -0.5, -1e-36, 0, 1e-36, 1e-30, 0.5, 1, 2, 31, 32, 40, 70, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3e9];

    public static TreeModel Model(Random random, int trees, int features, int depth, bool inSingle = false) => new()
    {
        Origin = "a test",
        Objective = "regression",
        Features = [.. Enumerable.Range(0, features).Select(i => $"f{i}")],
        Trees = [.. Enumerable.Range(0, trees).Select(_ => Tree(random, features, depth))],
        BaseMargin = 0.25,
        SumsInSingle = inSingle,
    };

    public static DecisionTree Tree(Random random, int features, int depth)
    {
        var nodes = new List<TreeNode>();
        Grow(depth, 1000);
        return new DecisionTree([.. nodes]);

        int Grow(int left, double cover)
        {
            int at = nodes.Count;
            nodes.Add(TreeNode.Leaf((float)(random.NextDouble() - 0.5), cover));
            if (left == 0 || random.Next(8) == 0) return at;
            double share = cover * (0.1 + 0.8 * random.NextDouble());
            int feature = random.Next(features), toLeft = Grow(left - 1, share), toRight = Grow(left - 1, cover - share);
            nodes[at] = random.Next(4) == 0
                ? TreeNode.Split(feature, [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => (uint)random.NextInt64(1L << 32))], toLeft, toRight, cover)
                : TreeNode.Split(feature, Values[random.Next(14)], toLeft, toRight, (MissingRule)random.Next(3), random.Next(2) == 0, cover);
            return at;
        }
    }

    public static double[] Rows(Random random, int rows, int features) =>
        [.. Enumerable.Range(0, rows * features).Select(_ => random.Next(2) == 0 ? Values[random.Next(Values.Length)] : (random.NextDouble() - 0.5) * 100)];

    /// <summary>The margin by the words of the schema, one node at a time.</summary>
    public static double Margin(TreeModel model, ReadOnlySpan<double> row)
    {
        double sum = model.BaseMargin;
        foreach (DecisionTree tree in model.Trees)
        {
            TreeNode node = tree.Nodes[0];
            while (!node.IsLeaf) node = tree.Nodes[GoesLeft(node, row[node.Feature]) ? node.Left : node.Right];
            sum = model.SumsInSingle ? (float)sum + (float)node.Value : sum + node.Value;
        }

        return sum;
    }

    /// <summary>Where a split sends a value, as LightGBM's tree.h has it.</summary>
    public static bool GoesLeft(TreeNode node, double value)
    {
        if (node.IsCategorical) return InSet(node.Categories, value);
        if (double.IsNaN(value) && node.Missing != MissingRule.NotANumber) value = 0;
        if (node.Missing == MissingRule.Zero && value >= -1e-35f && value <= 1e-35f) return node.MissingGoesLeft;
        if (node.Missing == MissingRule.NotANumber && double.IsNaN(value)) return node.MissingGoesLeft;
        return value <= node.Threshold;
    }

    private static bool InSet(ImmutableArray<uint> words, double value)
    {
        if (double.IsNaN(value) || value >= int.MaxValue || value <= int.MinValue) return false;
        int category = (int)Math.Truncate(value);
        return category >= 0 && category / 32 < words.Length && ((words[category / 32] >> (category % 32)) & 1) == 1;
    }
}
