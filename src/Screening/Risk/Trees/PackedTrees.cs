using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Screening.Risk.Trees;

/// <summary>The trees of a model in one array of nodes, tree after tree, each level after level, children side by side.</summary>
internal sealed class PackedTrees
{
    // Explanations go down by recursion, and no trainer makes trees a tenth as deep.
    private const int MostDepth = 1000;

    private readonly List<PackedNode> _nodes = [];
    private readonly List<double> _covers = [];
    private readonly List<int> _roots = [];
    private readonly List<int> _depths = [];
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<(int Feature, SlotKind Kind), int> _numeric = [];
    private readonly TreeModel _model;

    // Slots are mostly a value with something in the place of NaN: the feature and that something; the others by their places.
    private readonly int[] _features;
    private readonly double[] _instead;
    private readonly int[] _others;

    private PackedTrees(TreeModel model)
    {
        _model = model;
        if (!double.IsFinite(model.BaseMargin)) throw new TreeModelException($"The base margin is {model.BaseMargin}; a finite number is needed.");
        for (int tree = 0; tree < model.Trees.Length; tree++) Pack(tree, model.Trees[tree].Nodes);
        (Nodes, Covers, Roots, Depths, Slots) = ([.. _nodes], [.. _covers], [.. _roots], [.. _depths], [.. _slots]);
        _features = [.. _slots.Select(slot => slot.Feature)];
        _instead = [.. _slots.Select(slot => slot.Read(double.NaN))];
        _others = [.. Enumerable.Range(0, _slots.Count).Where(i => _slots[i].Kind is not (SlotKind.MissingLeft or SlotKind.MissingRight))];
    }

    /// <summary>All nodes. A node's <see cref="PackedNode.Slot"/> is one more than its place in <see cref="Slots"/>; slot 0 is always minus infinity.</summary>
    public PackedNode[] Nodes { get; }

    /// <summary>The cover of each node.</summary>
    public double[] Covers { get; }

    /// <summary>The first node of each tree.</summary>
    public int[] Roots { get; }

    /// <summary>The steps from each tree's root to its deepest leaf.</summary>
    public int[] Depths { get; }

    /// <summary>What has to be made of a row.</summary>
    public Slot[] Slots { get; }

    /// <exception cref="TreeModelException">A tree is no tree, a feature is beyond the row, or a number that must be finite is not.</exception>
    public static PackedTrees Of(TreeModel model) => new(model);

    /// <summary>Whether the node is a leaf, whose threshold is its value.</summary>
    public bool IsLeaf(int node) => Nodes[node].Left == node;

    /// <summary>Fills the slots of a row; <paramref name="slots"/> is one longer than <see cref="Slots"/>.</summary>
    public void Fill(ReadOnlySpan<double> row, Span<double> slots)
    {
        slots[0] = double.NegativeInfinity;
        int[] features = _features;
        double[] instead = _instead;
        slots = slots.Slice(1, features.Length);
        for (int i = 0; i < slots.Length && i < instead.Length && i < features.Length; i++)
        {
            double value = row[features[i]];
            slots[i] = double.IsNaN(value) ? instead[i] : value;
        }

        foreach (int other in _others) slots[other] = Slots[other].Read(row[features[other]]);
    }

    private void Pack(int tree, ImmutableArray<TreeNode> nodes)
    {
        if (nodes.IsDefaultOrEmpty) throw new TreeModelException($"Tree {tree} has no nodes; at least a leaf is needed.");
        int root = _nodes.Count, depth = 0;
        bool[] seen = new bool[nodes.Length];
        var waiting = new Queue<(int Node, int At, int Depth)>();
        _roots.Add(root);
        Room(1);
        waiting.Enqueue((0, root, 0));
        while (waiting.TryDequeue(out (int Node, int At, int Depth) next))
        {
            if (next.Node < 0 || next.Node >= nodes.Length) throw new TreeModelException($"Tree {tree} leads to node {next.Node}; it has nodes 0 to {nodes.Length - 1}.");
            if (seen[next.Node]) throw new TreeModelException($"Tree {tree} leads to node {next.Node} on two ways; in a tree there is one.");
            seen[next.Node] = true;
            if (next.Depth > MostDepth) throw new TreeModelException($"Tree {tree} is deeper than {MostDepth} splits; no more are walked.");
            depth = Math.Max(depth, next.Depth);
            TreeNode node = nodes[next.Node];
            Check(tree, next.Node, node);
            int left = node.IsLeaf ? next.At : _nodes.Count;
            _nodes[next.At] = node.IsLeaf ? new PackedNode(node.Value, left, 0) : new PackedNode(node.IsCategorical ? 0 : node.Threshold, left, SlotOf(node));
            _covers[next.At] = node.Cover;
            if (node.IsLeaf) continue;
            Room(2);
            waiting.Enqueue((node.Left, left, next.Depth + 1));
            waiting.Enqueue((node.Right, left + 1, next.Depth + 1));
        }

        _depths.Add(depth);
    }

    private void Room(int nodes)
    {
        CollectionsMarshal.SetCount(_nodes, _nodes.Count + nodes);
        CollectionsMarshal.SetCount(_covers, _covers.Count + nodes);
    }

    private void Check(int tree, int number, TreeNode node)
    {
        if (node.Feature >= _model.Features.Length)
            throw new TreeModelException($"Tree {tree}, node {number} looks at feature {node.Feature}; the model has features 0 to {_model.Features.Length - 1}.");
        double must = node.IsLeaf ? node.Value : node.Threshold;
        if (!double.IsFinite(must)) throw new TreeModelException(FormattableString.Invariant($"Tree {tree}, node {number} has the {(node.IsLeaf ? "value" : "threshold")} {must}; a finite number is needed."));
        if (!(node.Cover >= 0 && double.IsFinite(node.Cover))) throw new TreeModelException(FormattableString.Invariant($"Tree {tree}, node {number} has the cover {node.Cover}; 0 or more is needed."));
    }

    private int SlotOf(TreeNode split)
    {
        Slot slot = Slot.Of(split);
        if (slot.Kind != SlotKind.InCategories && _numeric.TryGetValue((slot.Feature, slot.Kind), out int known)) return known;
        _slots.Add(slot);
        if (slot.Kind != SlotKind.InCategories) _numeric.Add((slot.Feature, slot.Kind), _slots.Count);
        return _slots.Count;
    }
}
