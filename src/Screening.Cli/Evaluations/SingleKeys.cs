using Screening.Learning.Evaluation;
using Screening.Learning.Training;
using Screening.Records;

namespace Screening.Cli.Evaluations;

/// <summary>
/// Rankings by one key alone: the rate of known diversion among the key's orders before the days that are judged, drawn towards the rate of all. Whoever ranks as
/// well by looking a seller up as by a model has a leak, or a world that is simpler than life.
/// </summary>
internal static class SingleKeys
{
    private const double PriorOrders = 20;

    private static readonly (string Name, Func<OrderVersion, int> Key)[] s_keys =
    [
        ("seller", order => order.Seller), ("purchaser", order => order.Purchaser), ("end user", order => order.EndUser), ("ultimate consignee", order => order.UltimateConsignee),
        ("destination", order => order.DestinationCountry),
    ];

    /// <summary>Makes them.</summary>
    /// <param name="log">The log.</param>
    /// <param name="earlier">Orders before the days that are judged, with the labels of their end.</param>
    /// <param name="judged">The orders that are judged.</param>
    public static IEnumerable<Ranker> Of(EventLog log, IReadOnlyList<Example> earlier, IReadOnlyList<Example> judged)
    {
        double all = earlier.Count == 0 ? 0 : earlier.Count(item => item.Label.IsDiversion) / (double)earlier.Count;
        foreach ((string name, Func<OrderVersion, int> key) in s_keys)
        {
            var counts = new Dictionary<int, (int Orders, int Diversions)>();
            foreach (Example item in earlier)
            {
                int at = key(Order(item));
                (int orders, int diversions) = counts.GetValueOrDefault(at);
                counts[at] = (orders + 1, diversions + (item.Label.IsDiversion ? 1 : 0));
            }

            yield return new Ranker(name, [.. judged.Select(item =>
            {
                (int orders, int diversions) = counts.GetValueOrDefault(key(Order(item)));
                return (diversions + (PriorOrders * all)) / (orders + PriorOrders);
            })]);
        }

        // Orders of a year are read here and there: what holds a limit has to keep up.
        OrderVersion Order(Example item)
        {
            log.Memory.CatchUp();
            return log.Orders[item.Row];
        }
    }
}
