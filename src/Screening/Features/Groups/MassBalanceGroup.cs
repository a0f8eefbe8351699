using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// Whether what came in to a party is still accounted for: what was ordered to it of one product, what it sold or passed on, and what was
/// counted with it. In whole UTC days, and of each order the line of greatest value. Keyed by party.
/// </summary>
public sealed class MassBalanceGroup : KeyedGroup<MassBalanceGroup.Ledger>
{
    private const int Days = 180;
    private const string Which = "of the product of the order's line of greatest value, by such lines of other orders, in the 180 UTC days that end with that of the look";

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("subject_units_in_180d", "mass balance", $"Units ordered to the end user (else consignee, else purchaser) {Which}", "units", 0, 1e12, "never", "orders", "T09"),
        new("subject_units_unaccounted_share_180d", "mass balance", $"Of the units ordered to the end user (else consignee, else purchaser) {Which}, the share left when those that it sold likewise are taken away, those that counts of those days say it passed on, and those that the latest count of those days at each site finds installed or in stock; negative where more is found than came in", "1", -1e12, 1, "no units came in, or no count of those days tells what is installed or in stock", "orders installations", "T09"),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind == EventKind.Order)
        {
            ref readonly OrderVersion order = ref log.Orders[at.Row];
            if (!order.ChangesSums) return;
            keys.Add(order.Subject);
            keys.Add(order.Seller);
            if (order.Previous == Missing.Symbol) return;
            keys.Add(log.Orders[order.Previous].Subject);
            keys.Add(log.Orders[order.Previous].Seller);
        }
        else if (at.Kind == EventKind.Installation)
        {
            ref readonly Installation count = ref log.Installations[at.Row];
            keys.Add(count.Party);
            if (count.Previous != Missing.Symbol) keys.Add(log.Installations[count.Previous].Party);
        }
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.Subject;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref Ledger? state)
    {
        state ??= new Ledger();
        if (at.Kind == EventKind.Installation)
        {
            ref readonly Installation count = ref log.Installations[at.Row];
            if (count.Previous != Missing.Symbol) state.Counts.Remove(count.Previous);
            if (!count.IsGone && count.Party == key) state.Counts.Add(at.Row);
            return;
        }

        ref readonly OrderVersion order = ref log.Orders[at.Row];
        int today = Micros.DayNumber(order.KnownAt);
        if (order.Previous != Missing.Symbol) state.Count(log.Orders[order.Previous], key, -1, today);
        state.Count(order, key, 1, today);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Ledger? state, Span<double> columns)
    {
        (columns[0], columns[1]) = (0, double.NaN);
        if (state is null) return;
        int product = reading.Order.MainProduct, last = Micros.DayNumber(reading.AsOf), first = last - Days + 1;
        Flow flow = state.Flows.GetValueOrDefault(product);
        long into = flow.In?.Between(first, last) ?? 0, outOf = flow.Out?.Between(first, last) ?? 0;
        if (reading.IsLearnt && reading.Learnt.Counts && reading.Learnt.MainProduct == product && Micros.DayNumber(reading.Learnt.EventAt) >= first)
        {
            if (reading.Learnt.Subject == key) into -= reading.Learnt.MainThousandths;
            if (reading.Learnt.Seller == key) outOf -= reading.Learnt.MainThousandths;
        }

        columns[0] = into / 1000.0;
        if (into > 0 && Found(log, state, product, first) is { } found) columns[1] = (into - outOf - found) / (double)into;
    }

    // What counts find or say was passed on; null when none tells what is there.
    private static long? Found(EventLog log, Ledger state, int product, int first)
    {
        long passedOn = 0;
        long? there = null;
        foreach (int row in state.Counts)
        {
            ref readonly Installation count = ref log.Installations[row];
            if (count.Product != product || Micros.DayNumber(count.CountedAt) < first) continue;
            passedOn = checked(passedOn + Told(count.PassedOnThousandths));
            if (IsCount(count) && IsLatest(log, state, count)) there = checked((there ?? 0) + Told(count.InstalledThousandths) + Told(count.StockThousandths));
        }

        return there is null ? null : checked(there.Value + passedOn);
    }

    private static bool IsLatest(EventLog log, Ledger state, in Installation count)
    {
        foreach (int row in state.Counts)
        {
            ref readonly Installation other = ref log.Installations[row];
            if (other.Site == count.Site && other.Product == count.Product && other.CountedAt > count.CountedAt && IsCount(other)) return false;
        }

        return true;
    }

    private static bool IsCount(in Installation count) => count.InstalledThousandths != Missing.Amount || count.StockThousandths != Missing.Amount;

    private static long Told(long amount) => amount == Missing.Amount ? 0 : amount;

    /// <summary>Units of one product that came in and went out.</summary>
    public readonly record struct Flow(DaySums? In, DaySums? Out);

    /// <summary>What came in, went out and was counted with one party.</summary>
    public sealed class Ledger
    {
        /// <summary>Units by product.</summary>
        internal Dictionary<int, Flow> Flows { get; } = [];

        /// <summary>Rows of the counts that stand.</summary>
        internal List<int> Counts { get; } = [];

        /// <summary>Counts an order version, or takes it back.</summary>
        internal void Count(in OrderVersion order, int party, int sign, int today)
        {
            if (!order.Counts) return;
            Flow flow = Flows.GetValueOrDefault(order.MainProduct);
            int day = Micros.DayNumber(order.EventAt);
            if (order.Subject == party)
            {
                flow = flow with { In = flow.In ?? new DaySums(Days) };
                flow.In.Add(day, sign * order.MainThousandths, today);
            }

            if (order.Seller == party)
            {
                flow = flow with { Out = flow.Out ?? new DaySums(Days) };
                flow.Out.Add(day, sign * order.MainThousandths, today);
            }

            Flows[order.MainProduct] = flow;
        }
    }
}
