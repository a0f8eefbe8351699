using Screening.Learning.Training;

namespace Screening.Learning.Drift;

/// <summary>
/// Compares two windows column by column. The thresholds are not the folklore's 0.1 and 0.25, which know neither how many orders there are nor how alike those
/// of one subject are: the reference window is drawn from, subjects whole, into two parts of the sizes of the two windows, again and again, and a high quantile of
/// what these parts differ by is what chance alone does.
/// </summary>
public static class WindowDrift
{
    /// <summary>Compares.</summary>
    /// <param name="reference">The earlier window.</param>
    /// <param name="latest">The later one, with the same columns.</param>
    /// <param name="options">How.</param>
    /// <param name="threads">Threads, at least 1; they change nothing of the result.</param>
    /// <param name="cancellation">Stops between columns.</param>
    /// <returns>One for each column, in their order.</returns>
    /// <exception cref="ArgumentException">A window is empty, or the columns differ.</exception>
    public static IReadOnlyList<ColumnDrift> Of(DriftSample reference, DriftSample latest, DriftOptions options, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(latest);
        ArgumentNullException.ThrowIfNull(options);
        if (reference.Columns != latest.Columns) throw new ArgumentException($"{latest.Columns} columns in the latest window, {reference.Columns} in the reference", nameof(latest));
        if (reference.Count == 0 || latest.Count == 0) throw new ArgumentException($"{reference.Count} orders in the reference window and {latest.Count} in the latest; accepted: at least 1", nameof(latest));
        if (!(options.Level is > 0.5 and < 1)) throw new ArgumentException(FormattableString.Invariant($"the level is {options.Level}; accepted: above 0.5 and below 1"), nameof(options));
        if (options.Draws < 100) throw new ArgumentException($"{options.Draws} draws; accepted: at least 100", nameof(options));
        (int[] Before, int[] Now)[] draws = Draws(reference, latest.Count, options);
        int fewest = FewestSubjects(reference, latest, options.Level);
        var found = new ColumnDrift[reference.Columns];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, column => found[column] = Column(reference, latest, column, options, draws, fewest));
        return found;
    }

    private static ColumnDrift Column(DriftSample reference, DriftSample latest, int column, DriftOptions options, (int[] Before, int[] Now)[] draws, int fewest)
    {
        double[] values = reference.Column(column);
        ValueBins bins = ValueBins.Of(values, options.Bins);
        byte[] codes = [.. values.Select(value => (byte)bins.Of(value))], codesNow = [.. latest.Column(column).Select(value => (byte)bins.Of(value))];
        int[] before = Counts(codes, bins.Count), now = Counts(codesNow, bins.Count);
        int moved = 0, came = 0;
        for (int bin = 1; bin < bins.Count; bin++)
        {
            if (PopulationStability.Part(before, now, bin) > PopulationStability.Part(before, now, moved)) moved = bin;
            if (Gain(bin) > Gain(came)) came = bin;
        }

        int subjects = Enumerable.Range(0, latest.Count).Where(i => codesNow[i] == came).Select(i => latest.Subjects[i]).Distinct().Take(fewest).Count();
        (double above, double upTo) = moved == ValueBins.MissingBin ? (double.NaN, double.NaN) : bins.Range(moved);
        return new ColumnDrift(
            column, PopulationStability.Index(before, now), Threshold(codes, bins.Count, options.Level, draws), subjects >= fewest, ShareBefore(ValueBins.MissingBin), ShareNow(ValueBins.MissingBin),
            new MovedBin(moved == ValueBins.MissingBin, above, upTo, ShareBefore(moved), ShareNow(moved)));

        double Gain(int bin) => ShareNow(bin) - ShareBefore(bin);
        double ShareBefore(int bin) => before[bin] / (double)reference.Count;
        double ShareNow(int bin) => now[bin] / (double)latest.Count;
    }

    private static double Threshold(byte[] codes, int bins, double level, (int[] Before, int[] Now)[] draws)
    {
        // Where all orders are alike, parts of them are too.
        if (Array.TrueForAll(codes, code => code == codes[0])) return Unchanged(codes, bins, draws[0]);
        double[] indexes = new double[draws.Length];
        int[] before = new int[bins], now = new int[bins];
        for (int draw = 0; draw < draws.Length; draw++)
        {
            Array.Clear(before);
            Array.Clear(now);
            foreach (int order in draws[draw].Before) before[codes[order]]++;
            foreach (int order in draws[draw].Now) now[codes[order]]++;
            indexes[draw] = PopulationStability.Index(before, now);
        }

        Array.Sort(indexes);
        return indexes[Math.Min(indexes.Length - 1, (int)Math.Ceiling(level * (indexes.Length + 1)) - 1)];
    }

    private static double Unchanged(byte[] codes, int bins, (int[] Before, int[] Now) draw)
    {
        int[] before = new int[bins], now = new int[bins];
        (before[codes[0]], now[codes[0]]) = (draw.Before.Length, draw.Now.Length);
        return PopulationStability.Index(before, now);
    }

    // Orders of the reference window, subjects whole, until each part has its size.
    private static (int[] Before, int[] Now)[] Draws(DriftSample reference, int latest, DriftOptions options)
    {
        int[][] subjects = [.. Enumerable.Range(0, reference.Count).GroupBy(i => reference.Subjects[i]).Select(group => group.ToArray())];
        var random = new SplitMix((ulong)options.Seed);
        var draws = new (int[] Before, int[] Now)[options.Draws];
        for (int draw = 0; draw < draws.Length; draw++) draws[draw] = (Part(reference.Count), Part(latest));
        return draws;

        int[] Part(int size)
        {
            int[] orders = new int[size];
            for (int filled = 0; filled < size;)
            {
                int[] subject = subjects[random.Below(subjects.Length)];
                int taken = Math.Min(subject.Length, size - filled);
                Array.Copy(subject, 0, orders, filled, taken);
                filled += taken;
            }

            return orders;
        }
    }

    // What the reference never had cannot be drawn from it. That the first so many subjects who show something all fall into the latest window has, when nothing
    // changed, a chance of its share of the subjects to that power.
    private static int FewestSubjects(DriftSample reference, DriftSample latest, double level)
    {
        double before = reference.Subjects.Distinct().Count(), now = latest.Subjects.Distinct().Count(), share = now / (before + now);
        return Math.Max(2, (int)Math.Ceiling(Math.Log(1 - level) / Math.Log(share)));
    }

    private static int[] Counts(byte[] codes, int bins)
    {
        int[] counts = new int[bins];
        foreach (byte code in codes) counts[code]++;
        return counts;
    }
}
