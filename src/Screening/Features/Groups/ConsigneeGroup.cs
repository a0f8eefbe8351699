using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Who the ultimate consignee is, and for how many others it receives.</summary>
internal sealed class ConsigneeGroup : KeyedGroup<ConsigneeGroup.Consignee>
{
    private const string NoConsignee = "no ultimate consignee is named";

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("consignee_is_intermediary", "consignee", "Whether the ultimate consignee is a forwarder or a bank", "0 or 1", 0, 1, NoConsignee + ", or what it is is not known", "orders parties", "T24"),
        new("consignee_age_days", "consignee", "Age of the ultimate consignee", "d", -1e6, 1e6, NoConsignee + ", or its day of incorporation is not known", "orders parties", "T24"),
        new("consignee_roles", "consignee", "Other roles that the ultimate consignee has on the order, of seller, purchaser, intermediate consignee, end user, forwarding agent and payer", "roles", 0, 6, NoConsignee, "orders", "T24"),
        new("consignee_is_forwarding_agent", "consignee", "Whether the ultimate consignee is the order's forwarding agent", "0 or 1", 0, 1, NoConsignee + ", or no forwarding agent is", "orders", "T24"),
        new("consignee_orders_30d", "consignee", "Orders for the ultimate consignee in 30 days, this one included", "orders", 0, 1e9, NoConsignee, "orders", "T27"),
        new("consignee_orders_90d", "consignee", "Orders for the ultimate consignee in 90 days, this one included", "orders", 0, 1e9, NoConsignee, "orders", "T27"),
        new("consignee_sellers_90d", "consignee", "Different sellers of the orders for the ultimate consignee in 90 days, this order included", "parties", 0, 1e9, NoConsignee, "orders", "T27"),
        new("consignee_end_users_90d", "consignee", "Different end users named on the orders for the ultimate consignee in 90 days, this order included", "parties", 0, 1e9, NoConsignee, "orders", "T27"),
        new("consignee_purchasers_90d", "consignee", "Different purchasers of the orders for the ultimate consignee in 90 days, this order included", "parties", 0, 1e9, NoConsignee, "orders", "T27"),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind == EventKind.Party) keys.Add(log.Profiles[at.Row].Party);
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (!order.ChangesSums) return;
        keys.Add(order.UltimateConsignee);
        if (order.Previous != Missing.Symbol) keys.Add(log.Orders[order.Previous].UltimateConsignee);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.UltimateConsignee;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref Consignee state)
    {
        if (at.Kind == EventKind.Party)
        {
            state.Learn(log.Profiles[at.Row]);
            return;
        }

        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (order.Previous != Missing.Symbol)
        {
            ref readonly OrderVersion before = ref log.Orders[order.Previous];
            if (before.Counts && before.UltimateConsignee == key) state.Orders?.Remove(before.EventAt, before.Order);
        }

        if (order.Counts && order.UltimateConsignee == key)
            (state.Orders ??= new RecentPartners()).Add(order.EventAt, order.Order, OrderParties.Of(order), order.KnownAt);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Consignee state, Span<double> columns)
    {
        if (key == Missing.Symbol) return;
        ref readonly OrderVersion order = ref reading.Order;
        if (state.Kind != PartyKind.Unknown) columns[0] = state.Kind is PartyKind.Forwarder or PartyKind.Bank ? 1 : 0;
        if (state.IsIncorporated) columns[1] = Columns.Days(reading.AsOf - state.IncorporatedAt);
        columns[2] = Roles(order, key);
        if (order.ForwardingAgent != Missing.Symbol) columns[3] = order.ForwardingAgent == key ? 1 : 0;

        long month = reading.AsOf - (30 * Micros.PerDay), quarter = reading.AsOf - (90 * Micros.PerDay);
        bool holdsLearnt = reading.IsLearnt && reading.Learnt.UltimateConsignee == key;
        long learntAt = holdsLearnt ? reading.Learnt.EventAt : Missing.Moment;
        columns[4] = (state.Orders?.Orders(month, learntAt, order.Order) ?? 0) + (order.EventAt > month ? 1 : 0);
        columns[5] = (state.Orders?.Orders(quarter, learntAt, order.Order) ?? 0) + (order.EventAt > quarter ? 1 : 0);
        OrderParties parties = OrderParties.Of(order);
        for (int role = 0; role < OrderParties.Count; role++)
        {
            int with = order.EventAt > quarter ? parties[role] : Missing.Symbol;
            columns[6 + role] = state.Orders?.Parties(role, quarter, learntAt, order.Order, with) ?? (with == Missing.Symbol ? 0 : 1);
        }
    }

    /// <inheritdoc/>
    internal override void Approach(in Consignee state, int step)
    {
        if (step == 1) Ahead.AskObject(state.Orders);
        else if (step == 2) state.Orders?.AskEnd();
    }

    private static int Roles(in OrderVersion order, int party)
    {
        int roles = 0;
        ReadOnlySpan<int> others = [order.Seller, order.Purchaser, order.IntermediateConsignee, order.EndUser, order.ForwardingAgent, order.Payer];
        foreach (int other in others)
        {
            if (other == party) roles++;
        }

        return roles;
    }

    /// <summary>What is known of one party as an ultimate consignee.</summary>
    internal struct Consignee
    {
        /// <summary>Its orders of the last 90 days; <c>null</c> when it never received any.</summary>
        public RecentPartners? Orders;

        /// <summary>What it is.</summary>
        public PartyKind Kind { get; private set; }

        /// <summary>Whether the day of its incorporation is known.</summary>
        public bool IsIncorporated { get; private set; }

        /// <summary>The start of that day.</summary>
        public long IncorporatedAt { get; private set; }

        /// <summary>Takes in a profile; the latest replaces the one before, and one that is gone leaves none.</summary>
        public void Learn(in PartyProfile profile)
        {
            Kind = profile.IsGone ? PartyKind.Unknown : profile.Kind;
            IsIncorporated = !profile.IsGone && profile.IncorporatedAt != Missing.Moment;
            IncorporatedAt = profile.IncorporatedAt;
        }
    }
}
