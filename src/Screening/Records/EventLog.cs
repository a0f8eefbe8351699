namespace Screening.Records;

/// <summary>
/// Everything that became known, in the order in which it did: one table per kind and the sequence that runs through them.
/// The total order is (<c>known_at</c>, dataset rank, event time, key, version); <see cref="EventKind"/> gives the ranks. Rows of one
/// kind must come in that order, and appending earlier knowledge than the last is refused, because an engine may have read past it.
/// </summary>
/// <remarks>
/// What an order amounts to is worked out when it is appended, from the product figures known then: a product corrected later
/// changes later tellings only. One writer at a time.
/// </remarks>
public sealed class EventLog
{
    private readonly List<int> _inForce = [];
    private readonly List<int> _products = [];
    private readonly List<int> _places = [];
    private readonly List<OrderLine> _merged = [];
    private long _lastKnownAt = long.MinValue;
    private EventKind _lastKind;

    /// <summary>The symbol tables that the rows' numbers refer to.</summary>
    public Symbols Symbols { get; } = new();

    /// <summary>What became known, in order.</summary>
    public Rows<Event> Events { get; } = new();

    /// <summary>Product tellings.</summary>
    public Rows<Product> Products { get; } = new();

    /// <summary>Place tellings.</summary>
    public Rows<Place> Places { get; } = new();

    /// <summary>List entries.</summary>
    public Rows<RestrictedEntry> RestrictedEntries { get; } = new();

    /// <summary>Names of the list entries.</summary>
    public Rows<ListedName> ListedNames { get; } = new();

    /// <summary>Party profiles.</summary>
    public Rows<PartyProfile> Profiles { get; } = new();

    /// <summary>Party events.</summary>
    public Rows<PartyEvent> PartyEvents { get; } = new();

    /// <summary>Balance sheets.</summary>
    public Rows<BalanceSheet> BalanceSheets { get; } = new();

    /// <summary>Statements of capacity.</summary>
    public Rows<CapacityStatement> Capacity { get; } = new();

    /// <summary>Order versions.</summary>
    public Rows<OrderVersion> Orders { get; } = new();

    /// <summary>Lines of the order versions.</summary>
    public Rows<OrderLine> Lines { get; } = new();

    /// <summary>Shipment legs.</summary>
    public Rows<ShipmentLeg> Legs { get; } = new();

    /// <summary>Dispositions.</summary>
    public Rows<Disposition> Dispositions { get; } = new();

    /// <summary>When the latest row became known; <see cref="long.MinValue"/> in an empty log.</summary>
    public long LastKnownAt => _lastKnownAt;

    /// <summary>Row of the version of an order that is in force, or <see cref="Missing.Symbol"/>.</summary>
    public int InForce(int order) => order >= 0 && order < _inForce.Count ? _inForce[order] : Missing.Symbol;

    /// <summary>Row of the latest telling of a product, or <see cref="Missing.Symbol"/>.</summary>
    public int CurrentProduct(int product) => product >= 0 && product < _products.Count ? _products[product] : Missing.Symbol;

    /// <summary>Row of the latest telling of a place, or <see cref="Missing.Symbol"/>.</summary>
    public int CurrentPlace(int place) => place >= 0 && place < _places.Count ? _places[place] : Missing.Symbol;

    /// <summary>Appends a product telling.</summary>
    public Event Append(in Product row)
    {
        Event at = Append(EventKind.Product, row.KnownAt, Products, row);
        Set(_products, row.Id, at.Row);
        return at;
    }

    /// <summary>Appends a place.</summary>
    public Event Append(in Place row)
    {
        Event at = Append(EventKind.Place, row.KnownAt, Places, row);
        Set(_places, row.Id, at.Row);
        return at;
    }

    /// <summary>Appends a list entry with its names, the published one first; <c>FirstName</c> and <c>Names</c> are set here.</summary>
    public Event Append(in RestrictedEntry row, ReadOnlySpan<ListedName> names)
    {
        int first = ListedNames.Count;
        Event at = Append(EventKind.RestrictedParty, row.KnownAt, RestrictedEntries, row with { FirstName = first, Names = names.Length });
        foreach (ListedName name in names) ListedNames.Add(name);
        return at;
    }

    /// <summary>Appends a party profile.</summary>
    public Event Append(in PartyProfile row) => Append(EventKind.Party, row.KnownAt, Profiles, row);

    /// <summary>Appends a party event.</summary>
    public Event Append(in PartyEvent row) => Append(EventKind.PartyEvent, row.KnownAt, PartyEvents, row);

    /// <summary>Appends a balance sheet.</summary>
    public Event Append(in BalanceSheet row) => Append(EventKind.BalanceSheet, row.KnownAt, BalanceSheets, row);

    /// <summary>Appends a statement of capacity.</summary>
    public Event Append(in CapacityStatement row) => Append(EventKind.Capacity, row.KnownAt, Capacity, row);

    /// <summary>Appends a shipment leg; its places are the ones known now.</summary>
    public Event Append(in ShipmentLeg row)
    {
        int from = CurrentPlace(row.From), to = CurrentPlace(row.To);
        long length = from == Missing.Symbol || to == Missing.Symbol ? Missing.Amount : Place.DistanceMetres(Places[from], Places[to]);
        return Append(EventKind.ShipmentLeg, row.KnownAt, Legs, row with { FromPlaceRow = from, ToPlaceRow = to, LengthMetres = length });
    }

    /// <summary>Appends a disposition.</summary>
    public Event Append(in Disposition row) => Append(EventKind.Disposition, row.KnownAt, Dispositions, row);

    /// <summary>
    /// Appends an order version with the lines that became known now. A version told again later replaces its lines of the same
    /// number and keeps the others; a version lower than the one in force is kept as it came, and teaches nothing.
    /// </summary>
    public Event Append(in OrderVersion header, ReadOnlySpan<OrderLine> lines)
    {
        OrderVersion version = Resolve(header, lines, out IReadOnlyList<OrderLine> all);
        version = version with { FirstLine = Lines.Count, Lines = all.Count };
        if (version.Previous == Missing.Symbol) version = version with { First = Orders.Count };
        Event at = Append(EventKind.Order, version.KnownAt, Orders, version);
        foreach (OrderLine line in all) Lines.Add(line);
        if (version.InForce) Set(_inForce, version.Order, at.Row);
        return at;
    }

    /// <summary>
    /// The version as it would stand if it were told now: its content by today's product figures, the version it would replace.
    /// Changes nothing.
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

        foreach (OrderLine line in lines) _merged.Add(line);
        _merged.Sort(static (a, b) => a.LineNo.CompareTo(b.LineNo));
        all = _merged;

        Volume content = new(1, 0, 0, 0, 0);
        long controlledTpp = 0, mainValue = -1;
        int controlled = 0, unclassified = 0, unknown = 0;
        ProductClass mainClass = ProductClass.Unknown;
        foreach (OrderLine line in _merged)
        {
            int row = CurrentProduct(line.Product);
            Product product = row == Missing.Symbol ? default : Products[row];
            if (row == Missing.Symbol) unknown++;
            else if (product.Controlled is null) unclassified++;
            Volume amount = row == Missing.Symbol
                ? new(0, line.ValueCents, 0, 0, 0)
                : new(0, line.ValueCents, Times(product.Tpp, line), Times(product.AcceleratorWatts, line), Times(product.SystemWatts, line));
            content += amount;
            if (product.Controlled == true)
            {
                controlled++;
                controlledTpp = checked(controlledTpp + amount.Tpp);
            }

            if (line.ValueCents <= mainValue) continue;
            mainValue = line.ValueCents;
            mainClass = product.Class;
        }

        return header with
        {
            Content = content,
            ControlledTpp = controlledTpp,
            ControlledLines = controlled,
            UnclassifiedLines = unclassified,
            UnknownProductLines = unknown,
            MainClass = mainClass,
            Previous = previous,
            First = previous == Missing.Symbol ? Missing.Symbol : Orders[previous].First,
            InForce = previous == Missing.Symbol || Orders[previous].Version <= header.Version,
        };
    }

    private Event Append<T>(EventKind kind, long knownAt, Rows<T> table, in T row)
        where T : struct
    {
        if (knownAt < _lastKnownAt || (knownAt == _lastKnownAt && kind < _lastKind))
        {
            throw new ArgumentException(
                $"a {kind} known at {Micros.ToDateTime(knownAt):O} comes after a {_lastKind} known at {Micros.ToDateTime(_lastKnownAt):O}; "
                + "a log grows in the order in which things became known, by dataset rank within one moment", nameof(row));
        }

        _lastKnownAt = knownAt;
        _lastKind = kind;
        var at = new Event(kind, table.Add(row));
        Events.Add(at);
        return at;
    }

    // Thousandths of a unit times an integer per unit; half a unit of the result rounds up. More than 64 bits hold is refused, not cut.
    private static long Times(long perUnit, in OrderLine line) =>
        perUnit == Missing.Amount ? 0 : checked((long)(((Int128)perUnit * line.QuantityThousandths + 500) / 1000));

    private static bool Has(ReadOnlySpan<OrderLine> lines, int lineNo)
    {
        foreach (OrderLine line in lines)
        {
            if (line.LineNo == lineNo) return true;
        }

        return false;
    }

    private static void Set(List<int> rows, int symbol, int row)
    {
        while (rows.Count <= symbol) rows.Add(Missing.Symbol);
        rows[symbol] = row;
    }
}
