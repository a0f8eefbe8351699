namespace Screening.Learning.Evaluation;

/// <summary>What the best possible lists of one length catch.</summary>
/// <param name="ByValue">Most value first.</param>
/// <param name="ByCompute">Most compute first.</param>
public sealed record OracleDays(IReadOnlyList<DayCatch> ByValue, IReadOnlyList<DayCatch> ByCompute)
{
    /// <summary>Of orders.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="capacity">Subjects a day.</param>
    /// <param name="seed">Of the draws that break ties.</param>
    public static OracleDays Of(IReadOnlyList<JudgedOrder> orders, int capacity, int seed) => new(
        CapacityRun.Of(orders, CapacityRun.Oracle(orders, order => order.ValueUsd), capacity, seed).Days, CapacityRun.Of(orders, CapacityRun.Oracle(orders, order => order.H100e), capacity, seed).Days);
}

/// <summary>What a ranking is worth, with its spread: over days for what is caught at capacity, over subjects for the rest.</summary>
/// <param name="Name">The ranking.</param>
/// <param name="Precision">Share of the alerts that were on diversion.</param>
/// <param name="Recall">Share of the diverted orders that were caught.</param>
/// <param name="ValueUsd">Share of their value that was caught.</param>
/// <param name="H100e">Share of their compute that was caught.</param>
/// <param name="ValueToOracle">Value caught over what the best possible list of that length catches.</param>
/// <param name="H100eToOracle">Compute caught over what the best possible list catches.</param>
/// <param name="AveragePrecision">Over orders.</param>
/// <param name="AreaUnderCurve">Over orders.</param>
public sealed record RankerResult(
    string Name, Interval Precision, Interval Recall, Interval ValueUsd, Interval H100e, Interval ValueToOracle, Interval H100eToOracle, Interval AveragePrecision, double AreaUnderCurve)
{
    /// <summary>Judges a ranking.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="ranker">The ranking.</param>
    /// <param name="best">What could be caught of the orders at that capacity: the same for all their rankings.</param>
    /// <param name="capacity">Subjects a day.</param>
    /// <param name="draws">Resamples.</param>
    /// <param name="seed">Of all draws.</param>
    public static RankerResult Of(IReadOnlyList<JudgedOrder> orders, Ranker ranker, OracleDays best, int capacity, int draws, int seed)
    {
        ArgumentNullException.ThrowIfNull(best);
        IReadOnlyList<DayCatch> days = CapacityRun.Of(orders, ranker, capacity, seed).Days;
        Interval Share(Func<DayCatch, double> part, Func<DayCatch, double> whole, IReadOnlyList<DayCatch> of) =>
            Interval.Of(days.Count, counts => Ratio(Sum(days, part, counts), Sum(of, whole, counts)), draws, seed);
        float[] targets = [.. orders.Select(order => order.Target)];
        double[] scores = [.. ranker.Scores];
        return new RankerResult(
            ranker.Name,
            Share(day => day.Hits, day => day.Alerts, days), Share(day => day.Caught, day => day.Diverted, days),
            Share(day => day.CaughtValueUsd, day => day.ValueUsd, days), Share(day => day.CaughtH100e, day => day.H100e, days),
            Share(day => day.CaughtValueUsd, day => day.CaughtValueUsd, best.ByValue), Share(day => day.CaughtH100e, day => day.CaughtH100e, best.ByCompute),
            AveragePrecisionOf(orders, ranker, draws, seed), RankedMetrics.AreaUnderCurve(scores, targets));
    }

    private static double Sum(IReadOnlyList<DayCatch> days, Func<DayCatch, double> of, int[] counts)
    {
        double sum = 0;
        for (int i = 0; i < days.Count; i++) sum += counts[i] * of(days[i]);
        return sum;
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;

    // Subjects are drawn whole; the order of the scores is the same in every draw, so that it is sorted once.
    private static Interval AveragePrecisionOf(IReadOnlyList<JudgedOrder> orders, Ranker ranker, int draws, int seed)
    {
        int[] ranked = [.. Enumerable.Range(0, orders.Count).OrderByDescending(i => ranker.Scores[i]).ThenBy(i => i)];
        int[] subjects = [.. orders.Select(order => order.Subject).Distinct()];
        Dictionary<int, int> unit = subjects.Select((subject, i) => (subject, i)).ToDictionary(pair => pair.subject, pair => pair.i);
        int[] units = [.. orders.Select(order => unit[order.Subject])];
        return Interval.Of(subjects.Length, Weighted, draws, seed);

        double Weighted(int[] counts)
        {
            double sum = 0;
            long seen = 0, found = 0;
            for (int i = 0; i < ranked.Length;)
            {
                int first = i;
                long positives = 0;
                for (; i < ranked.Length && ranker.Scores[ranked[i]] == ranker.Scores[ranked[first]]; i++)
                {
                    int times = counts[units[ranked[i]]];
                    seen += times;
                    if (orders[ranked[i]].IsDiversion) positives += times;
                }

                found += positives;
                if (positives > 0) sum += positives * ((double)found / seen);
            }

            return found == 0 ? double.NaN : sum / found;
        }
    }
}
