using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Nightly;

/// <summary>
/// Which orders a night looks at: each order version that arrived, each open order, and for each subject that any event or timer of the
/// day touched (<see cref="TouchedParties"/>) and that has none open, its last order, so that a front which orders once and goes dark is
/// still found. A new list touches everyone, and so does an entry that is taken off one. An order that is gone is not looked at.
/// </summary>
internal sealed class ScoredSet
{
    private readonly List<int> _arrivals = [];
    private readonly Dictionary<int, List<int>> _orders = [];

    private ScoredSet(Subjects subjects) => Subjects = subjects;

    /// <summary>The groups of linked parties as of the night.</summary>
    public Subjects Subjects { get; }

    /// <summary>Rows of the order versions that became known on the date; what a deletion left of an order did not arrive.</summary>
    public IReadOnlyList<int> Arrivals => _arrivals;

    /// <summary>Rows of the orders to read as of the night, by subject, each list in the order of the log.</summary>
    public IReadOnlyDictionary<int, List<int>> Orders => _orders;

    /// <summary>Finds the set for a date in a log that holds everything known through it.</summary>
    public static ScoredSet Of(EventLog log, DateOnly date)
    {
        var set = new ScoredSet(Subjects.Of(log));
        long start = Micros.StartOf(date);
        int[] legs = Legs(log);
        HashSet<int> touched = [];
        bool everyone = false;
        var touching = new TouchedParties(log);
        foreach (int party in touching.OfTimers(date)) touched.Add(set.Subjects.Of(party));
        for (int position = log.Events.Count - 1; position >= 0; position--)
        {
            log.Memory.CatchUp();
            Event at = log.Events[position];
            if (log.KnownAt(at) < start) break;
            everyone |= at.Kind == EventKind.RestrictedParty;
            if (at.Kind == EventKind.Order && !log.Orders[at.Row].IsRemainder) set._arrivals.Add(at.Row);
            foreach (int party in touching.Of(at)) touched.Add(set.Subjects.Of(party));
        }

        set._arrivals.Reverse();
        int[] last = new int[log.Symbols.Parties.Count];
        Array.Fill(last, Missing.Symbol);
        foreach (int row in log.Orders.Each())
        {
            ref readonly OrderVersion order = ref log.Orders[row];
            if (log.InForce(order.Order) != row) continue;
            int subject = set.Subjects.Of(order.Subject);
            ref int latest = ref last[subject];
            if (latest == Missing.Symbol || log.Orders[latest].EventAt <= order.EventAt) latest = row;
            if (order.IsOpen && legs[order.Order] == 0) set.Add(subject, row);
        }

        IEnumerable<int> withoutOpen = (everyone ? Enumerable.Range(0, last.Length) : touched).Where(subject => last[subject] != Missing.Symbol && !set._orders.ContainsKey(subject));
        foreach ((int row, int subject) in withoutOpen.Select(subject => (last[subject], subject)).Order().ToList()) set.Add(subject, row);

        return set;
    }

    // How many legs each order has: a leg that is told again under another order, or is gone, is no longer the first one's.
    private static int[] Legs(EventLog log)
    {
        int[] legs = new int[log.Symbols.Orders.Count];
        foreach (int row in log.Legs.Each())
        {
            ref readonly ShipmentLeg leg = ref log.Legs[row];
            if (leg.Previous != Missing.Symbol && !log.Legs[leg.Previous].IsGone) legs[log.Legs[leg.Previous].Order]--;
            if (!leg.IsGone) legs[leg.Order]++;
        }

        return legs;
    }

    private void Add(int subject, int row)
    {
        if (!_orders.TryGetValue(subject, out List<int>? rows)) _orders[subject] = rows = [];
        rows.Add(row);
    }
}
