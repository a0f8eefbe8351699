namespace Screening.Learning.Drift;

/// <summary>
/// Bins of a column by the quantiles of the reference window. What is missing has a bin of its own, and so has a value that so many orders share that two
/// quantiles fall on it. The outermost bins are open: a value that the reference never saw falls into one of them.
/// </summary>
public sealed class ValueBins
{
    /// <summary>The bin of what is missing.</summary>
    public const int MissingBin = 0;

    private readonly double[] _edges;

    private ValueBins(double[] edges) => _edges = edges;

    /// <summary>How many bins.</summary>
    public int Count => _edges.Length + 2;

    /// <summary>Cuts a column.</summary>
    /// <param name="reference">Its values in the reference window; NaN is missing.</param>
    /// <param name="bins">Quantiles, 2 to 50.</param>
    public static ValueBins Of(ReadOnlySpan<double> reference, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, 50);
        var values = new List<double>(reference.Length);
        foreach (double value in reference)
            if (!double.IsNaN(value)) values.Add(value);
        values.Sort();
        var edges = new SortedSet<double>();
        double last = double.NaN;
        for (int step = 1; step < bins && values.Count > 0; step++)
        {
            double edge = values[(int)(((long)step * values.Count + bins - 1) / bins) - 1];
            if (edge == last) edges.Add(Math.BitDecrement(edge));
            edges.Add(last = edge);
        }

        return new ValueBins([.. edges.Where(double.IsFinite)]);
    }

    /// <summary>The bin of a value.</summary>
    public int Of(double value)
    {
        if (double.IsNaN(value)) return MissingBin;
        int at = Array.BinarySearch(_edges, value);
        return 1 + (at >= 0 ? at : ~at);
    }

    /// <summary>The values of a bin that is not that of what is missing: (<c>Above</c>, <c>UpTo</c>], infinite at the ends; where both are neighbours it is one value.</summary>
    public (double Above, double UpTo) Range(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bin, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, Count);
        return (bin == 1 ? double.NegativeInfinity : _edges[bin - 2], bin == Count - 1 ? double.PositiveInfinity : _edges[bin - 1]);
    }
}
