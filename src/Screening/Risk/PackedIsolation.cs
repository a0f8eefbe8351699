using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Screening.Risk;

/// <summary>
/// The trees of an <see cref="IsolationForest"/> laid out for walking. Many trees are walked side by side, a step of each at a time, because one walk alone waits at every
/// node, for memory and for the branch that depends on it. A walk that meets a missing value goes left and leaves another one behind that goes right; at the end
/// each is put together again with the one that it left, the latest first.
/// </summary>
internal sealed class PackedIsolation
{
    private const int MostWalks = 1024, MostOnStack = 1024;
    private readonly Node[] _nodes;
    private readonly double[] _shares;
    private readonly int[] _roots;
    private readonly List<Batch> _batches = [];
    private readonly int _features;

    /// <summary>Lays trees out.</summary>
    public PackedIsolation(IReadOnlyList<IsolationTree> trees, int features)
    {
        _features = features;
        int count = trees.Sum(tree => tree.Nodes.Length);
        (_nodes, _shares, _roots) = (new Node[count], new double[count], new int[trees.Count]);
        (int first, int walks, int height, int begun) = (0, 0, 0, 0);
        for (int tree = 0; tree < trees.Count; tree++)
        {
            IsolationNode[] nodes = trees[tree].Nodes;
            int leaves = nodes.Count(node => node.IsLeaf);
            if (walks + leaves > MostWalks && tree > begun)
            {
                _batches.Add(new Batch(begun, tree - begun, height, walks));
                (walks, height, begun) = (0, 0, tree);
            }

            _roots[tree] = first;
            (walks, height) = (walks + leaves, Math.Max(height, Lay(nodes, first)));
            first += nodes.Length;
        }

        _batches.Add(new Batch(begun, trees.Count - begun, height, walks));
    }

    /// <summary>The path lengths of a row, summed tree after tree.</summary>
    public double PathLengths(ReadOnlySpan<double> row)
    {
        Span<double> values = _features < MostOnStack ? stackalloc double[_features + 1] : new double[_features + 1];
        for (int feature = 0; feature < _features; feature++) values[feature] = IsolationTree.Finite(row[feature]);

        // What a leaf asks for: it is not above any number, so that a walk stays at the leaf.
        values[_features] = double.NegativeInfinity;
        double sum = 0;
        foreach (Batch batch in _batches) sum = Walk(batch, values, sum);
        return sum;
    }

    [SkipLocalsInit]
    private double Walk(in Batch batch, ReadOnlySpan<double> values, double sum)
    {
        // One place more than there can be walks: where the next would go is written before it is known whether there is one.
        int room = batch.Walks + 1;
        Span<int> at = room <= MostWalks + 1 ? stackalloc int[room] : new int[room], from = room <= MostWalks + 1 ? stackalloc int[room] : new int[room], splits = room <= MostWalks + 1 ? stackalloc int[room] : new int[room];
        ref Node nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref double value = ref MemoryMarshal.GetReference(values);
        ref int here = ref MemoryMarshal.GetReference(at), left = ref MemoryMarshal.GetReference(from), split = ref MemoryMarshal.GetReference(splits);
        _roots.AsSpan(batch.First, batch.Trees).CopyTo(at);
        int walks = batch.Trees;
        for (int step = 0; step < batch.Height; step++)
        {
            int before = walks;
            for (int walk = 0; walk < before; walk++)
            {
                int node = Unsafe.Add(ref here, walk);
                Node found = Unsafe.Add(ref nodes, node);
                double own = Unsafe.Add(ref value, found.Feature);
                Unsafe.Add(ref here, walk) = found.Left + One(own > found.Number);
                (Unsafe.Add(ref left, walks), Unsafe.Add(ref split, walks)) = (walk, node);
                Unsafe.Add(ref here, walks) = found.Left + 1;
                walks += One(double.IsNaN(own));
            }
        }

        Span<double> lengths = room <= MostWalks + 1 ? stackalloc double[room] : new double[room];
        for (int walk = 0; walk < walks; walk++) lengths[walk] = _nodes[at[walk]].Number;
        for (int walk = walks - 1; walk >= batch.Trees; walk--)
        {
            double share = _shares[splits[walk]];
            ref double length = ref lengths[from[walk]];
            length = share * length + (1 - share) * lengths[walk];
        }

        foreach (double length in lengths[..batch.Trees]) sum += length;
        return sum;
    }

    // Returns the height.
    private int Lay(IsolationNode[] nodes, int first)
    {
        Span<int> depths = new int[nodes.Length];
        int height = 0;
        for (int at = 0; at < nodes.Length; at++)
        {
            IsolationNode node = nodes[at];
            _nodes[first + at] = node.IsLeaf ? new Node(node.Number, _features, first + at) : new Node(node.Number, node.Feature, first + node.Left);
            height = Math.Max(height, depths[at]);
            if (node.IsLeaf) continue;
            _shares[first + at] = (double)nodes[node.Left].Size / node.Size;
            depths[node.Left] = depths[node.Left + 1] = depths[at] + 1;
        }

        return height;
    }

    private static int One(bool isSo) => Unsafe.BitCast<bool, byte>(isSo);

    private readonly record struct Node(double Number, int Feature, int Left);

    // Trees that are walked together, and how many walks there are of a row that misses everything.
    private readonly record struct Batch(int First, int Trees, int Height, int Walks);
}
