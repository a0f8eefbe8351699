using Screening.Features;
using Screening.Records;

namespace Screening.Risk;

/// <summary>What orders usually look like: those of the year before a moment, read as they arrived and compared among purchasers' and end users' kinds.</summary>
public static class UsualOrders
{
    private const int FitDays = 365;
    private const int MostRows = 20_000;

    /// <summary>Rows of the orders that are usual before a moment. Those that were deleted since are not, and what a deletion left of one is no second order.</summary>
    public static IReadOnlyList<int> Before(EventLog log, long start)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Before(start, log.Orders.Count, row =>
        {
            log.Memory.CatchUp();
            ref readonly OrderVersion order = ref log.Orders[row];
            return order.IsRemainder || log.InForce(order.Order) == Missing.Symbol ? Missing.Moment : order.KnownAt;
        });
    }

    /// <summary>Those of a number of orders that became known in the year before a moment, at most some tens of thousands, evenly taken: what is usual does not need every order.</summary>
    /// <param name="start">The moment.</param>
    /// <param name="count">How many orders there are.</param>
    /// <param name="knownAt">When each became known; <see cref="Missing.Moment"/> for one that does not count.</param>
    public static IReadOnlyList<int> Before(long start, int count, Func<int, long> knownAt)
    {
        ArgumentNullException.ThrowIfNull(knownAt);
        var rows = new List<int>();
        for (int row = 0; row < count; row++)
        {
            long known = knownAt(row);
            if (known != Missing.Moment && known < start && known >= start - (FitDays * Micros.PerDay)) rows.Add(row);
        }

        int step = (rows.Count + MostRows - 1) / MostRows;
        return step <= 1 ? rows : [.. rows.Where((_, i) => i % step == 0)];
    }

    /// <summary>The kind of party that an order is compared among: its subject's, by the latest profile.</summary>
    public static int Peer(EventLog log, int row) => Peer(log, log.Orders[row]);

    /// <summary>The same of an order that need not be in the log.</summary>
    public static int Peer(EventLog log, in OrderVersion order) =>
        log.CurrentProfile(order.Subject) is not Missing.Symbol and int profile ? (int)log.Profiles[profile].Kind : (int)PartyKind.Unknown;

    /// <summary>Fits what is usual; <c>null</c> when there is no order to fit to.</summary>
    /// <param name="log">The log.</param>
    /// <param name="matrix">Where the orders were read.</param>
    /// <param name="orders">Rows of the orders, and their rows in the matrix.</param>
    /// <param name="fewest">Orders of one kind that are enough for a comparison of their own.</param>
    /// <param name="threads">To fit with; they change no bit.</param>
    public static PeerAnomaly? Fit(EventLog log, FeatureMatrix matrix, IReadOnlyList<(int Row, int Look)> orders, int fewest, int threads = 1)
    {
        if (orders.Count == 0) return null;
        double[] rows = new double[orders.Count * matrix.Columns];
        int[] peers = new int[orders.Count];
        for (int i = 0; i < orders.Count; i++)
        {
            matrix[orders[i].Look].CopyTo(rows.AsSpan(i * matrix.Columns));
            peers[i] = Peer(log, orders[i].Row);
        }

        return PeerAnomaly.Fit(rows, peers, matrix.Columns, fewest, threads);
    }
}
