namespace Screening.Learning.Evaluation;

/// <summary>What one day's list caught.</summary>
/// <param name="Day">The day.</param>
/// <param name="Alerts">Subjects on the list.</param>
/// <param name="Hits">Of them, those with at least one diverted order that day.</param>
/// <param name="Diverted">Diverted orders that day.</param>
/// <param name="Caught">Of them, those of listed subjects.</param>
/// <param name="ValueUsd">Value of the diverted orders.</param>
/// <param name="CaughtValueUsd">Value of the caught ones.</param>
/// <param name="H100e">Compute of the diverted orders.</param>
/// <param name="CaughtH100e">Compute of the caught ones.</param>
public sealed record DayCatch(DateOnly Day, int Alerts, int Hits, int Diverted, int Caught, double ValueUsd, double CaughtValueUsd, double H100e, double CaughtH100e);

/// <summary>
/// A ranking worked off as analysts would: each day the orders that arrived are ranked by subject, a subject by its highest order, and the first so many subjects are
/// looked at. What is looked at is found out.
/// </summary>
public sealed class CapacityRun
{
    private CapacityRun(IReadOnlyList<DayCatch> days, IReadOnlySet<int> alerted) => (Days, Alerted) = (days, alerted);

    /// <summary>Day by day.</summary>
    public IReadOnlyList<DayCatch> Days { get; }

    /// <summary>Indexes of the orders that belonged to a listed subject on their day.</summary>
    public IReadOnlySet<int> Alerted { get; }

    /// <summary>Runs a ranking.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="ranker">The ranking.</param>
    /// <param name="capacity">Subjects a day, at least 1.</param>
    /// <param name="seed">Of the draws that break ties.</param>
    public static CapacityRun Of(IReadOnlyList<JudgedOrder> orders, Ranker ranker, int capacity, int seed)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(ranker);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        var listed = new Dictionary<DateOnly, HashSet<int>>();
        foreach (int index in ranker.Order(orders, seed))
        {
            if (!listed.TryGetValue(orders[index].Day, out HashSet<int>? subjects)) listed[orders[index].Day] = subjects = [];
            if (subjects.Count < capacity) subjects.Add(orders[index].Subject);
        }

        var alerted = new HashSet<int>();
        var days = new List<DayCatch>();
        foreach (IGrouping<DateOnly, int> day in Enumerable.Range(0, orders.Count).GroupBy(i => orders[i].Day).OrderBy(day => day.Key))
        {
            HashSet<int> subjects = listed[day.Key];
            List<int> diverted = [.. day.Where(i => orders[i].IsDiversion)], caught = [.. diverted.Where(i => subjects.Contains(orders[i].Subject))];
            alerted.UnionWith(day.Where(i => subjects.Contains(orders[i].Subject)));
            days.Add(new DayCatch(
                day.Key, subjects.Count, caught.Select(i => orders[i].Subject).Distinct().Count(), diverted.Count, caught.Count,
                diverted.Sum(i => orders[i].ValueUsd), caught.Sum(i => orders[i].ValueUsd), diverted.Sum(i => orders[i].H100e), caught.Sum(i => orders[i].H100e)));
        }

        return new CapacityRun(days, alerted);
    }

    /// <summary>The best that any ranking could do: diverted subjects first, those with most at stake before others.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="stake">What is at stake in an order.</param>
    public static Ranker Oracle(IReadOnlyList<JudgedOrder> orders, Func<JudgedOrder, double> stake)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(stake);
        Dictionary<(DateOnly Day, int Subject), double> stakes = orders.Where(order => order.IsDiversion).GroupBy(order => (order.Day, order.Subject))
            .ToDictionary(group => group.Key, group => group.Sum(stake));
        return new Ranker("oracle", [.. orders.Select(order => stakes.TryGetValue((order.Day, order.Subject), out double at) ? 1 + at : 0)]);
    }
}
