using System.Globalization;

namespace Screening.Data.Ingest;

/// <summary>How a column's values are mixed, against the history: by total variation distance, the share of rows that would need another value.</summary>
internal static class CodeMix
{
    /// <summary>E|x| of a standard normal value is this; its variance is 1 less its square.</summary>
    private const double MeanAbsolute = 0.797_884_560_802_865_4;

    private const double ChanceSpreads = 5;

    /// <summary>A warning, or null when the mix is as usual or cannot be compared.</summary>
    /// <param name="column">The column.</param>
    /// <param name="codes">Rows per value today.</param>
    /// <param name="before">Rows per value of the deliveries before, in any order.</param>
    /// <param name="smallest">The smallest distance that is told.</param>
    public static DriftWarning? Compare(string column, IReadOnlyDictionary<string, long> codes, IReadOnlyList<IReadOnlyDictionary<string, long>> before, double smallest)
    {
        var names = before.Append(codes).SelectMany(c => c.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        var mixes = before.Select(c => Counts(c, names)).Where(c => c.Sum() > 0).ToList();
        var today = Counts(codes, names);
        if (mixes.Count < Drift.FewestDeliveries || today.Sum() == 0) return null;

        var pooled = new double[names.Length];
        foreach (var mix in mixes)
        {
            for (var i = 0; i < names.Length; i++) pooled[i] += mix[i];
        }
        // Each earlier delivery against all others, as today is against all of them.
        var each = mixes.Select(m => Excess(m, [.. pooled.Zip(m, (all, one) => all - one)])).OrderBy(e => e.Beyond).ThenBy(e => e.Chance).ToArray();
        var (beyond, chance, distance) = Excess(today, pooled);
        var mean = each.Average(e => e.Beyond);
        var byChance = each.Average(e => e.Chance * e.Chance);
        var own = Math.Sqrt(Math.Max(0, (each.Sum(e => (e.Beyond - mean) * (e.Beyond - mean)) / (each.Length - 1)) - (Drift.CertainlyChance(each.Length) * byChance)));
        var allowance = Math.Sqrt(Math.Pow(Drift.ColumnSpreads * Drift.WiderWhenFew(each.Length) * own, 2) + Math.Pow(ChanceSpreads * chance, 2));
        var usual = Math.Max(each[^1].Beyond, Math.Max(0, mean) + allowance);
        return distance < smallest || beyond <= usual ? null : new DriftWarning(DriftKind.Codes, column, distance, Words(column, names, today, pooled, mixes, distance));
    }

    /// <summary>The distance of two mixes, how far it exceeds what chance makes of so few rows, and the spread of that.</summary>
    private static (double Beyond, double Chance, double Distance) Excess(double[] one, double[] others)
    {
        var (n, m) = (one.Sum(), others.Sum());
        if (m == 0) return (0, 0, 0);
        var (distance, expected, variance) = (0d, 0d, 0d);
        for (var i = 0; i < one.Length; i++)
        {
            // Laplace's half keeps a value that was never seen from being impossible.
            var share = (others[i] + one[i] + 0.5) / (n + m + 1);
            var deviation = share * (1 - share) * ((1 / n) + (1 / m));
            distance += Math.Abs((one[i] / n) - (others[i] / m)) / 2;
            expected += MeanAbsolute * Math.Sqrt(deviation) / 2;
            variance += (1 - (MeanAbsolute * MeanAbsolute)) * deviation / 4;
        }
        return (distance - expected, Math.Sqrt(variance), distance);
    }

    private static string Words(string column, string[] names, double[] today, double[] pooled, List<double[]> mixes, double distance)
    {
        var (n, m) = (today.Sum(), pooled.Sum());
        // Rounded, so that of two that moved alike the first is named whatever the last bit says.
        var most = Enumerable.Range(0, names.Length).MaxBy(i => Math.Round(Math.Abs((today[i] / n) - (pooled[i] / m)), 9));
        var shares = mixes.Select(x => x[most] / x.Sum()).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"{column} is {names[most]} in {Drift.Percent(today[most] / n)} % of rows; it was {Drift.Range(shares)} in the last {mixes.Count} deliveries; over all its values {Drift.Percent(distance)} % of rows differ");
    }

    private static double[] Counts(IReadOnlyDictionary<string, long> codes, string[] names) => [.. names.Select(n => (double)codes.GetValueOrDefault(n))];
}
