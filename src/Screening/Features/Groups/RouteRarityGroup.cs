using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// How unusual it is to ship goods of this class for this destination to this country first. The table of usual ways is frozen at the
/// start of each UTC day, so that all orders of a day are held against the same.
/// </summary>
public sealed class RouteRarityGroup : FeatureGroup
{
    private const int FewestOrders = 20;
    private readonly Dictionary<long, int> _frozen = [];
    private readonly Dictionary<long, int> _today = [];
    private int _day = int.MinValue;

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("route_rarity_bits", "routing", "How unusual the first ship-to country is for this class of goods and destination: -log2 of its share among earlier days' orders, each by its first telling and whatever became of it, with one more imagined on this way and one on another", "bit", 0, 64, "no ship-to country is told, or fewer than 20 orders of the class and destination are known from earlier days", "orders", "T22"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        // Only the first telling of an order counts: what is usual is how orders begin. A deletion may change how one began, or that it did.
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (order.Previous != Missing.Symbol && !order.IsRemainder) return;
        int day = Micros.DayNumber(order.KnownAt);
        if (day != _day)
        {
            foreach ((long key, int count) in _today) _frozen[key] = _frozen.GetValueOrDefault(key) + count;
            _today.Clear();
            _day = day;
        }

        if (order.IsRemainder) Add(log.Beginning(log.Orders[order.Previous]), -1);
        if (!order.IsGone) Add(log.Beginning(order), 1);
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (step == 0 && at.Kind == EventKind.Order) log.AskBefore(at.Row);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        columns[0] = double.NaN;
        if (reading.Order.ShipToCountry == Missing.Symbol) return;
        var order = new OrderBeginning(reading.AsOf, reading.Order.MainClass, reading.Order.DestinationCountry, reading.Order.ShipToCountry);
        int lane = Count(Lane(order), reading.AsOf), way = Count(Way(order), reading.AsOf);
        if (reading.IsLearnt)
        {
            OrderBeginning first = log.Beginning(reading.Learnt);
            bool counted = Micros.DayNumber(first.KnownAt) < Micros.DayNumber(reading.AsOf);
            if (counted && Lane(first) == Lane(order)) lane--;
            if (counted && Way(first) == Way(order)) way--;
        }

        // One imagined order on this way and one on another: a way never seen is rare, not impossible.
        if (lane >= FewestOrders) columns[0] = -Math.Log2((way + 1.0) / (lane + 2.0));
    }

    private void Add(in OrderBeginning order, int orders)
    {
        Dictionary<long, int> table = Micros.DayNumber(order.KnownAt) < _day ? _frozen : _today;
        foreach (long key in (ReadOnlySpan<long>)[Lane(order), Way(order)]) table[key] = table.GetValueOrDefault(key) + orders;
    }

    private int Count(long key, long asOf) =>
        _frozen.GetValueOrDefault(key) + (_day < Micros.DayNumber(asOf) ? _today.GetValueOrDefault(key) : 0);

    private static long Lane(in OrderBeginning order) => ((long)order.MainClass << 32) | ((long)(order.DestinationCountry + 1) << 16);

    private static long Way(in OrderBeginning order) => Lane(order) | (uint)(order.ShipToCountry + 2);
}
