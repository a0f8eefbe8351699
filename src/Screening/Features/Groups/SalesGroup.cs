using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Who sold: how much, to whom, and how much of it was held, confirmed or let go against advice. By the order's sales representative.</summary>
public sealed class SalesGroup : FeatureGroup
{
    private const string Nobody = "no sales representative is named";
    private readonly OrdersInForce _orders = new();

    // By representative and purchaser.
    private readonly PairTable<Timeline> _customers = new();

    private readonly Dictionary<int, Marks> _marks = [];
    private Sales?[] _sales = [];

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
    public override void Learn(EventLog log, Event at)
    {
        switch (at.Kind)
        {
            case EventKind.Order:
                LearnOrder(log, at.Row);
                break;
            case EventKind.HoldAction:
                ref readonly HoldAction action = ref log.HoldActions[at.Row];
                if (action.Previous != Missing.Symbol) Mark(log, log.HoldActions[action.Previous], action.Previous, -1, action.KnownAt);
                Mark(log, action, at.Row, 1, action.KnownAt);
                break;
            case EventKind.Disposition:
                ref readonly Disposition decision = ref log.Dispositions[at.Row];
                if (decision.Previous != Missing.Symbol && log.Dispositions[decision.Previous] is { IsGone: false, Decision: Decision.Confirmed } before)
                    Question(log, before.Order, -1, decision.KnownAt);
                if (decision is { IsGone: false, Decision: Decision.Confirmed }) Question(log, decision.Order, 1, decision.KnownAt);
                break;
            case EventKind.OutcomeReport:
                ref readonly OutcomeReport outcome = ref log.OutcomeReports[at.Row];
                if (outcome.Previous != Missing.Symbol && log.OutcomeReports[outcome.Previous] is { IsGone: false, Finding: OutcomeFinding.Established } earlier)
                    Question(log, earlier.Order, -1, outcome.KnownAt);
                if (outcome is { IsGone: false, Finding: OutcomeFinding.Established }) Question(log, outcome.Order, 1, outcome.KnownAt);
                break;
        }
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        switch (step)
        {
            case 0:
                _customers.Ask(order.SalesRepresentative, order.Purchaser);
                _orders.Ask(order.Order);
                break;
            case 1: Ahead.AskObject(_customers.Find(order.SalesRepresentative, order.Purchaser), 2); break;
            case 2: _customers.Find(order.SalesRepresentative, order.Purchaser)?.AskEnd(); break;
            default:
                if ((uint)order.SalesRepresentative < (uint)_sales.Length) _sales[order.SalesRepresentative]?.Orders.AskEnd();
                break;
        }
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        int representative = reading.Order.SalesRepresentative, order = reading.Order.Order;
        if (representative == Missing.Symbol) return;
        Sales? sales = representative < _sales.Length ? _sales[representative] : null;
        bool holds = reading.IsLearnt && reading.Learnt.SalesRepresentative == representative;
        Volume all = reading.VolumeInDays(sales?.Orders, holds, 365);
        columns[0] = all.Orders;
        columns[1] = all.ValueUsd;
        Volume customer = reading.VolumeInDays(
            _customers.Find(representative, reading.Order.Purchaser), holds && reading.Learnt.Purchaser == reading.Order.Purchaser, 365);
        if (all.ValueCents > 0) columns[2] = customer.ValueCents / (double)all.ValueCents;
        long others = all.ValueCents - (reading.IsInDays(365) ? reading.Order.Content.ValueCents : 0);
        bool isQuestioned = _marks.TryGetValue(order, out Marks? own) && own.Questions > 0;
        if (others > 0) columns[3] = reading.VolumeInDays(sales?.Questioned, holds && isQuestioned, 365, withCurrent: false).ValueCents / (double)others;
        columns[4] = sales is null ? 0 : Overrides(log, sales, order, reading.AsOf - (365 * Micros.PerDay));
    }

    private int Overrides(EventLog log, Sales sales, int exceptOrder, long after)
    {
        int overrides = 0;
        foreach (int order in CollectionsMarshal.AsSpan(sales.Overridden))
        {
            if (order == exceptOrder) continue;
            foreach (int row in CollectionsMarshal.AsSpan(_marks[order].Overrides))
            {
                if (log.HoldActions[row].ActedAt > after) overrides++;
            }
        }

        return overrides;
    }

    private void LearnOrder(EventLog log, int row)
    {
        ref readonly OrderVersion order = ref log.Orders[row];
        if (!order.InForce) return;
        int told = _orders.Row(order.Order);
        _orders.Learn(log, row);
        if (order.CountsAsBefore) return;
        _marks.TryGetValue(order.Order, out Marks? marks);
        if (told != Missing.Symbol) Count(log.Orders[told], marks, -1, order.KnownAt);
        if (!order.IsGone) Count(order, marks, 1, order.KnownAt);
    }

    private void Count(in OrderVersion order, Marks? marks, int sign, long knownAt)
    {
        if (order.SalesRepresentative == Missing.Symbol) return;
        Sales sales = Of(order.SalesRepresentative);
        if (order.Counts)
        {
            Timeline? orders = _customers.Find(order.SalesRepresentative, order.Purchaser);
            if (orders is null) _customers.Set(order.SalesRepresentative, order.Purchaser, orders = new Timeline());
            Change(sales.Orders, order, sign, knownAt);
            Change(orders, order, sign, knownAt);
            if (marks is { Questions: > 0 }) Change(sales.Questioned, order, sign, knownAt);
        }

        if (marks is not { Overrides.Count: > 0 }) return;
        if (sign > 0) sales.Overridden.Add(order.Order);
        else sales.Overridden.Remove(order.Order);
    }

    private static void Change(Timeline orders, in OrderVersion order, int sign, long knownAt)
    {
        if (sign > 0) orders.Add(order.EventAt, order.Order, order.Content, knownAt);
        else orders.Remove(order.EventAt, order.Order, order.Content);
    }

    private void Mark(EventLog log, in HoldAction action, int row, int sign, long knownAt)
    {
        if (action.IsGone || action.Order == Missing.Symbol) return;
        if (action.Action == HoldAct.Placed) Question(log, action.Order, sign, knownAt);
        else if (action.Overridden == true) Change(log, action.Order, knownAt, marks => Override(marks, row, sign));
    }

    private void Question(EventLog log, int order, int sign, long knownAt)
    {
        if (order != Missing.Symbol) Change(log, order, knownAt, marks => marks.Questions += sign);
    }

    private static void Override(Marks marks, int row, int sign)
    {
        if (sign > 0) marks.Overrides.Add(row);
        else marks.Overrides.Remove(row);
    }

    // Rare: what the order counts for is taken back, and put in again as it is marked now.
    private void Change(EventLog log, int order, long knownAt, Action<Marks> change)
    {
        if (!_marks.TryGetValue(order, out Marks? marks)) _marks[order] = marks = new Marks();
        int row = _orders.Row(order);
        if (row != Missing.Symbol) Count(log.Orders[row], marks, -1, knownAt);
        change(marks);
        if (row != Missing.Symbol) Count(log.Orders[row], marks, 1, knownAt);
        if (marks.Questions == 0 && marks.Overrides.Count == 0) _marks.Remove(order);
    }

    private Sales Of(int representative)
    {
        if (representative >= _sales.Length) Array.Resize(ref _sales, Math.Max(representative + 1, _sales.Length * 2));
        return _sales[representative] ??= new Sales();
    }

    private sealed class Sales
    {
        public Timeline Orders { get; } = new();

        public Timeline Questioned { get; } = new();

        /// <summary>Orders of which a hold was released against advice.</summary>
        public List<int> Overridden { get; } = [];
    }

    /// <summary>What was done with an order: holds placed and confirmations, and the rows of releases against advice.</summary>
    private sealed class Marks
    {
        public int Questions { get; set; }

        public List<int> Overrides { get; } = [];
    }
}
