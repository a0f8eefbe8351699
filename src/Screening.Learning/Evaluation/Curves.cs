namespace Screening.Learning.Evaluation;

/// <summary>A point of a curve.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
public readonly record struct CurvePoint(double X, double Y);

/// <summary>The curves of one ranking.</summary>
/// <param name="Name">The ranking.</param>
/// <param name="PrecisionByRecall">Precision (Y) at recall (X) over orders, thinned.</param>
/// <param name="ValueByCapacity">Share of the diverted value caught (Y) at so many subjects a day (X).</param>
public sealed record RankerCurves(string Name, IReadOnlyList<CurvePoint> PrecisionByRecall, IReadOnlyList<CurvePoint> ValueByCapacity)
{
    private const int MostPoints = 80;
    private static readonly int[] s_capacities = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200];

    /// <summary>Draws them.</summary>
    public static RankerCurves Of(IReadOnlyList<JudgedOrder> orders, Ranker ranker, int seed)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(ranker);
        var value = new List<CurvePoint>();
        foreach (int capacity in s_capacities)
        {
            IReadOnlyList<DayCatch> days = CapacityRun.Of(orders, ranker, capacity, seed).Days;
            double all = days.Sum(day => day.ValueUsd);
            if (all > 0) value.Add(new CurvePoint(capacity, days.Sum(day => day.CaughtValueUsd) / all));
        }

        return new RankerCurves(ranker.Name, PrecisionRecall(orders, ranker.Order(orders, seed)), value);
    }

    private static List<CurvePoint> PrecisionRecall(IReadOnlyList<JudgedOrder> orders, int[] ranked)
    {
        int all = orders.Count(order => order.IsDiversion), found = 0;
        var points = new List<CurvePoint>();
        for (int i = 0; i < ranked.Length && all > 0; i++)
        {
            if (!orders[ranked[i]].IsDiversion) continue;
            found++;
            points.Add(new CurvePoint((double)found / all, (double)found / (i + 1)));
        }

        int step = Math.Max(1, points.Count / MostPoints);
        return [.. points.Where((_, i) => i % step == 0 || i == points.Count - 1)];
    }
}
