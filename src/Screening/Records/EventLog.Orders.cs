namespace Screening.Records;

/// <content>
/// Orders: what a version amounts to, which lines it has, and which version it replaces.
/// </content>
public sealed partial class EventLog
{
    /// <summary>
    /// Appends an order version with the lines that became known now. A version told again later replaces its lines of the same
    /// number and keeps the others; a version lower than the one in force is kept as it came, and teaches nothing.
    /// </summary>
    public Event Append(in OrderVersion header, ReadOnlySpan<OrderLine> lines)
    {
        OrderVersion version = Resolve(header, lines, out IReadOnlyList<OrderLine> all);
        version = version with { FirstLine = Lines.Count, Lines = all.Count };
        if (version.Previous == Missing.Symbol) version = version with { First = Orders.Count };
        Event at = AppendOrder(version);
        TellsLocations |= (version.PackagingCountry & version.AssemblyCountry & version.DeploymentCountry) != Missing.Symbol;
        NamesLicences |= version.LicensedLines > 0;
        foreach (OrderLine line in all) Lines.Add(line);
        _told.Set(version.Order, at.Row);
        if (version.InForce) _inForce.Set(version.Order, at.Row);
        if (version.Previous == Missing.Symbol) _standingOrders++;
        return at;
    }

    /// <summary>A line of an order version, by number from 0: of a row of the log, or of the latest one that was resolved and is none.</summary>
    public OrderLine LineOf(in OrderVersion order, int index) => order.FirstLine == Missing.Symbol ? _merged[index] : Lines[order.FirstLine + index];

    /// <summary>
    /// The version as it would stand if it were told now: its content by today's product figures, the version it would replace. Its lines
    /// are read by <see cref="LineOf"/> until the next one is resolved or told. Changes nothing.
    /// </summary>
    public OrderVersion Resolve(in OrderVersion header, ReadOnlySpan<OrderLine> lines) => Resolve(header, lines, out _);

    private OrderVersion Resolve(in OrderVersion header, ReadOnlySpan<OrderLine> lines, out IReadOnlyList<OrderLine> all)
    {
        int previous = InForce(header.Order);
        _merged.Clear();
        if (previous != Missing.Symbol && Orders[previous].Version == header.Version)
        {
            ref readonly OrderVersion told = ref Orders[previous];
            for (int line = 0; line < told.Lines; line++)
            {
                OrderLine kept = Lines[told.FirstLine + line];
                if (!Has(lines, kept.LineNo)) _merged.Add(kept);
            }
        }

        foreach (OrderLine line in lines) _merged.Add(line with { ToldIn = Orders.Count });
        _merged.Sort(static (a, b) => a.LineNo.CompareTo(b.LineNo));
        all = _merged;
        return Amounting(header, _merged, figuresAt: long.MaxValue) with
        {
            FirstLine = Missing.Symbol,
            Previous = previous,
            First = previous == Missing.Symbol ? Missing.Symbol : Orders[previous].First,
            Earlier = _told.Newest(header.Order),
            InForce = previous == Missing.Symbol || Orders[previous].Version <= header.Version,
        };
    }

    // What the lines amount to by the product figures that were known at a moment; each line is told which those were.
    private OrderVersion Amounting(in OrderVersion header, List<OrderLine> lines, long figuresAt)
    {
        var amounts = new OrderAmounts(Symbols.Texts);
        for (int i = 0; i < lines.Count; i++)
        {
            int row = ProductAt(lines[i].Product, figuresAt);
            lines[i] = lines[i] with { ProductRow = row };
            if (row == Missing.Symbol) amounts.AddUnknown(lines[i]);
            else amounts.Add(lines[i], Products[row], row);
        }

        return amounts.Of(header);
    }

    // Products rank before orders: those known at a moment are known to the orders of that moment.
    private int ProductAt(int product, long moment)
    {
        int row = _products.Newest(product);
        while (row != Missing.Symbol && Products[row].KnownAt > moment) row = Products[row].Previous;
        return _products.StandingRow(row);
    }

    private Event AppendOrder(in OrderVersion version)
    {
        CheckOrder(EventKind.Order, version.KnownAt);
        bool countsAsBefore = version.Previous != Missing.Symbol && version.CountsLike(Orders[version.Previous]);
        return Note(EventKind.Order, version.KnownAt, Orders.Add(version with { CountsAsBefore = countsAsBefore }));
    }

    private static bool Has(ReadOnlySpan<OrderLine> lines, int lineNo)
    {
        foreach (OrderLine line in lines)
        {
            if (line.LineNo == lineNo) return true;
        }

        return false;
    }
}
