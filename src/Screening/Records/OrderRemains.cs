namespace Screening.Records;

/// <summary>
/// What deletions leave of orders. A deleted line takes all its tellings so far with it, so what is left is worked out from the seller's
/// tellings, newest to oldest, as if those had never been; only orders that lost a line cost anything.
/// </summary>
internal sealed class OrderRemains(EventLog log)
{
    private readonly Dictionary<int, List<Deletion>> _deletions = [];

    /// <summary>Notes that lines are gone; <c>false</c>, and nothing is noted, when none of them stands.</summary>
    /// <param name="newest">Row of the seller's latest telling of the order.</param>
    /// <param name="lines">The lines.</param>
    public bool Delete(int newest, ReadOnlySpan<OrderLineKey> lines)
    {
        HashSet<OrderLineKey> standing = [.. Standing(newest).Select(told => new OrderLineKey(log.Orders[told.ToldIn].Version, told.LineNo))];
        int order = log.Orders[newest].Order;
        bool any = false;
        foreach (OrderLineKey line in lines)
        {
            if (!standing.Contains(line)) continue;
            if (!_deletions.TryGetValue(order, out List<Deletion>? deletions)) _deletions[order] = deletions = [];
            deletions.Add(new Deletion(line, log.Orders.Count));
            any = true;
        }

        return any;
    }

    /// <summary>What is left of an order, or <c>null</c>.</summary>
    /// <param name="newest">Row of the seller's latest telling of the order.</param>
    public OrderRemainder? Of(int newest)
    {
        List<OrderLine> standing = [.. Standing(newest)];
        if (standing.Count == 0) return null;
        int version = standing.Max(told => log.Orders[told.ToldIn].Version);

        // The newest telling of a line comes first, and DistinctBy keeps it.
        List<OrderLine> lines = [.. standing.Where(told => log.Orders[told.ToldIn].Version == version).DistinctBy(told => told.LineNo).OrderBy(told => told.LineNo)];
        int first = standing[^1].ToldIn;
        return new OrderRemainder(lines.Max(told => told.ToldIn), lines, first, [.. standing.Where(told => told.ToldIn == first).OrderBy(told => told.LineNo)]);
    }

    /// <summary>Whether a line that a telling told stands.</summary>
    /// <param name="row">Row of the telling.</param>
    /// <param name="known">Row of the order up to which deletions are known.</param>
    public bool Stands(int row, int known)
    {
        ref readonly OrderVersion told = ref log.Orders[row];
        if (!_deletions.TryGetValue(told.Order, out List<Deletion>? deletions)) return true;
        for (int i = told.FirstLine; i < told.FirstLine + told.Lines; i++)
        {
            if (log.Lines[i].ToldIn == row && !IsGone(deletions, new OrderLineKey(told.Version, log.Lines[i].LineNo), row, known)) return true;
        }

        return false;
    }

    private static bool IsGone(List<Deletion> deletions, OrderLineKey line, int row, int known)
    {
        foreach (Deletion deletion in deletions)
        {
            if (deletion.Line == line && row < deletion.BeforeRow && deletion.BeforeRow <= known) return true;
        }

        return false;
    }

    // Every telling of every line that no later deletion took away, the newest telling first.
    private IEnumerable<OrderLine> Standing(int newest)
    {
        List<Deletion> deletions = _deletions.GetValueOrDefault(log.Orders[newest].Order, []);
        for (int row = newest; row != Missing.Symbol; row = log.Orders[row].Earlier)
        {
            (int version, int from, int count) = (log.Orders[row].Version, log.Orders[row].FirstLine, log.Orders[row].Lines);
            for (int i = from; i < from + count; i++)
            {
                OrderLine line = log.Lines[i];
                if (line.ToldIn == row && !deletions.Exists(d => d.Line == new OrderLineKey(version, line.LineNo) && row < d.BeforeRow)) yield return line;
            }
        }
    }

    private readonly record struct Deletion(OrderLineKey Line, int BeforeRow);
}

/// <summary>What deletions left of an order.</summary>
/// <param name="Header">Row of the telling that speaks for it: the latest with a line of <paramref name="Lines"/>.</param>
/// <param name="Lines">Lines of the highest version that has any, by number.</param>
/// <param name="First">Row of the first telling of which a line is left.</param>
/// <param name="FirstLines">What is left of that telling, by number.</param>
internal sealed record OrderRemainder(int Header, List<OrderLine> Lines, int First, List<OrderLine> FirstLines);
