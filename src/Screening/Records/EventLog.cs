using Screening.Features;
using Screening.Parties;

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
    private readonly SymbolIndex _inForce;
    private readonly SymbolIndex _told;
    private readonly TellingTable<Product, int> _products;
    private readonly TellingTable<Place, int> _places;
    private readonly TellingTable<Part, (int Whole, int PartProduct)> _parts;
    private readonly TellingTable<ControlEvent, int> _controlEvents;
    private readonly TellingTable<RestrictedEntry, int> _entries;
    private readonly TellingTable<PartyProfile, int> _profiles;
    private readonly TellingTable<PartyEvent, int> _partyEvents;
    private readonly TellingTable<BalanceSheet, (int Party, long PeriodEnd)> _balanceSheets;
    private readonly TellingTable<CapacityStatement, (int Site, long EvidencedAt)> _capacity;
    private readonly TellingTable<Installation, (int Site, int Product, long CountedAt)> _installations;
    private readonly TellingTable<Certificate, int> _certificates;
    private readonly TellingTable<Tenancy, int> _tenancies;
    private readonly TellingTable<AuditOrBond, int> _auditsAndBonds;
    private readonly TellingTable<Tip, int> _tips;
    private readonly LegIndex _legIndex;
    private readonly TellingTable<ShipmentLeg, (int Shipment, int LegNo)> _legs;
    private readonly TellingTable<Payment, int> _payments;
    private readonly TellingTable<DeviceReport, int> _deviceReports;
    private readonly TellingTable<HoldAction, (int Hold, HoldAct Action)> _holdActions;
    private readonly TellingTable<Disposition, int> _dispositions;
    private readonly TellingTable<OutcomeReport, int> _outcomeReports;
    private readonly TellingTable?[] _tables = new TellingTable?[Enum.GetValues<EventKind>().Length];
    private readonly Dictionary<int, OrderBeginning> _beginnings = [];
    private readonly OrderRemains _remains;
    private readonly List<OrderLine> _merged = [];
    private long _lastKnownAt = long.MinValue;
    private EventKind _lastKind;
    private int _standingOrders;

    /// <summary>Makes an empty log.</summary>
    /// <param name="folding">Takes names apart before they are compared; without tables and transliteration if not given.</param>
    /// <param name="memory">Where its rows and symbols lie; the heap if not given.</param>
    public EventLog(NameFolding? folding = null, RoomMemory? memory = null)
    {
        memory ??= RoomMemory.Heap;
        Memory = memory;
        Symbols = new Symbols(memory);
        (_inForce, _told) = (new(memory), new(memory));
        (Events, ListedNames, Orders, Lines, Legs) = (new(memory), new(memory), new(memory), new(memory), new(memory));
        _products = new(EventKind.Product, new SymbolIndex(memory), new(memory));
        _places = new(EventKind.Place, new SymbolIndex(memory), new(memory));
        _parts = new(EventKind.Part, new HashIndex<(int Whole, int PartProduct)>(memory), new(memory));
        _controlEvents = new(EventKind.ControlEvent, new HashIndex<int>(memory), new(memory));
        _entries = new(EventKind.RestrictedParty, new SymbolIndex(memory), new(memory));
        _profiles = new(EventKind.Party, new SymbolIndex(memory), new(memory));
        _partyEvents = new(EventKind.PartyEvent, new SymbolIndex(memory), new(memory));
        _balanceSheets = new(EventKind.BalanceSheet, new HashIndex<(int Party, long PeriodEnd)>(memory), new(memory));
        _capacity = new(EventKind.Capacity, new HashIndex<(int Site, long EvidencedAt)>(memory), new(memory));
        _installations = new(EventKind.Installation, new HashIndex<(int Site, int Product, long CountedAt)>(memory), new(memory));
        _certificates = new(EventKind.Certificate, new SymbolIndex(memory), new(memory));
        _tenancies = new(EventKind.Tenancy, new HashIndex<int>(memory), new(memory));
        _auditsAndBonds = new(EventKind.AuditOrBond, new HashIndex<int>(memory), new(memory));
        _tips = new(EventKind.Tip, new HashIndex<int>(memory), new(memory));
        _payments = new(EventKind.Payment, new SymbolIndex(memory), new(memory));
        _deviceReports = new(EventKind.DeviceReport, new SymbolIndex(memory), new(memory));
        _holdActions = new(EventKind.HoldAction, new HashIndex<(int Hold, HoldAct Action)>(memory), new(memory));
        _dispositions = new(EventKind.Disposition, new HashIndex<int>(memory), new(memory));
        _outcomeReports = new(EventKind.OutcomeReport, new HashIndex<int>(memory), new(memory));
        NamePairs = new NamePairs(this, folding ?? new NameFolding(NameWords.None, TokenWeights.None, null));
        _remains = new OrderRemains(this);
        _legIndex = new LegIndex(Legs, memory);
        _legs = new(EventKind.ShipmentLeg, _legIndex, Legs);
        TellingTable[] tables =
        [
            _products, _places, _parts, _controlEvents, _entries, _profiles, _partyEvents, _balanceSheets, _capacity, _installations,
            _certificates, _tenancies, _auditsAndBonds, _tips, _legs, _payments, _deviceReports, _holdActions, _dispositions, _outcomeReports,
        ];
        foreach (TellingTable table in tables) _tables[(int)table.Kind] = table;
    }

    /// <summary>The symbol tables that the rows' numbers refer to.</summary>
    public Symbols Symbols { get; }

    /// <summary>Where its rows and symbols lie.</summary>
    public RoomMemory Memory { get; }

    /// <summary>What became known, in order.</summary>
    public Rows<Event> Events { get; }

    /// <summary>Product tellings.</summary>
    public Rows<Product> Products => _products.Rows;

    /// <summary>Place tellings.</summary>
    public Rows<Place> Places => _places.Rows;

    /// <summary>Lines of bills of materials.</summary>
    public Rows<Part> Parts => _parts.Rows;

    /// <summary>Rules of export control.</summary>
    public Rows<ControlEvent> ControlEvents => _controlEvents.Rows;

    /// <summary>List entries.</summary>
    public Rows<RestrictedEntry> RestrictedEntries => _entries.Rows;

    /// <summary>Names of the list entries.</summary>
    public Rows<ListedName> ListedNames { get; }

    /// <summary>Which names of parties are like which listed names.</summary>
    public NamePairs NamePairs { get; }

    /// <summary>Party profiles.</summary>
    public Rows<PartyProfile> Profiles => _profiles.Rows;

    /// <summary>Party events.</summary>
    public Rows<PartyEvent> PartyEvents => _partyEvents.Rows;

    /// <summary>Balance sheets.</summary>
    public Rows<BalanceSheet> BalanceSheets => _balanceSheets.Rows;

    /// <summary>Statements of capacity.</summary>
    public Rows<CapacityStatement> Capacity => _capacity.Rows;

    /// <summary>Counts of what is installed and in stock.</summary>
    public Rows<Installation> Installations => _installations.Rows;

    /// <summary>End-user statements and call-backs.</summary>
    public Rows<Certificate> Certificates => _certificates.Rows;

    /// <summary>Tenants of providers' machines.</summary>
    public Rows<Tenancy> Tenancies => _tenancies.Rows;

    /// <summary>Audits and bonds, given or refused.</summary>
    public Rows<AuditOrBond> AuditsAndBonds => _auditsAndBonds.Rows;

    /// <summary>Tips.</summary>
    public Rows<Tip> Tips => _tips.Rows;

    /// <summary>Order versions.</summary>
    public Rows<OrderVersion> Orders { get; }

    /// <summary>Lines of the order versions.</summary>
    public Rows<OrderLine> Lines { get; }

    /// <summary>Shipment legs.</summary>
    public Rows<ShipmentLeg> Legs { get; }

    /// <summary>Payments.</summary>
    public Rows<Payment> Payments => _payments.Rows;

    /// <summary>Reports of where devices were seen.</summary>
    public Rows<DeviceReport> DeviceReports => _deviceReports.Rows;

    /// <summary>Acts on holds.</summary>
    public Rows<HoldAction> HoldActions => _holdActions.Rows;

    /// <summary>Dispositions.</summary>
    public Rows<Disposition> Dispositions => _dispositions.Rows;

    /// <summary>What became known afterwards.</summary>
    public Rows<OutcomeReport> OutcomeReports => _outcomeReports.Rows;

    /// <summary>When the latest row became known; <see cref="long.MinValue"/> in an empty log.</summary>
    public long LastKnownAt => _lastKnownAt;

    /// <summary>How many keys of a kind stand: told, and not gone.</summary>
    public int Standing(EventKind kind) => kind == EventKind.Order ? _standingOrders : _tables[(int)kind]!.Standing;

    /// <summary>When an event became known.</summary>
    public long KnownAt(Event at) => at.Kind == EventKind.Order ? Orders[at.Row].KnownAt : _tables[(int)at.Kind]!.KnownAt(at.Row);

    /// <summary>Row of the version of an order that is in force, or <see cref="Missing.Symbol"/> when none was told or the order is gone.</summary>
    public int InForce(int order) => _inForce.Newest(order);

    /// <summary>Whether any order ever told where its goods are packaged, assembled or put to use: where none does, that one does not is no sign.</summary>
    public bool TellsLocations { get; private set; }

    /// <summary>Whether any order ever named the number of a licence: where none does, that one does not is no sign.</summary>
    public bool NamesLicences { get; private set; }

    /// <summary>
    /// Row of the seller's telling of an order before another, of which a line stands, or <see cref="Missing.Symbol"/>. The seller's
    /// tellings of an order, newest first, are those from the newest on.
    /// </summary>
    /// <param name="row">Row of a telling, or of what a deletion left of the order.</param>
    /// <param name="known">Row of the order up to which deletions are known.</param>
    public int TellingBefore(int row, int known)
    {
        row = Orders[row].Earlier;
        while (row != Missing.Symbol && !_remains.Stands(row, known)) row = Orders[row].Earlier;
        return row;
    }

    /// <summary>Row of the latest of the seller's tellings of an order at or before a row, of which a line stands, or <see cref="Missing.Symbol"/>.</summary>
    /// <param name="known">Row of the order: a telling, or what a deletion left; later deletions do not count.</param>
    public int TellingAt(int known) => !Orders[known].IsRemainder && _remains.Stands(known, known) ? known : TellingBefore(known, known);

    /// <summary>Asks for the versions of an order that stood before one, and with which it began; see <see cref="Ahead"/>.</summary>
    internal void AskBefore(int row)
    {
        ref readonly OrderVersion order = ref Orders[row];
        if (order.Previous == Missing.Symbol) return;
        Ahead.AskAll(in Orders[order.Previous]);
        if (order.First != order.Previous) Ahead.AskAll(in Orders[order.First]);
    }

    /// <summary>How an order began, as far as it was known with one of its rows.</summary>
    public OrderBeginning Beginning(in OrderVersion order)
    {
        ref readonly OrderVersion first = ref Orders[order.First];
        if (first.IsRemainder) return _beginnings[order.First];
        return new OrderBeginning(first.KnownAt, first.MainClass, first.DestinationCountry, first.ShipToCountry);
    }

    /// <summary>Row of the latest telling of a product, or <see cref="Missing.Symbol"/> when there is none or it is gone.</summary>
    public int CurrentProduct(int product) => _products.Current(product);

    /// <summary>Row of the latest telling of a place, or <see cref="Missing.Symbol"/> when there is none or it is gone.</summary>
    public int CurrentPlace(int place) => _places.Current(place);

    /// <summary>Row of the latest profile of a party, or <see cref="Missing.Symbol"/> when there is none or it is gone.</summary>
    public int CurrentProfile(int party) => _profiles.Current(party);

    /// <summary>Row of the latest telling of a leg, or <see cref="Missing.Symbol"/> when there is none or it is gone.</summary>
    public int CurrentLeg(int shipment, int legNo) => _legs.Current((shipment, legNo));

    /// <summary>Appends a product telling.</summary>
    public Event Append(in Product row) => Tell(_products, row);

    /// <summary>Appends a place.</summary>
    public Event Append(in Place row) => Tell(_places, row);

    /// <summary>Appends a line of a bill of materials.</summary>
    public Event Append(in Part row) => Tell(_parts, row);

    /// <summary>Appends a rule of export control.</summary>
    public Event Append(in ControlEvent row) => Tell(_controlEvents, row);

    /// <summary>Appends a list entry with its names, the published one first; <c>FirstName</c> and <c>Names</c> are set here.</summary>
    public Event Append(in RestrictedEntry row, ReadOnlySpan<ListedName> names)
    {
        Event at = Tell(_entries, row with { FirstName = ListedNames.Count, Names = names.Length });
        foreach (ListedName name in names) ListedNames.Add(name);
        return at;
    }

    /// <summary>Appends a party profile.</summary>
    public Event Append(in PartyProfile row) => Tell(_profiles, row);

    /// <summary>Appends a party event.</summary>
    public Event Append(in PartyEvent row) => Tell(_partyEvents, row);

    /// <summary>Appends a balance sheet.</summary>
    public Event Append(in BalanceSheet row) => Tell(_balanceSheets, row);

    /// <summary>Appends a statement of capacity.</summary>
    public Event Append(in CapacityStatement row) => Tell(_capacity, row);

    /// <summary>Appends a count; what it amounts to is worked out from the product figures known now.</summary>
    public Event Append(in Installation row)
    {
        int known = CurrentProduct(row.Product);
        if (known == Missing.Symbol) return Tell(_installations, row with { AcceleratorWattsInstalled = Missing.Amount, SystemWattsInstalled = Missing.Amount, TppInstalled = Missing.Amount });
        ref readonly Product product = ref Products[known];
        return Tell(_installations, row with
        {
            AcceleratorWattsInstalled = Quantity.TimesOrMissing(product.AcceleratorWatts, row.InstalledThousandths),
            SystemWattsInstalled = Quantity.TimesOrMissing(product.SystemWatts, row.InstalledThousandths),
            TppInstalled = Quantity.TimesOrMissing(product.Tpp, row.InstalledThousandths),
        });
    }

    /// <summary>Appends an end-user statement or a call-back.</summary>
    public Event Append(in Certificate row) => Tell(_certificates, row);

    /// <summary>Appends a tenancy.</summary>
    public Event Append(in Tenancy row) => Tell(_tenancies, row);

    /// <summary>Appends an audit or a bond.</summary>
    public Event Append(in AuditOrBond row) => Tell(_auditsAndBonds, row);

    /// <summary>Appends a tip.</summary>
    public Event Append(in Tip row) => Tell(_tips, row);

    /// <summary>Appends a shipment leg; its places are the ones known now.</summary>
    public Event Append(in ShipmentLeg row)
    {
        int from = CurrentPlace(row.From), to = CurrentPlace(row.To);
        long length = from == Missing.Symbol || to == Missing.Symbol ? Missing.Amount : Place.DistanceMetres(Places[from], Places[to]);
        return AppendLeg(row with { FromPlaceRow = from, ToPlaceRow = to, LengthMetres = length });
    }

    /// <summary>Appends a payment.</summary>
    public Event Append(in Payment row) => Tell(_payments, row);

    /// <summary>Appends a report of a device.</summary>
    public Event Append(in DeviceReport row) => Tell(_deviceReports, row);

    /// <summary>Appends an act on a hold.</summary>
    public Event Append(in HoldAction row) => Tell(_holdActions, row);

    /// <summary>Appends a disposition.</summary>
    public Event Append(in Disposition row) => Tell(_dispositions, row);

    /// <summary>Appends what became known afterwards.</summary>
    public Event Append(in OutcomeReport row) => Tell(_outcomeReports, row);

    private Event AppendLeg(in ShipmentLeg row) => Tell(_legs, row with { Earlier = _legIndex.Newest(row.Shipment) });

    private Event Tell<TRow, TKey>(TellingTable<TRow, TKey> table, in TRow row)
        where TRow : struct, ITelling<TRow, TKey>
        where TKey : notnull
    {
        CheckOrder(table.Kind, row.KnownAt);
        return Note(table.Kind, row.KnownAt, table.Append(row));
    }

    private Event? Take<TRow, TKey>(TellingTable<TRow, TKey> table, TKey key, long knownAt)
        where TRow : struct, ITelling<TRow, TKey>
        where TKey : notnull => table.Gone(key, knownAt) is { } gone ? Tell(table, gone) : null;

    private Event Note(EventKind kind, long knownAt, int row)
    {
        _lastKnownAt = knownAt;
        _lastKind = kind;
        var at = new Event(kind, row);
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
}
