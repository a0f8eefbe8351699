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

    /// <summary>Draws them. The orders are ranked once, however many capacities there are.</summary>
    public static RankerCurves Of(IReadOnlyList<JudgedOrder> orders, Ranker ranker, int seed)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(ranker);
        int[] ranked = ranker.Order(orders, seed);
        return new RankerCurves(ranker.Name, PrecisionRecall(orders, ranked), ValueCaught(orders, ranked));
    }

    // A subject that is the fifth on its day's list is looked at from a capacity of five on.
    private static List<CurvePoint> ValueCaught(IReadOnlyList<JudgedOrder> orders, int[] ranked)
    {
        var places = new Dictionary<(DateOnly Day, int Subject), int>();
        var listed = new Dictionary<DateOnly, int>();
        foreach (int index in ranked)
        {
            DateOnly day = orders[index].Day;
            int next = listed.GetValueOrDefault(day) + 1;
            if (places.TryAdd((day, orders[index].Subject), next)) listed[day] = next;
        }

        var days = orders.Where(order => order.IsDiversion).GroupBy(order => order.Day, order => (order.ValueUsd, Place: places[(order.Day, order.Subject)]))
            .OrderBy(day => day.Key).Select(day => day.ToList()).ToList();
        double all = days.Sum(day => day.Sum(order => order.ValueUsd));
        if (!(all > 0)) return [];
        return [.. s_capacities.Select(capacity => new CurvePoint(capacity, days.Sum(day => day.Where(order => order.Place <= capacity).Sum(order => order.ValueUsd)) / all))];
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
