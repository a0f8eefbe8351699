namespace Screening.Risk;

/// <summary>A node of an <see cref="IsolationTree"/>.</summary>
/// <param name="Feature">The feature of a split; -1 in a leaf.</param>
/// <param name="Left">The child of what is at or below <paramref name="Number"/>; the other follows it. 0 in a leaf.</param>
/// <param name="Size">Rows of the sample that came here.</param>
/// <param name="Number">The threshold of a split; the path length in a leaf.</param>
internal readonly record struct IsolationNode(int Feature, int Left, int Size, double Number)
{
    /// <summary>Whether the node has no children.</summary>
    public bool IsLeaf => Feature < 0;
}
