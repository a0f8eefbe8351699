using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Who else states the very same end use. Keyed by the text.</summary>
internal sealed class EndUseGroup : KeyedGroup<EndUseGroup.Statements>
{
    private const int WindowDays = 365;

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("end_use_same_text_orders_365d", "paperwork", "Orders of other purchasers in 365 days whose stated end use is letter for letter the same", "orders", 0, 1e9, "the order states no end use", "orders", "T06"),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (!order.ChangesSums) return;
        keys.Add(order.EndUse);
        if (order.Previous != Missing.Symbol) keys.Add(log.Orders[order.Previous].EndUse);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.EndUse;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref Statements? state)
    {
        state ??= new Statements();
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (order.Previous != Missing.Symbol)
        {
            ref readonly OrderVersion before = ref log.Orders[order.Previous];
            if (before.Counts && before.EndUse == key) state.Remove(before.Purchaser, before.EventAt);
        }

        if (order.Counts && order.EndUse == key) state.Add(order.Purchaser, order.EventAt, order.KnownAt);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Statements? state, Span<double> columns)
    {
        columns[0] = key == Missing.Symbol ? double.NaN : 0;
        if (key == Missing.Symbol || state is null) return;
        long after = reading.AsOf - (WindowDays * Micros.PerDay);
        int others = state.OfOthers(reading.Order.Purchaser, after);
        bool isLearnt = reading.IsLearnt && reading.Learnt.Counts && reading.Learnt.EndUse == key && reading.Learnt.EventAt > after;
        columns[0] = isLearnt && reading.Learnt.Purchaser != reading.Order.Purchaser ? others - 1 : others;
    }

    /// <summary>When orders with one text were placed, and by whom. Most texts are one purchaser's only.</summary>
    internal sealed class Statements
    {
        private readonly Moments _all = new(WindowDays);
        private int _first = Missing.Symbol;
        private Dictionary<int, Moments>? _ofPurchaser;

        /// <summary>Adds an order.</summary>
        public void Add(int purchaser, long at, long knownAt)
        {
            if (_first == Missing.Symbol) _first = purchaser;
            if (_first != purchaser && _ofPurchaser is null) _ofPurchaser = new() { [_first] = new Moments(_all) };
            _all.Add(at, knownAt);
            if (_ofPurchaser is null) return;
            if (!_ofPurchaser.TryGetValue(purchaser, out Moments? own)) _ofPurchaser[purchaser] = own = new Moments(WindowDays);
            own.Add(at, knownAt);
        }

        /// <summary>Takes back what was added for the same purchaser and moment.</summary>
        public void Remove(int purchaser, long at)
        {
            _all.Remove(at);
            if (_ofPurchaser is not null && _ofPurchaser.TryGetValue(purchaser, out Moments? own)) own.Remove(at);
        }

        /// <summary>Orders of other purchasers placed after a moment.</summary>
        public int OfOthers(int purchaser, long after)
        {
            if (_ofPurchaser is null) return purchaser == _first ? 0 : _all.Since(after);
            return _all.Since(after) - (_ofPurchaser.TryGetValue(purchaser, out Moments? own) ? own.Since(after) : 0);
        }
    }
}
