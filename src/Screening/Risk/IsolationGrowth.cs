namespace Screening.Risk;

/// <summary>The growing of one <see cref="IsolationTree"/>.</summary>
internal sealed class IsolationGrowth(double[] values, int features, int rows, Draws draws)
{
    private readonly List<IsolationNode> _nodes = [];
    private readonly int[] _rows = [.. Enumerable.Range(0, rows)];
    private readonly int[] _features = [.. Enumerable.Range(0, features)];
    private Draws _draws = draws;

    /// <summary>The nodes of a tree of <paramref name="height"/> splits at most.</summary>
    public IsolationNode[] Grow(int height)
    {
        _nodes.Add(default);
        Grow(0, 0, rows, 0, height);
        return [.. _nodes];
    }

    private void Grow(int node, int first, int count, int depth, int height)
    {
        int feature = -1;
        double low = 0, high = 0;
        if (depth < height && count > 1) (feature, low, high) = Splittable(first, count);
        if (feature < 0)
        {
            _nodes[node] = new IsolationNode(-1, 0, count, depth + IsolationTree.UsualPath(count));
            return;
        }

        // Both sides get a row: the least is at or below the threshold and the greatest above.
        double part = _draws.Unit(), threshold = Math.Max(low, low * (1 - part) + high * part);
        if (threshold >= high) threshold = low;
        int left = _nodes.Count, lefts = Part(first, count, feature, threshold);
        _nodes[node] = new IsolationNode(feature, left, count, threshold);
        _nodes.Add(default);
        _nodes.Add(default);
        Grow(left, first, lefts, depth + 1, height);
        Grow(left + 1, first + lefts, count - lefts, depth + 1, height);
    }

    // Features in a drawn order until one is not constant, which is one drawn evenly among those that are not.
    private (int Feature, double Low, double High) Splittable(int first, int count)
    {
        for (int left = features; left > 0; left--)
        {
            int at = _draws.Below(left), feature = _features[at];
            (_features[at], _features[left - 1]) = (_features[left - 1], feature);
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (int row in _rows.AsSpan(first, count))
            {
                double value = values[row * features + feature];
                if (value < low) low = value;
                if (value > high) high = value;
            }

            if (low < high) return (feature, low, high);
        }

        return (-1, 0, 0);
    }

    // Rows that go left first; returns how many. Those that miss the feature are drawn by the shares of those that have it.
    private int Part(int first, int count, int feature, double threshold)
    {
        Span<int> here = _rows.AsSpan(first, count);
        int present = 0, below = 0;
        foreach (int row in here)
        {
            double value = values[row * features + feature];
            present += double.IsNaN(value) ? 0 : 1;
            below += value <= threshold ? 1 : 0;
        }

        int lefts = 0;
        for (int i = 0; i < count; i++)
        {
            double value = values[here[i] * features + feature];
            bool goesLeft = double.IsNaN(value) ? _draws.Below(present) < below : value <= threshold;
            if (!goesLeft) continue;
            (here[i], here[lefts]) = (here[lefts], here[i]);
            lefts++;
        }

        return lefts;
    }
}
