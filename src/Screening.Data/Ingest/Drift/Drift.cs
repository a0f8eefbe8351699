using System.Globalization;

namespace Screening.Data.Ingest;

/// <summary>
/// Compares a delivery with those before it. What counts as sudden is measured on the history itself: how far its deliveries lie from each other beyond what
/// so few rows would do by chance. The constants were set on simulated deliveries; docs/ingestion-drift.md has the rates of false alarms and of findings.
/// </summary>
internal static class Drift
{
    /// <summary>Earlier deliveries below which nothing is compared.</summary>
    public const int FewestDeliveries = 5;

    /// <summary>Earlier deliveries that count, the newest.</summary>
    public const int MostDeliveries = 30;

    private const int MostColumns = 3;

    /// <summary>Spreads that a column must lie beyond its history, for a long one: some dozens of columns are asked in every delivery.</summary>
    internal const double ColumnSpreads = 3.7;

    /// <summary>The same for the number of rows, which is asked once.</summary>
    private const double VolumeSpreads = 3.2;

    /// <summary>Spreads of a Poisson number that the number of rows must move at least.</summary>
    private const double ChanceSpreads = 4;

    /// <summary>Spreads that the number of rows must lie beyond the history's own widest.</summary>
    private const double BeyondWidest = 1.5;

    /// <summary>The logarithm of the chance, 1 in 2,000, below which sampling no longer explains a number of missing values. Chernoff's bound, so it is in truth rarer.</summary>
    private const double LogChance = 7.6;

    /// <summary>Smallest move of a share that is told, whatever its significance.</summary>
    private const double SmallestShare = 0.02;

    /// <summary>Smallest move of a mix that is told.</summary>
    private const double SmallestMix = 0.03;

    /// <summary>Smallest move of the logarithm of rows that is told: by half, or by a third.</summary>
    private const double SmallestVolume = 0.405;

    /// <summary>Days that the history must reach back before volumes are compared: weekdays differ, and it must have seen each.</summary>
    private const int DaysForVolume = 7;

    /// <summary>From so many deliveries on, one that stands apart does not widen what is usual.</summary>
    private const int EnoughToTrim = 20;

    /// <summary>MAD of a normal value to its standard deviation.</summary>
    private const double NormalMad = 1.4826;

    /// <summary>Compares.</summary>
    /// <param name="today">The delivery.</param>
    /// <param name="before">Earlier ones of the dataset, in any order; the newest <see cref="MostDeliveries"/> count.</param>
    /// <returns>At most one warning of volume, then the three columns that moved most, the farthest first; a single note when there are too few.</returns>
    public static IReadOnlyList<DriftWarning> Compare(DeliveryProfile today, IReadOnlyList<DeliveryProfile> before)
    {
        var history = before.OrderByDescending(p => p.DeliveredAtUtc).Take(MostDeliveries).ToList();
        if (history.Count < FewestDeliveries)
            return [new DriftWarning(DriftKind.TooFewDeliveries, null, 0, FormattableString.Invariant($"too few deliveries to compare: {history.Count} before this one, {FewestDeliveries} are needed"))];

        var columns = today.Columns
            .Select(c => Moved(today, c, history))
            .OfType<DriftWarning>()
            .OrderByDescending(w => w.Moved).ThenBy(w => w.Column, StringComparer.Ordinal)
            .Take(MostColumns);
        return [.. Volume(today, history) is { } volume ? [volume] : Array.Empty<DriftWarning>(), .. columns];
    }

    /// <summary>A column's missing values or its codes, whichever moved farther: both are shares of rows.</summary>
    private static DriftWarning? Moved(DeliveryProfile today, ColumnProfile column, IReadOnlyList<DeliveryProfile> history)
    {
        var earlier = (from delivery in history
                       from c in delivery.Columns
                       where c.Column == column.Column
                       select (delivery.Rows, Column: c)).ToList();
        var missing = Missing(column, today.Rows, [.. earlier.Where(e => e.Rows > 0).Select(e => (e.Column.Missing, e.Rows))]);
        var codes = column.Codes is null ? null : CodeMix.Compare(column.Column, column.Codes, [.. earlier.Select(e => e.Column.Codes).OfType<IReadOnlyDictionary<string, long>>()], SmallestMix);
        return missing is null || codes?.Moved > missing.Moved ? codes : missing;
    }

    private static DriftWarning? Volume(DeliveryProfile today, IReadOnlyList<DeliveryProfile> history)
    {
        if ((today.DeliveredAtUtc - history.Min(p => p.DeliveredAtUtc)).TotalDays < DaysForVolume) return null;
        var before = history.Select(p => p.Rows).Order().ToArray();
        var logs = before.Select(Log).ToArray();
        var median = Median(logs);
        var deviations = logs.Select(l => Math.Abs(l - median)).Order().ToArray();
        // Chance alone moves few rows by their square root, whose own spread is a half whatever their number.
        var byChance = 2 * Math.Abs(Math.Sqrt(today.Rows + 0.375) - Math.Sqrt(Math.Exp(median) + 0.375));
        var spread = Math.Max(NormalMad * Median(deviations), Math.Sqrt(1 / (Math.Exp(median) + 1)));
        // What the history itself did is usual, such as its weekends, but for one delivery that stands apart.
        var widest = deviations[^(before.Length >= EnoughToTrim ? 2 : 1)];
        var moved = Log(today.Rows) - median;
        if (byChance < ChanceSpreads || Math.Abs(moved) <= Math.Max(SmallestVolume, Math.Max(widest + (BeyondWidest * spread), VolumeSpreads * WiderWhenFew(before.Length) * spread))) return null;
        return new DriftWarning(DriftKind.Volume, null, moved, string.Create(CultureInfo.InvariantCulture,
            $"the delivery has {today.Rows:N0} rows; the last {before.Length} had {before[0]:N0} to {before[^1]:N0}, {before[before.Length / 2]:N0} in the middle"));
    }

    private static DriftWarning? Missing(ColumnProfile column, long rows, IReadOnlyList<(long Missing, long Rows)> before)
    {
        if (before.Count < FewestDeliveries || rows == 0) return null;
        var shares = before.Select(b => (double)b.Missing / b.Rows).Order().ToArray();
        // Half a row each way: that it was never missing in a few rows does not say that it cannot be.
        var pooled = (before.Sum(b => b.Missing) + 0.5) / (before.Sum(b => b.Rows) + 1.0);
        var share = (double)column.Missing / rows;
        if (Math.Abs(share - pooled) < SmallestShare || (share >= shares[0] && share <= shares[^1])) return null;

        // What the history varies beyond chance is its own. It is laid off on the scale of arcsin(sqrt(share)), where small and large shares vary alike.
        var byChance = before.Select(b => pooled * (1 - pooled) / b.Rows).Order().Average();
        var own = Math.Sqrt(Math.Max(0, (shares.Sum(s => (s - pooled) * (s - pooled)) / (shares.Length - 1)) - (CertainlyChance(shares.Length) * byChance)));
        var ownAngle = own / (2 * Math.Sqrt(pooled * (1 - pooled)));
        var usual = Math.Clamp(Angle(pooled) + (Math.Sign(share - pooled) * ColumnSpreads * WiderWhenFew(shares.Length) * ownAngle), 0, Math.PI / 2);
        var edge = Math.Pow(Math.Sin(usual), 2);
        if (share > pooled ? share <= edge : share >= edge) return null;
        if (rows * Divergence(share, edge) < LogChance) return null;
        return new DriftWarning(DriftKind.Missing, column.Column, Math.Abs(share - pooled),
            $"{column.Column} is missing in {Percent(share)} % of rows; it was {Range(shares)} in the last {before.Count.ToString(CultureInfo.InvariantCulture)} deliveries");
    }

    /// <summary>A spread that few deliveries tell is uncertain, and is taken wider; this follows the quantiles of Student's t at 1 in 3,000 within a tenth.</summary>
    internal static double WiderWhenFew(int deliveries) => 1 + (4.0 / (deliveries - 3));

    /// <summary>How much of what chance explains on average is taken off a history's spread: of few deliveries none, for their spread may be small by luck.</summary>
    internal static double CertainlyChance(int deliveries) => 1 - Math.Pow((double)FewestDeliveries / deliveries, 2);

    /// <summary>Shares as <c>0 to 3 %</c>, or <c>3 %</c> when they are one.</summary>
    internal static string Range(IReadOnlyList<double> ascending) => Percent(ascending[0]) == Percent(ascending[^1]) ? Percent(ascending[0]) + " %" : $"{Percent(ascending[0])} to {Percent(ascending[^1])} %";

    internal static string Percent(double share) => (100 * share).ToString(share is > 0 and < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture);

    // Half a row more, so that none has a logarithm.
    private static double Log(long rows) => Math.Log(rows + 0.5);

    private static double Angle(double share) => Math.Asin(Math.Sqrt(share));

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Kullback-Leibler divergence of two shares, in nats.</summary>
    private static double Divergence(double share, double from)
    {
        return Term(share, from) + Term(1 - share, 1 - from);

        static double Term(double p, double q) => p == 0 ? 0 : p * Math.Log(p / q);
    }
}
