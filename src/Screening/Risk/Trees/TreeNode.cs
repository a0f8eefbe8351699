using System.Collections.Immutable;

namespace Screening.Risk.Trees;

/// <summary>A node of a <see cref="DecisionTree"/>: a leaf, a numeric split or a split by categories.</summary>
public sealed record TreeNode
{
    private TreeNode()
    {
    }

    /// <summary>The position in a row of the value that is looked at; -1 in a leaf.</summary>
    public int Feature { get; private init; } = -1;

    /// <summary>Of a numeric split: a value at or below it goes left. Compared as doubles.</summary>
    public double Threshold { get; private init; }

    /// <summary>The node on the left, by its position in the tree.</summary>
    public int Left { get; private init; }

    /// <summary>The node on the right, by its position in the tree.</summary>
    public int Right { get; private init; }

    /// <summary>What a numeric split takes for missing.</summary>
    public MissingRule Missing { get; private init; }

    /// <summary>Where a numeric split sends what is missing.</summary>
    public bool MissingGoesLeft { get; private init; }

    /// <summary>
    /// Of a split by categories: bit b of word w stands for category 32 w + b, which goes left. Values are cut to whole numbers; NaN, what is below 0 then and
    /// what is in no word goes right. Default in all other nodes.
    /// </summary>
    public ImmutableArray<uint> Categories { get; private init; }

    /// <summary>What a leaf adds to the margin, the learning rate applied.</summary>
    public double Value { get; private init; }

    /// <summary>How much of the training data came here: rows (LightGBM) or the sum of second derivatives (XGBoost), 0 or more. Weighs branches in explanations.</summary>
    public double Cover { get; private init; }

    /// <summary>Whether the node has no children.</summary>
    public bool IsLeaf => Feature < 0;

    /// <summary>Whether the node splits by categories.</summary>
    public bool IsCategorical => !Categories.IsDefault;

    /// <summary>A leaf.</summary>
    public static TreeNode Leaf(double value, double cover) => new() { Value = value, Cover = cover };

    /// <summary>A numeric split.</summary>
    public static TreeNode Split(int feature, double threshold, int left, int right, MissingRule missing, bool missingGoesLeft, double cover) =>
        new() { Feature = feature, Threshold = threshold, Left = left, Right = right, Missing = missing, MissingGoesLeft = missingGoesLeft, Cover = cover };

    /// <summary>A split by categories.</summary>
    public static TreeNode Split(int feature, ImmutableArray<uint> categories, int left, int right, double cover) =>
        new() { Feature = feature, Categories = categories, Left = left, Right = right, Cover = cover };
}
