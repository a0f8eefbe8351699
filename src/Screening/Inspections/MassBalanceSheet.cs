using Screening.Records;

namespace Screening.Inspections;

/// <summary>What came in to a party of one product, and where it went.</summary>
/// <param name="Party">Party symbol.</param>
/// <param name="Product">Product symbol.</param>
/// <param name="InThousandths">Units ordered to it, in thousandths.</param>
/// <param name="SoldThousandths">Units that it sold, by orders that name it as seller.</param>
/// <param name="PassedOnThousandths">Units that counts of the days say it passed on.</param>
/// <param name="InstalledThousandths">Units that the latest count of the days at each site finds installed; <c>null</c> when no count of these days tells.</param>
/// <param name="StockThousandths">Units that it finds in stock; <c>null</c> when no count of these days tells.</param>
/// <param name="CountedAt">Moment of the latest count; <c>null</c> for none.</param>
public sealed record PartyBalance(
    int Party, int Product, long InThousandths, long SoldThousandths, long PassedOnThousandths, long? InstalledThousandths, long? StockThousandths, long? CountedAt)
{
    /// <summary>Units that nothing accounts for, in thousandths; negative where more is found than came in, <c>null</c> when no count of the days says what is there.</summary>
    public long? UnaccountedThousandths => InstalledThousandths is null && StockThousandths is null
        ? null
        : InThousandths - SoldThousandths - PassedOnThousandths - (InstalledThousandths ?? 0) - (StockThousandths ?? 0);
}

/// <summary>
/// The reconciliation of T09 as a sheet: per party and product what came in, was sold or passed on, and was counted, in the last days. The feature of the same name
/// takes the line of greatest value of each order; a sheet that people sign takes every line.
/// </summary>
public static class MassBalanceSheet
{
    /// <summary>Makes the sheet.</summary>
    /// <param name="log">What was known.</param>
    /// <param name="last">Last UTC day.</param>
    /// <param name="days">How many days, the last one included.</param>
    /// <returns>A row for each party and product of which something came in, by party and product symbol.</returns>
    public static IReadOnlyList<PartyBalance> Of(EventLog log, DateOnly last, int days)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        (long from, long until) = (Micros.StartOf(last.AddDays(1 - days)), Micros.StartOf(last.AddDays(1)));
        Dictionary<(int Party, int Product), (long In, long Sold)> moved = Moved(log, from, until);
        Dictionary<(int Party, int Product), Counted> counted = Counts(log, from, until);
        return
        [
            .. moved.Where(flow => flow.Value.In > 0).OrderBy(flow => flow.Key).Select(flow =>
            {
                Counted count = counted.GetValueOrDefault(flow.Key);
                return new PartyBalance(
                    flow.Key.Party, flow.Key.Product, flow.Value.In, flow.Value.Sold, count.PassedOn, count.Installed, count.Stock, count.At == 0 ? null : count.At);
            }),
        ];
    }

    private static Dictionary<(int Party, int Product), (long In, long Sold)> Moved(EventLog log, long from, long until)
    {
        var moved = new Dictionary<(int Party, int Product), (long In, long Sold)>();
        foreach (int row in log.Orders.Each())
        {
            ref readonly OrderVersion order = ref log.Orders[row];
            if (log.InForce(order.Order) != row || !order.Counts || order.EventAt < from || order.EventAt >= until) continue;
            for (int i = 0; i < order.Lines; i++)
            {
                OrderLine line = log.LineOf(order, i);
                (int Party, int Product) buyer = (order.Subject, line.Product), seller = (order.Seller, line.Product);
                (long into, long sold) = moved.GetValueOrDefault(buyer);
                moved[buyer] = (checked(into + line.QuantityThousandths), sold);
                (into, sold) = moved.GetValueOrDefault(seller);
                moved[seller] = (into, checked(sold + line.QuantityThousandths));
            }
        }

        return moved;
    }

    // What was passed on adds up over counts; what stands there is what the latest count at each site says.
    private static Dictionary<(int Party, int Product), Counted> Counts(EventLog log, long from, long until)
    {
        var standing = new List<int>();
        HashSet<int> replaced = [];
        foreach (int row in log.Installations.Each())
        {
            ref readonly Installation count = ref log.Installations[row];
            if (count.Previous != Missing.Symbol) replaced.Add(count.Previous);
        }

        foreach (int row in log.Installations.Each())
        {
            ref readonly Installation count = ref log.Installations[row];
            if (!replaced.Contains(row) && !count.IsGone && count.CountedAt >= from && count.CountedAt < until) standing.Add(row);
        }

        var counted = new Dictionary<(int Party, int Product), Counted>();
        foreach (int row in standing) Add(counted, log.Installations[row], isThere: false);
        IEnumerable<int> latest = standing.Where(row => IsCount(log.Installations[row]))
            .GroupBy(row => (log.Installations[row].Party, log.Installations[row].Site, log.Installations[row].Product))
            .SelectMany(site => site.Where(row => log.Installations[row].CountedAt == site.Max(other => log.Installations[other].CountedAt)));
        foreach (int row in latest) Add(counted, log.Installations[row], isThere: true);
        return counted;
    }

    private static void Add(Dictionary<(int Party, int Product), Counted> counted, in Installation count, bool isThere)
    {
        Counted so = counted.GetValueOrDefault((count.Party, count.Product));
        if (!isThere) so = so with { PassedOn = checked(so.PassedOn + Told(count.PassedOnThousandths)) };
        else
        {
            so = so with
            {
                Installed = count.InstalledThousandths == Missing.Amount ? so.Installed : checked((so.Installed ?? 0) + count.InstalledThousandths),
                Stock = count.StockThousandths == Missing.Amount ? so.Stock : checked((so.Stock ?? 0) + count.StockThousandths),
                At = Math.Max(so.At, count.CountedAt),
            };
        }

        counted[(count.Party, count.Product)] = so;
    }

    private static bool IsCount(in Installation count) => count.InstalledThousandths != Missing.Amount || count.StockThousandths != Missing.Amount;

    private static long Told(long amount) => amount == Missing.Amount ? 0 : amount;

    private readonly record struct Counted(long PassedOn, long? Installed, long? Stock, long At);
}
