using System.Buffers.Binary;

namespace Screening.Risk;

/// <summary>
/// An <see cref="IsolationForest"/> as bytes, little-endian: the letters SIF1; features, sample, trees, fitted rows; of each tree the number of its nodes and, node after
/// node, feature, left child, size (4 bytes each) and number (8); the sorted scores of the fitted rows.
/// </summary>
internal static class IsolationForestBytes
{
    private const int Head = 20, NodeBytes = 20, MostDepth = 64;

    private static ReadOnlySpan<byte> Magic => "SIF1"u8;

    public static byte[] Write(int features, int sample, IsolationTree[] trees, double[] scores)
    {
        byte[] bytes = new byte[Head + trees.Sum(tree => 4L + (long)NodeBytes * tree.Nodes.Length) + 8L * scores.Length];
        Span<byte> rest = bytes;
        Magic.CopyTo(rest);
        rest = rest[4..];
        foreach (int number in new[] { features, sample, trees.Length, scores.Length }) Put(ref rest, number);
        foreach (IsolationTree tree in trees)
        {
            Put(ref rest, tree.Nodes.Length);
            foreach (IsolationNode node in tree.Nodes)
            {
                Put(ref rest, node.Feature);
                Put(ref rest, node.Left);
                Put(ref rest, node.Size);
                Put(ref rest, node.Number);
            }
        }

        foreach (double score in scores) Put(ref rest, score);
        return bytes;
    }

    public static (int Features, int Sample, IsolationTree[] Trees, double[] Scores) Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic)) throw new FormatException("The bytes are no isolation forest: they do not begin with SIF1.");
        ReadOnlySpan<byte> rest = bytes[4..];
        (int features, int sample, int count, int rows) = (Count(ref rest, "features"), Count(ref rest, "rows in a sample"), Count(ref rest, "trees"), Count(ref rest, "fitted rows"));

        // Before room is made for what a damaged number promises.
        if (rest.Length < 4L * count + 8L * rows) throw Short();
        var trees = new IsolationTree[count];
        for (int tree = 0; tree < count; tree++) trees[tree] = Tree(ref rest, tree, features);
        if (rest.Length != 8L * rows) throw rest.Length < 8L * rows ? Short() : new FormatException($"The isolation forest is followed by {rest.Length - 8L * rows} bytes that do not belong to it.");
        double[] scores = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            scores[row] = Number(ref rest);
            if (!(scores[row] >= (row == 0 ? 0 : scores[row - 1]) && scores[row] <= 1)) throw new FormatException(FormattableString.Invariant($"Score {row} of the isolation forest is {scores[row]}; scores rise from 0 to 1."));
        }

        return (features, sample, trees, scores);
    }

    private static IsolationTree Tree(ref ReadOnlySpan<byte> rest, int tree, int features)
    {
        int count = Count(ref rest, $"nodes of tree {tree}");
        if (rest.Length < (long)NodeBytes * count) throw Short();
        var nodes = new IsolationNode[count];

        // Splits on the way to each node, known once its parent was read. One parent a node, and few splits: otherwise a row that misses everything would walk without end.
        int[] depths = new int[count];
        for (int at = 0; at < count; at++)
        {
            var node = new IsolationNode(Whole(ref rest), Whole(ref rest), Whole(ref rest), Number(ref rest));
            bool fits = node.Size >= 1 && double.IsFinite(node.Number) && (node.IsLeaf
                ? node is { Feature: -1, Left: 0, Number: >= 0 }
                : node.Feature < features && node.Left > at && node.Left < count - 1);
            if (!fits) throw new FormatException($"Tree {tree}, node {at} of the isolation forest is damaged: {node}.");
            nodes[at] = node;
            if (node.IsLeaf) continue;
            if (depths[at] >= MostDepth || depths[node.Left] != 0 || depths[node.Left + 1] != 0) throw new FormatException($"Tree {tree}, node {at} of the isolation forest leads where another does, or too deep; it is damaged.");
            depths[node.Left] = depths[node.Left + 1] = depths[at] + 1;
        }

        return new IsolationTree(nodes);
    }

    private static void Put(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, value);
        rest = rest[4..];
    }

    private static void Put(ref Span<byte> rest, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(rest, value);
        rest = rest[8..];
    }

    private static int Count(ref ReadOnlySpan<byte> rest, string what) =>
        Whole(ref rest) is >= 1 and var count ? count : throw new FormatException($"The isolation forest tells of fewer than 1 {what}; it is damaged.");

    private static int Whole(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4) throw Short();
        int value = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[4..];
        return value;
    }

    private static double Number(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 8) throw Short();
        double value = BinaryPrimitives.ReadDoubleLittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    private static FormatException Short() => new("The isolation forest ends too early; it is cut off.");
}
