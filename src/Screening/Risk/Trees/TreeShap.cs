namespace Screening.Risk.Trees;

/// <summary>
/// Exact path-dependent Shapley values of a margin (Lundberg and others, "From local explanations to global understanding with explainable AI for trees", Nature
/// Machine Intelligence 2020): a feature that is not known lets a row go both ways, weighted by how the training data went. The values and
/// <see cref="ExpectedMargin"/> add up to the margin.
/// </summary>
/// <remarks>
/// Computed leaf by leaf. A leaf of value v lies behind m features; z_j is the share of training data that the splits on j let through. With P those that let
/// the row through, a feature i of P gets v (1 - z_i) Z q(P \ i) and every other -v Z q(P), where Z is the product of z over those not in P and q(S) the sum over
/// t of t! (m - 1 - t)! / m! times the coefficient of y^t in the product of (z_j + y) over S. So a leaf costs the square of the length of P, mostly half of m.
/// Immutable; any number of threads may use it, each with a workspace of its own.
/// </remarks>
public sealed class TreeShap
{
    private readonly PackedTrees _trees;
    private readonly TreeModel _model;
    private readonly double[][] _weights;
    private readonly int _depth;

    /// <summary>Prepares explanations.</summary>
    public TreeShap(TreeEvaluator evaluator)
    {
        _model = evaluator.Model;
        _trees = evaluator.Packed;
        _depth = _trees.Depths.DefaultIfEmpty(0).Max();
        _weights = [.. Enumerable.Range(0, _depth + 1).Select(Weights)];
        ExpectedMargin = _model.BaseMargin;
        foreach (int root in _trees.Roots) ExpectedMargin += Mean(root);
    }

    /// <summary>The margin of a row of which nothing is known: the mean over the training data, by cover.</summary>
    public double ExpectedMargin { get; }

    /// <summary>A workspace for <see cref="Contributions"/>.</summary>
    public TreeShapWorkspace NewWorkspace() => new(_trees.Slots.Length + 1, _depth + 1);

    /// <summary>Writes what each feature of the row adds to the margin, beyond <see cref="ExpectedMargin"/>. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The row or <paramref name="perFeature"/> has another length than the model's features.</exception>
    public void Contributions(ReadOnlySpan<double> row, Span<double> perFeature, TreeShapWorkspace workspace)
    {
        if (row.Length != _model.Features.Length) throw new ArgumentException($"The model takes {_model.Features.Length} features, got {row.Length}.", nameof(row));
        if (perFeature.Length != row.Length) throw new ArgumentException($"The model takes {row.Length} features, got room for {perFeature.Length}.", nameof(perFeature));
        perFeature.Clear();
        _trees.Fill(row, workspace.Slots);
        foreach (int root in _trees.Roots) Visit(root, 0, perFeature, workspace);
    }

    // t! (m - 1 - t)! / m! for t from 0 to m - 1, which is one over m times (m - 1 over t).
    private static double[] Weights(int features)
    {
        double[] weights = new double[features];
        double choices = 1;
        for (int t = 0; t < features; t++)
        {
            weights[t] = 1 / (features * choices);
            choices = choices * (features - 1 - t) / (t + 1);
        }

        return weights;
    }

    private double Mean(int node)
    {
        if (_trees.IsLeaf(node)) return _trees.Nodes[node].Threshold;
        int left = _trees.Nodes[node].Left;
        return ShareOf(left, node) * Mean(left) + ShareOf(left + 1, node) * Mean(left + 1);
    }

    // Where no training data came, both ways count the same.
    private double ShareOf(int child, int parent) => _trees.Covers[parent] > 0 ? _trees.Covers[child] / _trees.Covers[parent] : 0.5;

    private void Visit(int node, int features, Span<double> perFeature, TreeShapWorkspace workspace)
    {
        PackedNode split = _trees.Nodes[node];
        if (split.Left == node)
        {
            Leaf(split.Threshold, features, perFeature, workspace);
            return;
        }

        int feature = _trees.Slots[split.Slot - 1].Feature, at = workspace.Feature.AsSpan(0, features).IndexOf(feature);
        (double share, bool follows) = at < 0 ? (1, true) : (workspace.Share[at], workspace.Follows[at]);
        bool goesLeft = workspace.Slots[split.Slot] <= split.Threshold;
        int place = at < 0 ? features : at, deeper = at < 0 ? features + 1 : features;
        workspace.Feature[place] = feature;
        for (int side = 0; side < 2; side++)
        {
            workspace.Share[place] = share * ShareOf(split.Left + side, node);
            workspace.Follows[place] = follows && goesLeft == (side == 0);
            Visit(split.Left + side, deeper, perFeature, workspace);
        }

        (workspace.Share[place], workspace.Follows[place]) = (share, follows);
    }

    private void Leaf(double value, int features, Span<double> perFeature, TreeShapWorkspace workspace)
    {
        if (features == 0) return;
        double[] shares = workspace.Shares, sums = workspace.Sums, weights = _weights[features];
        int following = 0;
        sums[0] = 1;
        for (int i = 0; i < features; i++)
        {
            double share = workspace.Share[i];
            if (!workspace.Follows[i])
            {
                value *= share;
                continue;
            }

            // The product so far times (share + y).
            sums[following + 1] = sums[following];
            for (int t = following; t > 0; t--) sums[t] = sums[t - 1] + share * sums[t];
            sums[0] *= share;
            shares[following++] = share;
        }

        double others = 0;
        if (following < features)
        {
            for (int t = 0; t <= following; t++) others += weights[t] * sums[t];
            others *= -value;
        }

        for (int i = 0, at = 0; i < features; i++)
            perFeature[workspace.Feature[i]] += workspace.Follows[i] ? value * (1 - shares[at]) * Without(shares[at++], following, sums, weights) : others;
    }

    // The weighted sum of the coefficients of the product divided by (share + y), from the highest power down.
    private static double Without(double share, int following, double[] sums, double[] weights)
    {
        double coefficient = 0, total = 0;
        for (int t = following; t > 0; t--)
        {
            coefficient = sums[t] - share * coefficient;
            total += weights[t - 1] * coefficient;
        }

        return total;
    }
}
