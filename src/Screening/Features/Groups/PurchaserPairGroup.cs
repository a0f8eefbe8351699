using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Who buys for whom: how many bought for one end user, and whether it bought for them in turn. Keyed by end user.</summary>
public sealed class PurchaserPairGroup : KeyedGroup<PurchaserPairGroup.Buying>
{
    private const int Days = 30;

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("end_user_purchasers_30d", "network", "Different purchasers that ordered for the end user in 30 days, this order's included", "parties", 0, 1e6, "no end user is named", "orders", "T21 T27"),
        new("purchaser_bought_by_end_user_30d", "network", "Orders in 30 days in which this order's end user bought for this order's purchaser as the end user", "orders", 0, 1e6, "no end user is named, or it is the purchaser", "orders", "T21"),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (!order.ChangesSums) return;
        keys.Add(order.EndUser);
        keys.Add(order.Purchaser);
        if (order.Previous == Missing.Symbol) return;
        keys.Add(log.Orders[order.Previous].EndUser);
        keys.Add(log.Orders[order.Previous].Purchaser);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.EndUser;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref Buying? state)
    {
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        bool had = order.Previous != Missing.Symbol;
        ref readonly OrderVersion before = ref log.Orders[had ? order.Previous : at.Row];
        state ??= new Buying();
        state.ForIt.Learn(log, at.Row, order.EndUser == key, had && before.EndUser == key);
        state.ByIt.Learn(log, at.Row, IsBoughtFor(order, key), had && IsBoughtFor(before, key));
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Buying? state, Span<double> columns)
    {
        if (key == Missing.Symbol) return;
        ref readonly OrderVersion order = ref reading.Order;
        long after = reading.AsOf - (Days * Micros.PerDay);
        ReadOnlySpan<RecentOrder> forIt = state is null ? default : state.ForIt.Between(after, reading.AsOf);
        columns[0] = Purchasers(forIt, order, order.EventAt > after);
        if (order.Purchaser == key) return;
        int returned = 0;
        foreach (ref readonly RecentOrder other in state is null ? default : state.ByIt.Between(after, reading.AsOf))
        {
            if (other.EndUser == order.Purchaser && other.Order != order.Order) returned++;
        }

        columns[1] = returned;
    }

    // Nearly always a handful; more are looked for among those before.
    private static int Purchasers(ReadOnlySpan<RecentOrder> orders, in OrderVersion order, bool isIn)
    {
        int different = isIn ? 1 : 0;
        for (int i = 0; i < orders.Length; i++)
        {
            int purchaser = orders[i].Purchaser;
            if (orders[i].Order == order.Order || (isIn && purchaser == order.Purchaser)) continue;
            bool isNew = true;
            for (int before = 0; isNew && before < i; before++) isNew = orders[before].Purchaser != purchaser || orders[before].Order == order.Order;
            if (isNew) different++;
        }

        return different;
    }

    // Who buys for itself buys for nobody else.
    private static bool IsBoughtFor(in OrderVersion order, int purchaser) =>
        order.Purchaser == purchaser && order.EndUser != Missing.Symbol && order.EndUser != purchaser;

    /// <summary>What one party was bought and bought for others in 30 days.</summary>
    public sealed class Buying
    {
        /// <summary>Orders of which it is the end user.</summary>
        public RecentOrders ForIt { get; } = new(Days);

        /// <summary>Orders that it bought for another end user.</summary>
        public RecentOrders ByIt { get; } = new(Days);
    }
}
