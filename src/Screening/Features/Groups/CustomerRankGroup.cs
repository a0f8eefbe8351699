using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// Where a customer stands among a seller's customers, now and in the calendar quarter that ended last. Keyed by seller.
/// </summary>
/// <remarks>Memory: per seller and customer of the latest two quarters some 100 bytes and 16 for each of 90 days on which it bought.</remarks>
public sealed class CustomerRankGroup : KeyedGroup<CustomerRankGroup.Seller>
{
    private const int WindowDays = 90, FewestOthers = 5;
    private const string Few = "fewer than five other customers bought from the seller in that quarter";
    private const string More = "share of the seller's other customers of the last calendar quarter that had ended whose purchases of that quarter lie on a higher step (steps of an eighth of a doubling of the value in USD)";

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("seller_customer_rank_90d", "volume", "Rank of the purchaser's latest 90 days with the seller, this order included: " + More + " than its own of the latest 90 UTC days, the day of the look included; 0 is the largest customer", "1", 0, 1, Few, "orders", "T15"),
        new("seller_customer_rank_quarter", "volume", "Rank of the purchaser in the last calendar quarter that had ended: " + More + " than its own; 1 when it bought nothing in it", "1", 0, 1, Few, "orders", "T15"),
        new("seller_customer_rank_jump", "volume", "How far the purchaser has risen among the seller's customers: its rank in the last calendar quarter that had ended less that of its latest 90 days", "1", -1, 1, Few, "orders", "T15"),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (!order.InForce) return;
        keys.Add(order.Seller);
        if (order.Previous != Missing.Symbol) keys.Add(log.Orders[order.Previous].Seller);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.Seller;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref Seller? state)
    {
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        state ??= new Seller();
        state.Begin(order.KnownAt);
        if (order.CountsAsBefore) return;
        if (order.Previous != Missing.Symbol && log.Orders[order.Previous].Seller == key) state.Add(log.Orders[order.Previous], -1);
        if (order.Seller == key) state.Add(order, 1);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Seller? state, Span<double> columns)
    {
        if (state is null) return;
        ref readonly OrderVersion order = ref reading.Order;
        int quarter = Quarter(reading.AsOf) - 1;
        bool leavesOut = reading.IsLearnt && reading.Learnt.Counts && reading.Learnt.Seller == key;
        bool isInQuarter = leavesOut && Quarter(reading.Learnt.EventAt) == quarter, isOwn = leavesOut && reading.Learnt.Purchaser == order.Purchaser;
        Customer? customer = state.Find(order.Purchaser);
        Tally own = state.In(quarter, customer), others = default;
        StepCounts ranks = state.Ranks(quarter);
        int customers = ranks.Total - (own.Orders > 0 ? 1 : 0);
        int ownStep = own.Orders > 0 ? own.Step : int.MinValue, wasStep = int.MinValue, isStep = int.MinValue;
        if (isInQuarter && isOwn) own = own.With(reading.Learnt, -1);
        if (isInQuarter && !isOwn)
        {
            others = state.In(quarter, state.Find(reading.Learnt.Purchaser));
            wasStep = others.Step;
            others = others.With(reading.Learnt, -1);
            if (others.Orders > 0) isStep = others.Step;
            else customers--;
        }

        if (Quarter(order.EventAt) == quarter) own = own.With(order, 1);
        if (customers < FewestOthers) return;
        int day = Micros.DayNumber(reading.AsOf);
        long recent = customer?.Since(day - WindowDays) ?? 0;
        if (isOwn && Micros.DayNumber(reading.Learnt.EventAt) > day - WindowDays) recent -= reading.Learnt.Content.ValueCents;
        if (Micros.DayNumber(order.EventAt) > day - WindowDays) recent += order.Content.ValueCents;
        columns[0] = Above(ValueSteps.Of(recent)) / (double)customers;
        columns[1] = own.Orders > 0 ? Above(own.Step) / (double)customers : 1;
        columns[2] = columns[1] - columns[0];

        int Above(int step) => ranks.Above(step) - (ownStep > step ? 1 : 0) - (wasStep > step ? 1 : 0) + (isStep > step ? 1 : 0);
    }

    private static int Quarter(long at)
    {
        DateOnly day = Micros.Day(at);
        return (day.Year * 4) + ((day.Month - 1) / 3);
    }

    /// <summary>What a customer bought in a quarter.</summary>
    internal readonly record struct Tally(long Orders, long Cents)
    {
        public int Step => ValueSteps.Of(Cents);

        public Tally With(in OrderVersion order, int sign) => checked(new Tally(Orders + sign, Cents + (sign * order.Content.ValueCents)));
    }

    /// <summary>What one seller sold to whom in the latest quarter, in the one before, and day by day in the latest 90.</summary>
    public sealed class Seller
    {
        private readonly Dictionary<int, Customer> _customers = [];
        private StepCounts _latest, _before;
        private int _quarter = int.MinValue, _day = int.MinValue;

        /// <summary>Moves on to the moment of the latest knowledge.</summary>
        internal void Begin(long knownAt)
        {
            _day = Micros.DayNumber(knownAt);
            int quarter = Quarter(knownAt);
            if (quarter == _quarter) return;
            bool isNext = quarter == _quarter + 1;
            _before = isNext ? _latest : default;
            _latest = default;
            _quarter = quarter;
            foreach ((int purchaser, Customer customer) in _customers)
            {
                customer.Begin(isNext, _day - WindowDays);
                if (customer.IsNothing) _customers.Remove(purchaser);
            }
        }

        /// <summary>Adds an order that counts, or takes it back. What was placed too long ago for any look from now on is left alone.</summary>
        internal void Add(in OrderVersion order, int sign)
        {
            if (!order.Counts) return;
            int quarter = Quarter(order.EventAt), day = Micros.DayNumber(order.EventAt);
            if (quarter < _quarter - 1 && day <= _day - WindowDays) return;
            if (!_customers.TryGetValue(order.Purchaser, out Customer? customer)) _customers[order.Purchaser] = customer = new Customer();
            if (day > _day - WindowDays) customer.AddOn(day, sign * order.Content.ValueCents, _day - WindowDays);
            if (quarter < _quarter - 1) return;
            ref Tally tally = ref quarter == _quarter ? ref customer.Latest : ref customer.Before;
            ref StepCounts ranks = ref quarter == _quarter ? ref _latest : ref _before;
            if (tally.Orders > 0) ranks.Add(tally.Step, -1);
            tally = tally.With(order, sign);
            if (tally.Orders > 0) ranks.Add(tally.Step, 1);
        }

        /// <summary>How many customers there were in a quarter by step of what they bought.</summary>
        internal StepCounts Ranks(int quarter) => quarter == _quarter ? _latest : quarter == _quarter - 1 ? _before : default;

        /// <summary>A customer, or <c>null</c> for one that bought nothing in that time.</summary>
        internal Customer? Find(int purchaser) => _customers.GetValueOrDefault(purchaser);

        /// <summary>What a customer bought in a quarter.</summary>
        internal Tally In(int quarter, Customer? customer) => customer is null ? default : quarter == _quarter ? customer.Latest : quarter == _quarter - 1 ? customer.Before : default;
    }

    /// <summary>What one customer bought of a seller.</summary>
    internal sealed class Customer
    {
        public Tally Latest, Before;
        private (int Day, long Cents)[] _days = [];
        private int _count;

        public bool IsNothing => Latest.Orders == 0 && Before.Orders == 0 && _count == 0;

        public void Begin(bool isNext, int forgetDay)
        {
            Before = isNext ? Latest : default;
            Latest = default;
            Forget(forgetDay);
        }

        public void AddOn(int day, long cents, int forgetDay)
        {
            int place = _count;
            while (place > 0 && _days[place - 1].Day > day) place--;
            if (place > 0 && _days[place - 1].Day == day)
            {
                _days[place - 1].Cents = checked(_days[place - 1].Cents + cents);
                return;
            }

            if (_count == _days.Length)
            {
                place -= Forget(forgetDay);
                if (_count == _days.Length) Array.Resize(ref _days, Math.Max(2, _count * 2));
            }

            Array.Copy(_days, place, _days, place + 1, _count - place);
            _days[place] = (day, cents);
            _count++;
        }

        /// <summary>What it bought after a day, in US cents.</summary>
        public long Since(int afterDay)
        {
            long sum = 0;
            for (int place = _count - 1; place >= 0 && _days[place].Day > afterDay; place--) sum = checked(sum + _days[place].Cents);
            return sum;
        }

        private int Forget(int day)
        {
            int old = 0;
            while (old < _count && _days[old].Day <= day) old++;
            _count -= old;
            Array.Copy(_days, old, _days, 0, _count);
            return old;
        }
    }
}
