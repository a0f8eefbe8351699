namespace Screening.Risk.Trees;

/// <summary>What <see cref="TreeShap"/> writes on while it explains a row. Reused from row to row, by one thread at a time.</summary>
public sealed class TreeShapWorkspace
{
    internal TreeShapWorkspace(int slots, int depth)
    {
        Slots = new double[slots];
        Feature = new int[depth];
        Share = new double[depth];
        Follows = new bool[depth];
        Shares = new double[depth];
        Sums = new double[depth + 1];
    }

    internal double[] Slots { get; }

    /// <summary>The features on the way to the current node, each once.</summary>
    internal int[] Feature { get; }

    /// <summary>For each, the share of training data that its splits let through.</summary>
    internal double[] Share { get; }

    /// <summary>For each, whether its splits let the row through.</summary>
    internal bool[] Follows { get; }

    /// <summary>The shares of those that let the row through.</summary>
    internal double[] Shares { get; }

    /// <summary>Their elementary symmetric sums.</summary>
    internal double[] Sums { get; }
}
