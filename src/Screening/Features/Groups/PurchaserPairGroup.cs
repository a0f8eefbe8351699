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
        if (order.InForce)
        {
            if (had && before.EndUser == key && before.Counts) state.ForIt.Remove(before.EventAt, before.Order);
            if (order.EndUser == key && order.Counts) state.ForIt.Add(order.EventAt, order.Order, OrderParties.Of(order), order.KnownAt);
        }

        state.ByIt.Learn(log, at.Row, IsBoughtFor(order, key), had && IsBoughtFor(before, key));
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Buying? state, Span<double> columns)
    {
        if (key == Missing.Symbol) return;
        ref readonly OrderVersion order = ref reading.Order;
        long after = reading.AsOf - (Days * Micros.PerDay);
        long learntAt = reading.IsLearnt && reading.Learnt.Counts && reading.Learnt.EndUser == key ? reading.Learnt.EventAt : Missing.Moment;
        int with = order.EventAt > after ? order.Purchaser : Missing.Symbol;
        columns[0] = state?.ForIt.Parties(OrderParties.Purchaser, after, learntAt, order.Order, with) ?? (with == Missing.Symbol ? 0 : 1);
        if (order.Purchaser == key) return;
        int returned = 0;
        foreach (ref readonly RecentOrder other in state is null ? default : state.ByIt.Between(after, reading.AsOf))
        {
            if (other.EndUser == order.Purchaser && other.Order != order.Order) returned++;
        }

        columns[1] = returned;
    }

    /// <inheritdoc/>
    internal override void Approach(in Buying state, int step)
    {
        switch (step)
        {
            case 1: Ahead.AskObject(state); break;
            case 2:
                Ahead.AskObject(state.ForIt);
                Ahead.AskObject(state.ByIt);
                break;
            case 3:
                state.ForIt.AskEnd();
                state.ByIt.AskEnd();
                break;
        }
    }

    // Who buys for itself buys for nobody else.
    private static bool IsBoughtFor(in OrderVersion order, int purchaser) =>
        order.Purchaser == purchaser && order.EndUser != Missing.Symbol && order.EndUser != purchaser;

    /// <summary>What one party was bought, of 90 days, and bought for others, of 30.</summary>
    public sealed class Buying
    {
        /// <summary>Orders of which it is the end user.</summary>
        internal RecentPartners ForIt { get; } = new();

        /// <summary>Orders that it bought for another end user.</summary>
        public RecentOrders ByIt { get; } = new(Days);
    }
}
