using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Who sold: how much, to whom, and how much of it was held, confirmed or let go against advice. By the order's sales representative.</summary>
public sealed class SalesGroup : RoutedGroup<SalesGroup.SalesNotice, SalesGroup.Sales>
{
    private const string Nobody = "no sales representative is named";
    private const int Days = 365;
    private readonly OrdersInForce _orders = new();
    private readonly Dictionary<int, Marks> _marks = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("sales_rep_orders_365d", "sales side", "Orders sold by the sales representative in 365 days, this one included", "orders", 0, 1e9, Nobody, "orders", "T32"),
        new("sales_rep_value_usd_sum_365d", "sales side", "Value sold by the sales representative in 365 days, this order included", "USD", 0, 1e15, Nobody, "orders", "T32"),
        new("sales_rep_customer_share_365d", "sales side", "Share of that value which this order's purchaser bought", "1", 0, 1, Nobody + ", or that value is nothing", "orders", "T32"),
        new("sales_rep_questioned_share_365d", "sales side", "Of the value of the sales representative's other orders in 365 days, the share of those that a hold was ever placed on, that a decision confirmed or an outcome established diversion of", "1", 0, 1, Nobody + ", or those other orders are worth nothing", "orders holds dispositions outcomes", "T32"),
        new("sales_rep_overrides_365d", "sales side", "Holds on the sales representative's other orders that were released in 365 days against what was advised", "holds", 0, 1e6, Nobody, "orders holds", "T32"),
    ];

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.SalesRepresentative;

    /// <inheritdoc/>
    protected override int OrderRow(SalesNotice notice) => notice.What == What.Overridden ? Missing.Symbol : notice.Row;

    /// <inheritdoc/>
    protected override void Route(EventLog log, Event at, Notices<SalesNotice> notices)
    {
        switch (at.Kind)
        {
            case EventKind.Order:
                RouteOrder(log, at.Row, notices);
                break;
            case EventKind.HoldAction:
                ref readonly HoldAction action = ref log.HoldActions[at.Row];
                if (action.Previous != Missing.Symbol) Mark(log, log.HoldActions[action.Previous], action.Previous, -1, action.KnownAt, notices);
                Mark(log, action, at.Row, 1, action.KnownAt, notices);
                break;
            case EventKind.Disposition:
                ref readonly Disposition decision = ref log.Dispositions[at.Row];
                if (decision.Previous != Missing.Symbol && log.Dispositions[decision.Previous] is { IsGone: false, Decision: Decision.Confirmed } before)
                    Question(log, before.Order, -1, decision.KnownAt, notices);
                if (decision is { IsGone: false, Decision: Decision.Confirmed }) Question(log, decision.Order, 1, decision.KnownAt, notices);
                break;
            case EventKind.OutcomeReport:
                ref readonly OutcomeReport outcome = ref log.OutcomeReports[at.Row];
                if (outcome.Previous != Missing.Symbol && log.OutcomeReports[outcome.Previous] is { IsGone: false, Finding: OutcomeFinding.Established } earlier)
                    Question(log, earlier.Order, -1, outcome.KnownAt, notices);
                if (outcome is { IsGone: false, Finding: OutcomeFinding.Established }) Question(log, outcome.Order, 1, outcome.KnownAt, notices);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Learn(EventLog log, SalesNotice notice, int key, ref Sales? state)
    {
        state ??= new Sales();
        if (notice.What == What.Overridden)
        {
            if (notice.Sign > 0) state.Overridden.Add(notice.Row);
            else state.Overridden.Remove(notice.Row);
            return;
        }

        ref readonly OrderVersion order = ref log.Orders[notice.Row];
        if (notice.What == What.Questioned)
        {
            Change(state.Questioned, order, notice);
            return;
        }

        ref RunningSums<Sold>? customer = ref CollectionsMarshal.GetValueRefOrAddDefault(state.Customers, order.Purchaser, out _);
        Change(state.Orders, order, notice);
        Change(customer ??= new RunningSums<Sold>(), order, notice);
    }

    /// <inheritdoc/>
    internal override void Approach(in Sales state, int step)
    {
        if (step == 1) Ahead.AskObject(state);
        else if (step == 2) Ahead.AskObject(state.Orders);
        else state.Orders.AskEnd();
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Sales? state, Span<double> columns)
    {
        if (key == Missing.Symbol) return;
        bool holds = reading.IsLearnt && reading.Learnt.SalesRepresentative == key;
        bool isIn = reading.IsInDays(Days);
        Sold own = isIn ? new Sold(reading.Order) : default;
        Sold others = Others(reading, state?.Orders, holds), all = others + own;
        columns[0] = all.Orders;
        columns[1] = all.Cents / 100.0;
        Sold customer = own + Others(reading, state?.Customers.GetValueOrDefault(reading.Order.Purchaser), holds && reading.Learnt.Purchaser == reading.Order.Purchaser);
        if (all.Cents > 0) columns[2] = customer.Cents / (double)all.Cents;
        bool isQuestioned = holds && state is not null && state.Questioned.Contains(reading.Learnt.EventAt, reading.Order.Order);
        if (others.Cents > 0) columns[3] = Others(reading, state?.Questioned, isQuestioned).Cents / (double)others.Cents;
        columns[4] = state is null ? 0 : Overrides(log, state, reading);
    }

    // What was sold in the window but for the order looked at.
    private static Sold Others(in Reading reading, RunningSums<Sold>? sales, bool holdsLearnt)
    {
        Sold sold = sales?.Between(reading.AsOf - (Days * Micros.PerDay), reading.AsOf) ?? default;
        return holdsLearnt && reading.Learnt.Counts && reading.IsLearntInDays(Days) ? sold - new Sold(reading.Learnt) : sold;
    }

    private static int Overrides(EventLog log, Sales sales, in Reading reading)
    {
        int overrides = 0;
        foreach (int row in CollectionsMarshal.AsSpan(sales.Overridden))
        {
            ref readonly HoldAction release = ref log.HoldActions[row];
            if (release.Order != reading.Order.Order && release.ActedAt > reading.AsOf - (Days * Micros.PerDay)) overrides++;
        }

        return overrides;
    }

    private static void Change(RunningSums<Sold> sales, in OrderVersion order, SalesNotice notice)
    {
        if (notice.Sign > 0) sales.Add(order.EventAt, order.Order, new Sold(order), notice.KnownAt);
        else sales.Remove(order.EventAt, order.Order, new Sold(order));
    }

    private void RouteOrder(EventLog log, int row, Notices<SalesNotice> notices)
    {
        ref readonly OrderVersion order = ref log.Orders[row];
        _orders.Learn(log, row);
        if (!order.ChangesSums) return;
        _marks.TryGetValue(order.Order, out Marks? marks);
        if (order.Previous != Missing.Symbol) Count(log, order.Previous, marks, -1, order.KnownAt, notices);
        if (!order.IsGone) Count(log, row, marks, 1, order.KnownAt, notices);
    }

    // An order comes to its representative, or leaves it, as it is marked now.
    private static void Count(EventLog log, int row, Marks? marks, sbyte sign, long knownAt, Notices<SalesNotice> notices)
    {
        ref readonly OrderVersion order = ref log.Orders[row];
        int representative = order.SalesRepresentative;
        if (order.Counts)
        {
            notices.Add(representative, new SalesNotice(What.Sold, row, sign, knownAt));
            if (marks is { Questions: > 0 }) notices.Add(representative, new SalesNotice(What.Questioned, row, sign, knownAt));
        }

        if (marks is null) return;
        foreach (int release in CollectionsMarshal.AsSpan(marks.Overrides)) notices.Add(representative, new SalesNotice(What.Overridden, release, sign, knownAt));
    }

    private void Mark(EventLog log, in HoldAction action, int row, sbyte sign, long knownAt, Notices<SalesNotice> notices)
    {
        if (action.IsGone || action.Order == Missing.Symbol) return;
        if (action.Action == HoldAct.Placed) Question(log, action.Order, sign, knownAt, notices);
        else if (action.Overridden == true) Override(log, action.Order, row, sign, knownAt, notices);
    }

    private void Question(EventLog log, int order, sbyte sign, long knownAt, Notices<SalesNotice> notices)
    {
        if (order == Missing.Symbol) return;
        Marks marks = MarksOf(order);
        bool was = marks.Questions > 0;
        marks.Questions += sign;
        int told = _orders.Row(order);
        if (told != Missing.Symbol && was != marks.Questions > 0 && log.Orders[told].Counts)
            notices.Add(log.Orders[told].SalesRepresentative, new SalesNotice(What.Questioned, told, sign, knownAt));
        Forget(order, marks);
    }

    private void Override(EventLog log, int order, int row, sbyte sign, long knownAt, Notices<SalesNotice> notices)
    {
        Marks marks = MarksOf(order);
        if (sign > 0) marks.Overrides.Add(row);
        else marks.Overrides.Remove(row);
        int told = _orders.Row(order);
        if (told != Missing.Symbol) notices.Add(log.Orders[told].SalesRepresentative, new SalesNotice(What.Overridden, row, sign, knownAt));
        Forget(order, marks);
    }

    private Marks MarksOf(int order) => CollectionsMarshal.GetValueRefOrAddDefault(_marks, order, out _) ??= new Marks();

    private void Forget(int order, Marks marks)
    {
        if (marks.Questions == 0 && marks.Overrides.Count == 0) _marks.Remove(order);
    }

    /// <summary>What a representative is told of.</summary>
    internal enum What : byte
    {
        /// <summary>An order that counts; the row is that of its version.</summary>
        Sold,

        /// <summary>Such an order on which a hold was placed, or of which diversion was confirmed or established.</summary>
        Questioned,

        /// <summary>A hold on an order that was released against advice; the row is that of the release.</summary>
        Overridden,
    }

    /// <summary>What a representative is told: one more, or one less, of something.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct SalesNotice
    {
        internal SalesNotice(What what, int row, sbyte sign, long knownAt) => (What, Row, Sign, KnownAt) = (what, row, sign, knownAt);

        internal What What { get; }

        internal int Row { get; }

        internal sbyte Sign { get; }

        internal long KnownAt { get; }
    }

    /// <summary>What one representative sold.</summary>
    public sealed class Sales
    {
        internal RunningSums<Sold> Orders { get; } = new();

        internal RunningSums<Sold> Questioned { get; } = new();

        /// <summary>By purchaser.</summary>
        internal Dictionary<int, RunningSums<Sold>?> Customers { get; } = [];

        /// <summary>Rows of releases against advice.</summary>
        internal List<int> Overridden { get; } = [];
    }

    /// <summary>Orders and their value in US cents.</summary>
    internal readonly record struct Sold(long Orders, long Cents) : IAmounts<Sold>
    {
        public Sold(in OrderVersion order)
            : this(order.Content.Orders, order.Content.ValueCents)
        {
        }

        public static Sold operator +(in Sold a, in Sold b) => checked(new(a.Orders + b.Orders, a.Cents + b.Cents));

        public static Sold operator -(in Sold a, in Sold b) => checked(new(a.Orders - b.Orders, a.Cents - b.Cents));
    }

    /// <summary>What was done with an order: holds placed and confirmations, and the rows of releases against advice.</summary>
    private sealed class Marks
    {
        public int Questions { get; set; }

        public List<int> Overrides { get; } = [];
    }
}
