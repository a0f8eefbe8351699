using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// How large an order is among those of purchasers of the same kind. Orders are counted by step of value, per kind, and per purchaser so
/// that they move when a purchaser turns out to be of another kind.
/// </summary>
/// <remarks>Memory: 8 bytes per purchaser and step that it ever ordered on, and 16 per party; of single orders those of the latest day alone are kept, by purchaser and step.</remarks>
public sealed class PeerValueGroup : FeatureGroup
{
    private const int FewestOrders = 20, LeastDeviation = 4;
    private const double NormalOfMad = 1.4826;
    private static readonly int s_kinds = Enum.GetValues<PartyKind>().Length;
    private static readonly Peers s_nobody = new();
    private readonly Peers[] _earlier = OfAllKinds(), _today = OfAllKinds();
    private readonly Dictionary<(int Purchaser, int Step), int> _purchasersToday = [];
    private readonly HashSet<int> _orderedToday = [];
    private StepCounts[] _purchasers = [];
    private PartyKind[] _kinds = [];
    private int _day = int.MinValue;

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("order_value_peer_z", "volume", "How far the value of this order lies above the usual one of purchasers of the same kind, in steps of an eighth of a doubling (eight times log2 of the value in USD, rounded down; 0 for 1 USD and less): its step less the median step of the other orders that count now and were first told on an earlier UTC day, each under the kind that its purchaser has now, over 1.4826 times their median absolute deviation and 4 steps at least; of an even number the lower middle one is the median", "1", -1000, 1000, "fewer than 20 such orders are known", "orders parties", "T16"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            BeginDay(Micros.DayNumber(profile.KnownAt));
            Move(profile.Party, profile.IsGone ? PartyKind.Unknown : profile.Kind);
            return;
        }

        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (!order.InForce) return;
        BeginDay(Micros.DayNumber(order.KnownAt));
        if (order.CountsAsBefore) return;
        if (order.Previous != Missing.Symbol) Count(log, log.Orders[order.Previous], -1);
        Count(log, order, 1);
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
        PartyKind kind = Kind(reading.Order.Purchaser);
        int day = Micros.DayNumber(reading.AsOf), left = Missing.Symbol;
        if (reading.IsLearnt && reading.Learnt.Counts && Kind(reading.Learnt.Purchaser) == kind && Micros.DayNumber(log.Beginning(reading.Learnt).KnownAt) < day)
            left = ValueSteps.Of(reading.Learnt.Content.ValueCents);
        int step = ValueSteps.Of(reading.Order.Content.ValueCents);
        // The latest day that is known is over at a look on a later one.
        columns[0] = _earlier[(int)kind].Z(step, left, _day < day ? _today[(int)kind] : s_nobody);
    }

    private static Peers[] OfAllKinds() => [.. Enumerable.Range(0, s_kinds).Select(_ => new Peers())];

    private void BeginDay(int day)
    {
        if (day == _day) return;
        foreach (((int purchaser, int step), int orders) in _purchasersToday)
        {
            if (orders == 0) continue;
            _earlier[(int)Kind(purchaser)].Add(step, orders);
            OfPurchaser(purchaser).Add(step, orders);
        }

        _purchasersToday.Clear();
        _orderedToday.Clear();
        for (int kind = 0; kind < s_kinds; kind++) _today[kind].Clear();
        _day = day;
    }

    private void Count(EventLog log, in OrderVersion order, int more)
    {
        if (!order.Counts) return;
        int step = ValueSteps.Of(order.Content.ValueCents);
        if (Micros.DayNumber(log.Beginning(order).KnownAt) < _day)
        {
            _earlier[(int)Kind(order.Purchaser)].Add(step, more);
            OfPurchaser(order.Purchaser).Add(step, more);
            return;
        }

        _today[(int)Kind(order.Purchaser)].Add(step, more);
        _orderedToday.Add(order.Purchaser);
        _purchasersToday[(order.Purchaser, step)] = _purchasersToday.GetValueOrDefault((order.Purchaser, step)) + more;
    }

    private void Move(int party, PartyKind kind)
    {
        PartyKind before = Kind(party);
        if (before == kind) return;
        if (party >= _kinds.Length) Array.Resize(ref _kinds, Math.Max(party + 1, _kinds.Length * 2));
        _kinds[party] = kind;
        if (party < _purchasers.Length)
        {
            foreach (StepCounts.Cell cell in _purchasers[party].Cells)
            {
                _earlier[(int)before].Add(cell.Step, -cell.Count);
                _earlier[(int)kind].Add(cell.Step, cell.Count);
            }
        }

        if (!_orderedToday.Contains(party)) return;
        foreach (((int purchaser, int step), int orders) in _purchasersToday)
        {
            if (purchaser != party) continue;
            _today[(int)before].Add(step, -orders);
            _today[(int)kind].Add(step, orders);
        }
    }

    private PartyKind Kind(int party) => party >= 0 && party < _kinds.Length ? _kinds[party] : PartyKind.Unknown;

    private ref StepCounts OfPurchaser(int purchaser)
    {
        if (purchaser >= _purchasers.Length) Array.Resize(ref _purchasers, Math.Max(purchaser + 1, _purchasers.Length * 2));
        return ref _purchasers[purchaser];
    }

    /// <summary>How many orders there are on each step. Of kinds there are few, so that each step has its place.</summary>
    private sealed class Peers
    {
        private readonly int[] _orders = new int[ValueSteps.End];
        private int _all;

        public void Add(int step, int more)
        {
            _orders[step] += more;
            _all += more;
        }

        public void Clear()
        {
            Array.Clear(_orders);
            _all = 0;
        }

        /// <summary>How far a step lies above the median of these and others, in deviations; NaN when they are too few.</summary>
        /// <param name="step">The step.</param>
        /// <param name="left">Step of an order among them that is left out, or <see cref="Missing.Symbol"/>.</param>
        /// <param name="others">The others.</param>
        public double Z(int step, int left, Peers others)
        {
            int orders = _all + others._all - (left == Missing.Symbol ? 0 : 1);
            if (orders < FewestOrders) return double.NaN;
            int median = Median(orders, left, others);
            return (step - median) / Math.Max(NormalOfMad * Deviation(orders, median, left, others), LeastDeviation);
        }

        // The step of the order in the middle, the lower of two.
        private int Median(int orders, int left, Peers others)
        {
            int step = 0;
            for (int below = On(0, left, others); below < (orders + 1) / 2; below += On(step, left, others)) step++;
            return step;
        }

        // The distance in the middle, the lower of two.
        private int Deviation(int orders, int from, int left, Peers others)
        {
            int distance = 0;
            for (int within = On(from, left, others); within < (orders + 1) / 2;)
            {
                distance++;
                if (from - distance >= 0) within += On(from - distance, left, others);
                if (from + distance < ValueSteps.End) within += On(from + distance, left, others);
            }

            return distance;
        }

        private int On(int step, int left, Peers others) => _orders[step] + others._orders[step] - (step == left ? 1 : 0);
    }
}
