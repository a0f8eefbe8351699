using Screening.Policies;
using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>
/// A small world in which everything collides: a handful of parties, products, places and days. Moments lie on a grid of half days, some a
/// microsecond beside it, so that equal moments and the borders of 7, 30, 90, 365 and 366 days and of years are hit all the time.
/// The same seed makes the same world.
/// </summary>
internal sealed partial class CoarseWorld
{
    private const int Phones = 0, Addresses = 10, Domains = 20, Persons = 30, Lists = 40, Subjects = 50, Decisions = 60, Happenings = 200;
    private static readonly string[] Codes = ["AE", "CN", "DE", "HK", "IR", "MO", "MY", "SG", "US"];
    private static readonly double[] OrderedBeforeDays = [0, 0, 0, 0, 0, 0.5, 1, 7, 29.5, 30, 30, 60, 90, 335, 365, 365, 366, 400, 730, -0.5, -3, -40];
    private static readonly double[] PeriodEndDays = [-465, -460, -370, -365, -360, -270, -269, -95, -5, 0, 5, 90, 95, 100, 365, 460];
    private static readonly PlaceKind[] PlaceKinds = [PlaceKind.Unknown, PlaceKind.Port, PlaceKind.Airport, PlaceKind.FreeZone, PlaceKind.FreeZone];
    private static readonly EventKind[] Kinds =
    [
        EventKind.Product, EventKind.Place, EventKind.RestrictedParty, EventKind.Party, EventKind.PartyEvent, EventKind.BalanceSheet, EventKind.Capacity, EventKind.Order, EventKind.ShipmentLeg,
        EventKind.Disposition, EventKind.Payment, EventKind.Installation, EventKind.Certificate, EventKind.Tenancy, EventKind.AuditOrBond, EventKind.Part, EventKind.ControlEvent,
        EventKind.Tip, EventKind.DeviceReport, EventKind.HoldAction, EventKind.OutcomeReport,
    ];

    private readonly Random _random, _dice, _naming;
    private readonly List<Fact> _facts = [];
    private readonly List<OrderFact> _latest = [];

    // In a busy world one pair of parties orders all the time, in two sizes, so that many orders stand within a month.
    private readonly bool _isBusy;
    private readonly bool _crowd, _hasList, _isOneLane, _isConvoy, _deletes;
    private readonly double _pace, _sharing;
    private readonly int _parties;
    private readonly int[] _countries;
    private readonly long _start;
    private long _now;

    private CoarseWorld(int seed, int events)
    {
        Seed = seed;
        _random = new Random(seed);
        _dice = new Random(~seed);
        _naming = new Random(unchecked(seed * 31));
        _start = Micros.StartOf(new DateOnly(2023, 1 + _random.Next(12), 1));
        _now = _start;
        _isBusy = Chance(0.2);
        _crowd = Chance(0.15);
        _hasList = Chance(0.75);
        _isOneLane = Chance(_isBusy ? 0.7 : 0.4);
        _isConvoy = Chance(0.2);
        _deletes = Chance(0.8);
        _isOneSeller = Chance(0.4);
        _isOneKind = Chance(0.4);
        _pace = _isBusy ? 0.5 : Pick(0.5, 1, 4, 10);
        _sharing = Pick(0.1, 0.3, 0.7);
        _parties = _crowd ? 15 + _random.Next(4) : 5 + _random.Next(8);
        _countries = [.. Codes.Select(c => CountryCode.Of(c))];
        _random.Shuffle(_countries);
        if (_isOneLane) _countries = _countries[..2];
        Members = MakeMembers();
        for (int i = 0; i < 3; i++) Tell(MakeProduct(i));
        for (int i = 0; i < 3; i++) Tell(MakePlace(i));
        for (int party = 0; _crowd && party < _parties; party++) Tell(MakeProfile(party));
        if (_isConvoy) TellConvoy();
        for (int i = 0; i < events; i++)
        {
            if (!Chance(0.35)) _now += (long)(Math.Ceiling(_random.NextDouble() * 4 * _pace) / 2 * Micros.PerDay);
            if (Chance(0.01)) _now += 365 * Micros.PerDay;
            Tell(MakeAny());
        }

        Facts = Fact.Sorted(_facts);
        Law = MakeLaw();
        Countries = new CountryGroups(Members, Aliases).With(Law);
    }

    public int Seed { get; }

    /// <summary>What becomes known, in the order of the log.</summary>
    public List<Fact> Facts { get; }

    public IReadOnlyList<(string Group, int Country, long ValidFrom, long ValidTo)> Members { get; }

    public static IReadOnlyList<(int Country, int TreatedAs)> Aliases { get; } = [(CountryCode.Of("HK"), CountryCode.Of("CN"))];

    public CountryGroups Countries { get; }

    public LawTables Law { get; }

    public long LastKnownAt => Facts[^1].KnownAt;

    public static CoarseWorld Of(int seed, int events = 270) => new(seed, events);

    /// <summary>A log of some facts in order.</summary>
    public static EventLog Log(IEnumerable<Fact> facts, int? shuffle = null, RoomMemory? memory = null)
    {
        var log = new EventLog(WorldNames.Folding, memory);
        var numbers = new Numbering(log, shuffle);
        foreach (Fact fact in facts) fact.AppendTo(log, numbers);
        return log;
    }

    /// <summary>An order as it could come next: a new one, or another version of one that was told before <paramref name="position"/>.</summary>
    public OrderFact MakeOrderAt(int position, long knownAt)
    {
        _now = knownAt;
        _latest.Clear();
        foreach (OrderFact told in Facts.Take(position).OfType<OrderFact>()) Remember(told);
        OrderFact made = MakeOrder(jitter: false);
        return made with { Header = made.Header with { KnownAt = knownAt }, KnownAt = knownAt };
    }

    /// <summary>Kinds that worlds tell of: those that a feature is made of, and dispositions.</summary>
    public static IReadOnlyList<EventKind> Told => Kinds;

    public override string ToString() => $"world of seed {Seed}";

    private void Tell(Fact fact)
    {
        if (fact is OrderFact order) Remember(order);
        _facts.Add(fact);
    }

    private void Remember(OrderFact order)
    {
        int place = _latest.FindIndex(o => o.Header.Order == order.Header.Order);
        if (place < 0) _latest.Add(order);
        else if (_latest[place].Header.Version <= order.Header.Version) _latest[place] = order;
    }

    private Fact MakeAny() => _random.Next(162) switch
    {
        >= 124 => MakeOfNetwork(),
        >= 112 => MakeOfGoods(),
        >= 100 => MakeOfParties(),
        < 52 when _deletes && Chance(_isBusy ? 0.1 : 0.25) => MakeDeletion(),
        < 52 => MakeOrder(jitter: true),
        < 64 => MakeLeg(),
        < 74 => MakeProfile(_random.Next(_parties)),
        < 80 => MakePartyEvent(),
        < 87 => MakeStatement(),
        < 93 => MakeCapacity(),
        < 95 => MakeProduct(_random.Next(4)),
        < 97 => MakePlace(_random.Next(5)),
        < 99 => _hasList ? MakeEntry() : MakeLeg(),
        _ => new DispositionFact(new Disposition(Subjects, _random.Next(3), Known(), _now, Decision.Released) { Id = Decisions + _random.Next(4) }),
    };

    // Of every kind that is told; of what was told long ago as well as of what was told just now, and of the same key again.
    private Fact MakeDeletion()
    {
        EventKind kind = Pick(Kinds);
        if (kind is EventKind.Product or EventKind.Place or EventKind.Payment or EventKind.Certificate && Chance(0.5)) kind = EventKind.Party;
        if (Chance(0.3)) kind = Pick(EventKind.Party, EventKind.PartyEvent);
        if (Chance(0.25)) kind = EventKind.Order;
        Fact[] told = [.. _facts.Where(f => f.Kind == kind && (f is OrderFact || f.RowKey is not null))];
        if (told.Length == 0) return MakeOrder(jitter: true);
        Fact fact = Chance(0.5) ? told[^(1 + _random.Next(Math.Min(3, told.Length)))] : told[_random.Next(told.Length)];
        if (fact is OrderFact order) return new DeletionFact(Known(), EventKind.Order, order.Header.Order, 0, MakeDeletedLines(order));
        (int id, long part) = fact.RowKey!.Value;
        return new DeletionFact(Known(), kind, id, part);
    }

    // A line, a version, or the whole order with all its versions; now and then a line that there never was.
    private OrderLineKey[] MakeDeletedLines(OrderFact order) => _random.Next(6) switch
    {
        0 or 1 => [new OrderLineKey(order.Header.Version, Pick(order.Lines).LineNo)],
        2 or 3 => [.. Enumerable.Range(1, 3).Select(no => new OrderLineKey(order.Header.Version, no))],
        4 => [.. _facts.OfType<OrderFact>().Where(o => o.Header.Order == order.Header.Order).SelectMany(o => o.Lines.Select(l => new OrderLineKey(o.Header.Version, l.LineNo))).Distinct()],
        _ => [new OrderLineKey(order.Header.Version, _random.Next(4))],
    };

    private OrderFact MakeOrder(bool jitter)
    {
        long knownAt = jitter ? Known() : _now;
        if (_latest.Count > 0 && Chance(_isBusy ? 0.2 : 0.45)) return MakeRetold(_latest[_latest.Count - 1 - _random.Next(Math.Min(_latest.Count, 12))], knownAt);
        int order = _latest.Count == 0 ? 0 : _latest.Max(o => o.Header.Order) + 1;
        var header = new OrderVersion
        {
            Order = order,
            Version = 1 + _random.Next(2),
            Status = Pick(
                OrderStatus.Placed, OrderStatus.Placed, OrderStatus.Placed, OrderStatus.Placed, OrderStatus.Placed, OrderStatus.Placed, OrderStatus.Quoted, OrderStatus.Shipped, OrderStatus.Cancelled),
            KnownAt = knownAt,
            OrderedAt = Ordered(),
            Seller = _isOneSeller ? 0 : _random.Next(_parties),
            Purchaser = Party(),
            EndUser = Sometimes(0.85, Party()),
            UltimateConsignee = Sometimes(0.6, Party()),
            IntermediateConsignee = Sometimes(0.4, Party()),
            ForwardingAgent = Sometimes(0.4, Party()),
            Payer = Sometimes(0.4, Party()),
            DestinationCountry = Sometimes(0.95, Country()),
            ShipToCountry = Sometimes(0.93, Country()),
            EndUse = Sometimes(0.7, Uses + _random.Next(2)),
            EndUseLocation = Sometimes(0.6, Locations + _random.Next(2)),
            SalesRepresentative = Sometimes(0.7, _random.Next(3)),
        };
        return new OrderFact(WithPapers(header), MakeLines());
    }

    private OrderFact MakeRetold(OrderFact told, long knownAt)
    {
        OrderVersion header = told.Header with { KnownAt = knownAt };
        if (Chance(0.3)) header = header with { OrderedAt = Ordered() };
        OrderVersion next = header with { Version = header.Version + 1 + _random.Next(2), Status = OrderStatus.Changed };
        return _random.Next(10) switch
        {
            0 => told with { KnownAt = knownAt, Header = next with { EndUser = Sometimes(0.8, Party()) } },
            1 => told with { KnownAt = knownAt, Header = next with { Purchaser = Party(), UltimateConsignee = Sometimes(0.6, Party()), SalesRepresentative = Sometimes(0.7, _random.Next(3)) } },
            2 => told with { KnownAt = knownAt, Header = next with { DestinationCountry = Country(), ShipToCountry = Sometimes(0.8, Country()) } },
            3 => new OrderFact(next, MakeLines()),
            4 => told with { KnownAt = knownAt, Header = next with { Status = Pick(OrderStatus.Cancelled, OrderStatus.Refused) } },
            5 => told with { KnownAt = knownAt, Header = next with { Status = OrderStatus.Returned } },
            6 => told with { KnownAt = knownAt, Header = next with { Status = OrderStatus.Shipped } },

            // Single lines of the same version told again, and then an older version that comes late.
            7 or 8 => new OrderFact(header, [.. MakeLines().Take(1 + _random.Next(2))]),
            _ => new OrderFact(header with { Version = Math.Max(1, header.Version - 1 - _random.Next(2)), EndUser = Party() }, MakeLines()),
        };
    }

    private OrderLine[] MakeLines() =>
    [
        .. Enumerable.Range(1, 3).Where(_ => Chance(0.6)).DefaultIfEmpty(2).Select(no =>
            WithPapers(new OrderLine(no, _isOneLane ? _random.Next(2) : _random.Next(5), _isBusy ? Pick(1000L, 1000, 500) : Pick(1L, 333, 500, 1000, 2000, 8000), _random.Next(4) * 50_000_00L + Pick(0, 0, 33)))),
    ];

    private ProductFact MakeProduct(int id) => new(WithLaw(WithFigures(new Product
    {
        Id = id,
        KnownAt = Known(),
        Class = _isOneLane ? ProductClass.Server : Pick(ProductClass.Accelerator, ProductClass.Server, ProductClass.Other),
        Tpp = Pick(Missing.Amount, 0, 7_916, 15_832, 15_833),
        AcceleratorWatts = Pick(Missing.Amount, 0, 350, 700),
        SystemWatts = Pick(Missing.Amount, 1000, 10_200),
        Controlled = Pick<bool?>(true, true, false, null),
    })));

    // The first two places lie in one harbour.
    private PlaceFact MakePlace(int id) => new(
        new Place(id, Known(), Country(), id < 2 ? 1.26 + (id * 0.002) : Pick(25.0, 25.3, -33.9), id < 2 ? 103.8 : Pick(55.1, 55.3, 179.5)) { Kind = Pick(PlaceKinds) });

    private EntryFact MakeEntry() => new(
        new RestrictedEntry(_random.Next(4), Known(), Lists, 0, 0) { Countries = [.. Enumerable.Range(0, _naming.Next(3)).Select(_ => _countries[_naming.Next(_countries.Length)]).Distinct()] },
        [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Sometimes(0.9, Name(_random.Next(5))))]);

    // Mostly names that are alike.
    private int Name(int drawn) => drawn < 4 && _naming.Next(10) < 8 ? drawn : _naming.Next(WorldNames.All.Length);

    private ProfileFact MakeProfile(int party) => new(new PartyProfile
    {
        Party = party,
        KnownAt = Known(),
        Kind = _isOneKind && !Chance(0.1) ? PartyKind.Neocloud : Pick(PartyKind.Unknown, PartyKind.Enterprise, PartyKind.Enterprise, PartyKind.Reseller, PartyKind.University, PartyKind.Neocloud, PartyKind.Forwarder, PartyKind.Bank),
        Name = Sometimes(0.8, Name(_random.Next(5))),
        Country = Country(),
        HeadquartersCountry = Sometimes(0.6, Country()),
        UltimateParentCountry = Sometimes(0.4, Country()),
        UltimateParent = Sometimes(_sharing / 2, Persons + _random.Next(4)),
        Phone = _crowd ? Missing.Symbol : Sometimes(_sharing, Phones + _random.Next(3)),
        Address = _crowd ? Addresses : Sometimes(_sharing, Addresses + _random.Next(3)),
        EmailDomain = _crowd ? Domains : Sometimes(_sharing, Domains + _random.Next(2)),
        AddressIsHub = Chance(_crowd ? 0.02 : 0.15),
        Employees = Pick(Missing.Amount, 0, 3, 700),
        LineOfBusiness = Sometimes(0.5, Businesses),
        RegistrationNumber = Sometimes(0.5, Registrations + _random.Next(3)),
        WebPresence = Pick<bool?>(true, false, null),
        AddressKind = (AddressKind)_random.Next(8),
        AddressEvidence = (EvidenceGrade)_random.Next(6),
        IncorporatedAt = Chance(0.2) ? Missing.Moment : _start + (long)(Pick(-4000, -365, -30, -1, 0, 0.5, 200) * Micros.PerDay),
    });

    private PartyEventFact MakePartyEvent() => new(WithOwner(new PartyEvent(
        _random.Next(_parties),
        Known(),
        Pick(PartyEventKind.Ownership, PartyEventKind.Ownership, PartyEventKind.Ownership, PartyEventKind.Director, PartyEventKind.Name),
        _now - (long)(Pick(0, 0, 1, 30, 365, 366, -30) * Micros.PerDay),
        Pick(0, 0.1, 0.25, 0.3, 0.51, double.NaN),
        Sometimes(_sharing, Persons + _random.Next(4)))
    {
        Id = Sometimes(0.7, Happenings + _random.Next(12)),
    }));

    private StatementFact MakeStatement() => new(new BalanceSheet
    {
        Party = _random.Next(_parties),
        KnownAt = Known(),
        PeriodEnd = _start + (long)(Pick(PeriodEndDays) * Micros.PerDay),
        AssetsCents = Pick(0L, 50, 100, 33_00, 1_000_000_00) + (_random.Next(4) * 17),
        DepositsCents = Pick(Missing.Amount, 0, 7_00, 50_00, 400_000_00),
        EquityCents = Pick(Missing.Amount, -5_00, 0, 1, 9_000_00),
        LiabilitiesCents = Pick(Missing.Amount, 0, 9_00, 600_000_00),
        CashCents = Pick(Missing.Amount, 0, 40, 80_000_00),
        RevenueCents = Pick(Missing.Amount, 0, 99, 70_000_00),
        Audited = Pick<bool?>(null, true, false),
    });

    private CapacityFact MakeCapacity()
    {
        int site = _random.Next(8);
        long day = _start + (Pick(0, 1, 2, 40) * Micros.PerDay);
        return new CapacityFact(new CapacityStatement(site, Chance(0.15) ? _random.Next(_parties) : site % Math.Min(4, _parties), Known(), day, Pick(Missing.Amount, 0, 1, 700, 40_000), (EvidenceGrade)_random.Next(6))
        {
            SiteCountry = Sometimes(0.7, Country()),
            Racks = Pick(Missing.Amount, 0, 1, 5, 40, 77),
            PueThousandths = Pick(Missing.Amount, 1000, 1500, 1333),
        });
    }

    private LegFact MakeLeg()
    {
        int order = _latest.Count == 0 ? 0 : _latest[_latest.Count - 1 - _random.Next(Math.Min(_latest.Count, 8))].Header.Order;
        return new LegFact(WithPapers(new ShipmentLeg
        {
            Shipment = Chance(0.1) ? _random.Next((order * 2) + 2) : (order * 2) + _random.Next(2),
            LegNo = 1 + _random.Next(3),
            Order = order,
            KnownAt = Known(),
            From = Sometimes(0.95, _random.Next(5)),
            To = Sometimes(0.95, _random.Next(5)),
            FromCountry = Sometimes(0.7, Country()),
            ToCountry = Sometimes(0.7, Country()),
            DepartedAt = _now,
        }));
    }

    private List<(string Group, int Country, long ValidFrom, long ValidTo)> MakeMembers()
    {
        long middle = _start + (60 * Micros.PerDay);
        List<(string, int, long, long)> members = [];
        void Add(string group, string code, long from = long.MinValue, long to = long.MaxValue) => members.Add((group, CountryCode.Of(code), from, to));
        Add("D:5", "CN");
        Add(RuleGroup, "CN");
        Add(RuleGroup, "MY", from: middle);
        Add("D:5", "IR", from: middle);
        Add("D:1", "CN");
        Add("D:1", "AE", to: middle);
        Add("D:4", "AE", from: middle + (90 * Micros.PerDay));
        Add("D:4", "SG");
        Add("A:6", "SG", from: middle);
        Add("D:1", "MY");
        Add("A:5", "DE");
        Add("country-of-concern-headquarters", "MO");
        Add("transshipment-official", "HK");
        Add("transshipment-official", "AE", to: middle);
        Add("transshipment-seed", "AE");
        Add("transshipment-seed", "MY", from: middle);
        return members;
    }

    // On the grid, sometimes a microsecond beside it.
    private long Known() => _now + (Chance(0.06) ? Pick(-1, 1) : 0);

    private long Ordered() => _now - (long)((_isBusy && Chance(0.7) ? 0 : Pick(OrderedBeforeDays)) * Micros.PerDay) + (Chance(0.08) ? Pick(-1, 1) : 0);

    // A party more than there are profiles of, and a favourite.
    private int Party() => _isBusy && Chance(0.7) ? _random.Next(2) : Chance(0.2) ? 0 : _random.Next(_parties + 1);

    private int Country() => Pick(_countries);

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private int Sometimes(double chance, int symbol) => Chance(chance) ? symbol : Missing.Symbol;

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];
}
