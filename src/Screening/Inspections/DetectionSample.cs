namespace Screening.Inspections;

/// <summary>
/// How many of a lot must be looked at to see what is amiss with a stated chance: a sample without replacement in which each thing amiss that is looked at is seen with a
/// chance of its own (attribute sampling; a draw of a hypergeometric distribution, thinned).
/// </summary>
public static class DetectionSample
{
    /// <summary>The chance to see nothing.</summary>
    /// <param name="lot">How many there are.</param>
    /// <param name="amiss">Of them, amiss: 0 to all.</param>
    /// <param name="sample">How many are looked at: 0 to all.</param>
    /// <param name="seen">The chance to see what is amiss by looking at it, above 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Miss(int lot, int amiss, int sample, double seen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lot);
        if (amiss < 0 || amiss > lot) throw new ArgumentOutOfRangeException(nameof(amiss), amiss, FormattableString.Invariant($"accepted: 0 to {lot}, all there are"));
        if (sample < 0 || sample > lot) throw new ArgumentOutOfRangeException(nameof(sample), sample, FormattableString.Invariant($"accepted: 0 to {lot}, all there are"));
        if (!(seen is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(seen), seen, "accepted: above 0 to 1");

        // The mean of (1 - seen)^k over how many of the sample are amiss, k; from term to term by a ratio, begun at the least k that can be.
        int least = Math.Max(0, sample - (lot - amiss)), most = Math.Min(sample, amiss);
        double logTerm = LogChoose(amiss, least) + LogChoose(lot - amiss, sample - least) - LogChoose(lot, sample);
        double term = Math.Exp(logTerm), missed = 0, unseen = Math.Pow(1 - seen, least);
        for (int k = least; k <= most; k++)
        {
            missed += term * unseen;
            if (k == most) break;
            term *= (double)(amiss - k) / (k + 1) * (sample - k) / (lot - amiss - sample + k + 1);
            unseen *= 1 - seen;
        }

        return Math.Min(1, missed);
    }

    /// <summary>The least sample that sees something with a stated chance, or all there are when none does.</summary>
    /// <param name="lot">How many there are.</param>
    /// <param name="amiss">Of them, amiss.</param>
    /// <param name="detection">The chance to see something, 0 to below 1.</param>
    /// <param name="seen">The chance to see what is amiss by looking at it, above 0 to 1.</param>
    public static int Least(int lot, int amiss, double detection, double seen)
    {
        if (!(detection is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(detection), detection, "accepted: 0 to below 1");
        int low = 0, high = lot;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            // Rounding must not ask for one more where the chance is met exactly.
            if (Miss(lot, amiss, middle, seen) <= 1 - detection + 1e-12) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private static double LogChoose(int n, int k)
    {
        double sum = 0;
        k = Math.Min(k, n - k);
        for (int i = 1; i <= k; i++) sum += Math.Log((double)(n - k + i) / i);
        return sum;
    }
}
