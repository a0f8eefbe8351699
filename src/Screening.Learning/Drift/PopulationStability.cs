namespace Screening.Learning.Drift;

/// <summary>
/// The population stability index: the sum over bins of (q - p) ln(q / p), with p and q the shares of the two windows. It is the sum of both
/// Kullback-Leibler divergences (Jeffreys 1946). Half an order is added to every bin, so that an empty one has a logarithm.
/// </summary>
public static class PopulationStability
{
    private const double Added = 0.5;

    /// <summary>The index, 0 for equal shares.</summary>
    /// <param name="reference">Orders of the reference window by bin.</param>
    /// <param name="latest">Orders of the latest window by bin, as many bins.</param>
    public static double Index(ReadOnlySpan<int> reference, ReadOnlySpan<int> latest)
    {
        if (reference.Length != latest.Length) throw new ArgumentException($"{reference.Length} bins and {latest.Length}", nameof(latest));
        double before = Whole(reference), now = Whole(latest), sum = 0;
        for (int bin = 0; bin < reference.Length; bin++) sum += Part(reference[bin] + Added, before, latest[bin] + Added, now);
        return sum;
    }

    /// <summary>What one bin adds to the index.</summary>
    public static double Part(ReadOnlySpan<int> reference, ReadOnlySpan<int> latest, int bin) =>
        Part(reference[bin] + Added, Whole(reference), latest[bin] + Added, Whole(latest));

    private static double Part(double before, double allBefore, double now, double allNow)
    {
        double p = before / allBefore, q = now / allNow;
        return (q - p) * Math.Log(q / p);
    }

    private static double Whole(ReadOnlySpan<int> counts)
    {
        double sum = Added * counts.Length;
        foreach (int count in counts) sum += count;
        return sum;
    }
}
