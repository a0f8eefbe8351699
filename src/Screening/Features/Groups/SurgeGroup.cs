using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What was bought before and after control tightened. All in whole UTC days: a rule takes effect with the start of its day, and the day of
/// the look counts as far as it goes. Goods are told apart by class, that of an order's line of greatest value.
/// </summary>
public sealed class SurgeGroup(CountryGroups countries) : FeatureGroup
{
    private const int LongestAgoDays = 365;
    private const int AheadDays = 90;
    private const int WindowDays = 90;
    private const int UsualDays = 365;
    private const int FewestDays = 30;
    private const int FewestOrders = 5;
    private const int MemoryDays = LongestAgoDays + WindowDays + UsualDays + 1;
    private const string NoRule = "no tightening rule is known for goods of the order's class, or of all, and its destination, or all, that took effect in the 365 days before the look or will in 90 days";
    private readonly BySymbol<DaySums>[] _purchasers = [.. Enum.GetValues<ProductClass>().Select(_ => new BySymbol<DaySums>())];
    private readonly Dictionary<long, DaySums> _values = [], _orders = [];
    private readonly List<(int Row, string? Group)> _rules = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("order_days_since_tightening", "surges", "Days from the UTC day on which the latest tightening rule for the order's goods and destination takes effect to that of the look, negative while it is ahead", "d", -90, 365, NoRule, "orders products control_events", "T10 T11"),
        new("purchaser_value_before_tightening_to_usual", "surges", "Value that the purchaser ordered of the order's class of goods in the 90 days before that rule took effect, as far as they have come and this order included, over the mean 90 days of the 365 days before those", "1", 0, 1e12, NoRule + ", or the purchaser ordered nothing of the class in those 365 days", "orders products control_events", "T10"),
        new("destination_surge_ratio", "surges", "Value of the order's class of goods for its destination in the days since the latest tightening rule for the class, or all goods, took effect, 90 at most, over that of as many days before, divided by the same ratio of all other destinations together; this order left out", "1", 0, 1e15, "no destination is told; no such rule took effect 30 to 365 days ago, counting the day of the look; fewer than 5 other orders of the destination before; or one of the four values is nothing", "orders products control_events", "T11"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.ControlEvent)
        {
            ref readonly ControlEvent rule = ref log.ControlEvents[at.Row];
            int previous = rule.Previous;
            if (previous != Missing.Symbol) _rules.RemoveAll(told => told.Row == previous);
            if (!rule.IsGone && rule.Direction == ControlDirection.Tightened) _rules.Add((at.Row, log.Symbols.Texts.Text(rule.CountryGroup)));
        }
        else if (at.Kind == EventKind.Order)
        {
            ref readonly OrderVersion order = ref log.Orders[at.Row];
            if (!order.ChangesSums) return;
            int today = Micros.DayNumber(order.KnownAt);
            if (order.Previous != Missing.Symbol) Count(log.Orders[order.Previous], -1, today);
            Count(order, 1, today);
        }
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        int today = Micros.DayNumber(reading.AsOf);
        if (LatestRule(log, reading.Order, today - LongestAgoDays, today + AheadDays, ofDestination: true) is { } rule)
        {
            columns[0] = today - rule;
            ReadStockpile(reading, rule, today, columns);
        }

        if (reading.Order.DestinationCountry == Missing.Symbol) return;
        if (LatestRule(log, reading.Order, today + 1 - LongestAgoDays, today + 1 - FewestDays, ofDestination: false) is { } since) ReadSurge(reading, since, today, columns);
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind != EventKind.Order) return;
        ref readonly OrderVersion order = ref log.Orders[at.Row];
        if (step < 2) _purchasers[(int)order.MainClass].Ask(order.Purchaser, step);
        else if (step == 2) Bought(order)?.AskEnd();
    }

    // The day on which the latest rule takes effect, of those within some days.
    private int? LatestRule(EventLog log, in OrderVersion order, int first, int last, bool ofDestination)
    {
        int? latest = null;
        foreach ((int row, string? group) in _rules)
        {
            ref readonly ControlEvent rule = ref log.ControlEvents[row];
            int day = Micros.DayNumber(rule.EffectiveAt);
            if (day < first || day > last || day <= latest || (rule.ProductClass is { } kind && kind != order.MainClass)) continue;
            if (ofDestination && rule.Country != Missing.Symbol && rule.Country != order.DestinationCountry) continue;
            if (ofDestination && group is not null && !countries.IsInByLaw(group, order.DestinationCountry, rule.EffectiveAt)) continue;
            latest = day;
        }

        return latest;
    }

    private void ReadStockpile(in Reading reading, int rule, int today, Span<double> columns)
    {
        DaySums? bought = Bought(reading.Order);
        long before = bought?.Between(rule - WindowDays, Math.Min(rule - 1, today)) ?? 0;
        long usual = bought?.Between(rule - WindowDays - UsualDays, rule - WindowDays - 1) ?? 0;
        Add(reading.Order, 1);
        if (reading.IsLearnt && reading.Learnt.Counts && reading.Learnt.Purchaser == reading.Order.Purchaser && reading.Learnt.MainClass == reading.Order.MainClass) Add(reading.Learnt, -1);
        if (usual > 0) columns[1] = (double)before * UsualDays / ((double)usual * WindowDays);

        void Add(in OrderVersion order, int sign)
        {
            int day = Micros.DayNumber(order.EventAt);
            if (day >= rule - WindowDays && day < rule) before += sign * order.Content.ValueCents;
            else if (day >= rule - WindowDays - UsualDays && day < rule - WindowDays) usual += sign * order.Content.ValueCents;
        }
    }

    private void ReadSurge(in Reading reading, int rule, int today, Span<double> columns)
    {
        int days = Math.Min(WindowDays, today - rule + 1);
        long here = Key(reading.Order.DestinationCountry, reading.Order.MainClass), all = Key(Missing.Symbol, reading.Order.MainClass);
        (long hereBefore, long hereAfter, long ordersBefore) = Around(reading, here, rule, days);
        (long allBefore, long allAfter, _) = Around(reading, all, rule, days);
        (long othersBefore, long othersAfter) = (allBefore - hereBefore, allAfter - hereAfter);
        if (ordersBefore < FewestOrders || hereBefore <= 0 || hereAfter <= 0 || othersBefore <= 0 || othersAfter <= 0) return;
        columns[2] = (double)hereAfter / hereBefore / ((double)othersAfter / othersBefore);
    }

    private (long Before, long After, long OrdersBefore) Around(in Reading reading, long key, int rule, int days)
    {
        DaySums? values = _values.GetValueOrDefault(key), orders = _orders.GetValueOrDefault(key);
        long before = values?.Between(rule - days, rule - 1) ?? 0, after = values?.Between(rule, rule + days - 1) ?? 0;
        long ordersBefore = orders?.Between(rule - days, rule - 1) ?? 0;
        if (!reading.IsLearnt || !reading.Learnt.Counts || reading.Learnt.DestinationCountry == Missing.Symbol || reading.Learnt.MainClass != reading.Order.MainClass) return (before, after, ordersBefore);
        if (key != Key(Missing.Symbol, reading.Learnt.MainClass) && key != Key(reading.Learnt.DestinationCountry, reading.Learnt.MainClass)) return (before, after, ordersBefore);
        int day = Micros.DayNumber(reading.Learnt.EventAt);
        if (day >= rule - days && day < rule) (before, ordersBefore) = (before - reading.Learnt.Content.ValueCents, ordersBefore - 1);
        else if (day >= rule && day < rule + days) after -= reading.Learnt.Content.ValueCents;
        return (before, after, ordersBefore);
    }

    private void Count(in OrderVersion order, int sign, int today)
    {
        if (!order.Counts) return;
        int day = Micros.DayNumber(order.EventAt);
        DaySums bought = Bought(order) ?? (_purchasers[(int)order.MainClass][order.Purchaser] = new DaySums(MemoryDays));
        bought.Add(day, sign * order.Content.ValueCents, today);
        if (order.DestinationCountry == Missing.Symbol) return;
        foreach (int country in (ReadOnlySpan<int>)[order.DestinationCountry, Missing.Symbol])
        {
            Add(_values, Key(country, order.MainClass), order.Content.ValueCents);
            Add(_orders, Key(country, order.MainClass), 1);
        }

        void Add(Dictionary<long, DaySums> sums, long key, long amount)
        {
            if (!sums.TryGetValue(key, out DaySums? days)) sums[key] = days = new DaySums(MemoryDays);
            days.Add(day, sign * amount, today);
        }
    }

    private DaySums? Bought(in OrderVersion order) => _purchasers[(int)order.MainClass][order.Purchaser];

    private static long Key(int whose, ProductClass kind) => ((long)whose << 8) | (byte)kind;
}
