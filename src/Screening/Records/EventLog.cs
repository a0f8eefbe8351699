namespace Screening.Records;

/// <summary>
/// Everything that became known, in the order in which it did: one table per kind and the sequence that runs through them.
/// The total order is (<c>known_at</c>, dataset rank, event time, key, version); <see cref="EventKind"/> gives the ranks. Rows of one
/// kind must come in that order, and appending earlier knowledge than the last is refused, because an engine may have read past it.
/// A deletion is a row of its own, made by one of the Delete methods: what its key had told is taken back from then on.
/// </summary>
/// <remarks>
/// What an order amounts to is worked out when it is appended, from the product figures known then: a product corrected later
/// changes later tellings only. One writer at a time.
/// </remarks>
public sealed partial class EventLog
{
    private readonly List<int> _inForce = [];
    private readonly List<int> _told = [];
    private readonly List<int> _products = [];
    private readonly List<int> _places = [];
    private readonly List<int> _entries = [];
    private readonly List<int> _profiles = [];
    private readonly List<int> _shipments = [];
    private readonly Dictionary<int, int> _happenings = [];
    private readonly Dictionary<(int Party, long PeriodEnd), int> _statements = [];
    private readonly Dictionary<(int Site, long EvidencedAt), int> _evidence = [];
    private readonly Dictionary<int, int> _decisions = [];
    private readonly int[] _standing = new int[Enum.GetValues<EventKind>().Length];
    private readonly Dictionary<int, OrderBeginning> _beginnings = [];
    private readonly OrderRemains _remains;
    private readonly List<OrderLine> _merged = [];
    private long _lastKnownAt = long.MinValue;
    private EventKind _lastKind;

    /// <summary>Makes an empty log.</summary>
    public EventLog() => _remains = new OrderRemains(this);

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

    /// <summary>How many keys of a kind stand: told, and not gone.</summary>
    public int Standing(EventKind kind) => _standing[(int)kind];

    /// <summary>Row of the version of an order that is in force, or <see cref="Missing.Symbol"/> when none was told or the order is gone.</summary>
    public int InForce(int order) => Newest(_inForce, order);

    /// <summary>How an order began, as far as it was known with one of its rows.</summary>
    public OrderBeginning Beginning(in OrderVersion order)
    {
        ref readonly OrderVersion first = ref Orders[order.First];
        if (first.IsRemainder) return _beginnings[order.First];
        return new OrderBeginning(first.KnownAt, first.MainClass, first.DestinationCountry, first.ShipToCountry);
    }

    /// <summary>Row of the latest telling of a product, or <see cref="Missing.Symbol"/> when there is none or it is gone.</summary>
    public int CurrentProduct(int product) => Standing(Products, Newest(_products, product));

    /// <summary>Row of the latest telling of a place, or <see cref="Missing.Symbol"/> when there is none or it is gone.</summary>
    public int CurrentPlace(int place) => Standing(Places, Newest(_places, place));

    /// <summary>Row of the latest profile of a party, or <see cref="Missing.Symbol"/> when there is none or it is gone.</summary>
    public int CurrentProfile(int party) => Standing(Profiles, Newest(_profiles, party));

    /// <summary>Appends a product telling.</summary>
    public Event Append(in Product row)
    {
        Event at = Tell(EventKind.Product, Products, row with { Previous = Newest(_products, row.Id) });
        Set(_products, row.Id, at.Row);
        return at;
    }

    /// <summary>Appends a place.</summary>
    public Event Append(in Place row)
    {
        Event at = Tell(EventKind.Place, Places, row with { Previous = Newest(_places, row.Id) });
        Set(_places, row.Id, at.Row);
        return at;
    }

    /// <summary>Appends a list entry with its names, the published one first; <c>FirstName</c> and <c>Names</c> are set here.</summary>
    public Event Append(in RestrictedEntry row, ReadOnlySpan<ListedName> names)
    {
        int first = ListedNames.Count;
        Event at = Tell(EventKind.RestrictedParty, RestrictedEntries, row with { FirstName = first, Names = names.Length, Previous = Newest(_entries, row.Entry) });
        Set(_entries, row.Entry, at.Row);
        foreach (ListedName name in names) ListedNames.Add(name);
        return at;
    }

    /// <summary>Appends a party profile.</summary>
    public Event Append(in PartyProfile row)
    {
        Event at = Tell(EventKind.Party, Profiles, row with { Previous = Newest(_profiles, row.Party) });
        Set(_profiles, row.Party, at.Row);
        return at;
    }

    /// <summary>Appends a party event.</summary>
    public Event Append(in PartyEvent row)
    {
        Event at = Tell(EventKind.PartyEvent, PartyEvents, row with { Previous = Newest(_happenings, row.Id) });
        if (row.Id != Missing.Symbol) _happenings[row.Id] = at.Row;
        return at;
    }

    /// <summary>Appends a balance sheet.</summary>
    public Event Append(in BalanceSheet row)
    {
        Event at = Tell(EventKind.BalanceSheet, BalanceSheets, row with { Previous = Newest(_statements, (row.Party, row.PeriodEnd)) });
        _statements[(row.Party, row.PeriodEnd)] = at.Row;
        return at;
    }

    /// <summary>Appends a statement of capacity.</summary>
    public Event Append(in CapacityStatement row)
    {
        Event at = Tell(EventKind.Capacity, Capacity, row with { Previous = Newest(_evidence, (row.Site, row.EvidencedAt)) });
        _evidence[(row.Site, row.EvidencedAt)] = at.Row;
        return at;
    }

    /// <summary>Appends a shipment leg; its places are the ones known now.</summary>
    public Event Append(in ShipmentLeg row)
    {
        int from = CurrentPlace(row.From), to = CurrentPlace(row.To);
        long length = from == Missing.Symbol || to == Missing.Symbol ? Missing.Amount : Place.DistanceMetres(Places[from], Places[to]);
        return AppendLeg(row with { FromPlaceRow = from, ToPlaceRow = to, LengthMetres = length });
    }

    /// <summary>Appends a disposition.</summary>
    public Event Append(in Disposition row)
    {
        Event at = Tell(EventKind.Disposition, Dispositions, row with { Previous = Newest(_decisions, row.Id) });
        if (row.Id != Missing.Symbol) _decisions[row.Id] = at.Row;
        return at;
    }

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
        Set(_told, version.Order, at.Row);
        if (version.InForce) Set(_inForce, version.Order, at.Row);
        if (version.Previous == Missing.Symbol) _standing[(int)EventKind.Order]++;
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

        foreach (OrderLine line in lines) _merged.Add(line with { ToldIn = Orders.Count });
        _merged.Sort(static (a, b) => a.LineNo.CompareTo(b.LineNo));
        all = _merged;
        return Amounting(header, _merged, figuresAt: long.MaxValue) with
        {
            Previous = previous,
            First = previous == Missing.Symbol ? Missing.Symbol : Orders[previous].First,
            Earlier = Newest(_told, header.Order),
            InForce = previous == Missing.Symbol || Orders[previous].Version <= header.Version,
        };
    }

    // What the lines amount to by the product figures that were known at a moment.
    private OrderVersion Amounting(in OrderVersion header, List<OrderLine> lines, long figuresAt)
    {
        Volume content = new(1, 0, 0, 0, 0);
        long controlledTpp = 0, mainValue = -1;
        int controlled = 0, unclassified = 0, unknown = 0;
        ProductClass mainClass = ProductClass.Unknown;
        foreach (OrderLine line in lines)
        {
            int row = ProductAt(line.Product, figuresAt);
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
        };
    }

    // Products rank before orders: those known at a moment are known to the orders of that moment.
    private int ProductAt(int product, long moment)
    {
        int row = Newest(_products, product);
        while (row != Missing.Symbol && Products[row].KnownAt > moment) row = Products[row].Previous;
        return Standing(Products, row);
    }

    private Event AppendLeg(in ShipmentLeg row)
    {
        Event at = Tell(EventKind.ShipmentLeg, Legs, row with { Previous = NewestLeg(row.Shipment, row.LegNo), Earlier = Newest(_shipments, row.Shipment) });
        Set(_shipments, row.Shipment, at.Row);
        return at;
    }

    // A shipment has a handful of legs: going through their tellings costs less than an index of all legs there are.
    private int NewestLeg(int shipment, int legNo)
    {
        int row = Newest(_shipments, shipment);
        while (row != Missing.Symbol && Legs[row].LegNo != legNo) row = Legs[row].Earlier;
        return row;
    }

    private Event Tell<T>(EventKind kind, Rows<T> table, in T row)
        where T : struct, ITelling
    {
        Event at = Append(kind, row.KnownAt, table, row);
        _standing[(int)kind] += (row.IsGone ? 0 : 1) - (Standing(table, row.Previous) == Missing.Symbol ? 0 : 1);
        return at;
    }

    private Event Append<T>(EventKind kind, long knownAt, Rows<T> table, in T row)
        where T : struct
    {
        CheckOrder(kind, knownAt);
        _lastKnownAt = knownAt;
        _lastKind = kind;
        var at = new Event(kind, table.Add(row));
        Events.Add(at);
        return at;
    }

    private void CheckOrder(EventKind kind, long knownAt)
    {
        if (knownAt < _lastKnownAt || (knownAt == _lastKnownAt && kind < _lastKind))
        {
            throw new ArgumentException(
                $"a {kind} known at {Micros.ToDateTime(knownAt):O} comes after a {_lastKind} known at {Micros.ToDateTime(_lastKnownAt):O}; "
                + "a log grows in the order in which things became known, by dataset rank within one moment", nameof(knownAt));
        }
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

    private static int Standing<T>(Rows<T> table, int row)
        where T : struct, ITelling => row == Missing.Symbol || table[row].IsGone ? Missing.Symbol : row;

    private static int Newest(List<int> rows, int symbol) => symbol >= 0 && symbol < rows.Count ? rows[symbol] : Missing.Symbol;

    private static int Newest<TKey>(Dictionary<TKey, int> rows, TKey key)
        where TKey : notnull => rows.TryGetValue(key, out int row) ? row : Missing.Symbol;

    private static void Set(List<int> rows, int symbol, int row)
    {
        while (rows.Count <= symbol) rows.Add(Missing.Symbol);
        rows[symbol] = row;
    }
}
