using Screening.Cli.Nightly;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

public sealed class ScoredSetTests
{
    private static readonly DateOnly s_night = new(2025, 6, 30);
    private static readonly long s_start = Micros.StartOf(s_night);
    private readonly EventLog _log = new();
    private long _now = s_start - (100 * Micros.PerDay);

    [Fact]
    public void OpenOrdersAreReadWhateverTheirAge()
    {
        Order("SO-1", "A", OrderStatus.Quoted);
        Order("SO-2", "A", OrderStatus.Placed);
        Order("SO-3", "A", OrderStatus.Changed);
        Assert.Equal(["A: SO-1 SO-2 SO-3"], Read());
    }

    [Fact]
    public void ShippedAndCalledOffOrdersOfAnUntouchedSubjectAreNotRead()
    {
        foreach (OrderStatus status in (OrderStatus[])[OrderStatus.Shipped, OrderStatus.Cancelled, OrderStatus.Refused, OrderStatus.Returned]) Order($"SO-{status}", "A", status);
        Order("SO-with-leg", "B");
        Leg("SO-with-leg");
        Assert.Empty(Read());
    }

    [Fact]
    public void OnlyTheVersionInForceIsRead()
    {
        Order("SO-1", "A", OrderStatus.Placed, version: 1);
        Order("SO-1", "B", OrderStatus.Changed, version: 3);
        Order("SO-1", "C", OrderStatus.Placed, version: 2);
        Order("SO-2", "A", OrderStatus.Placed, version: 1);
        Order("SO-2", "A", OrderStatus.Shipped, version: 2);
        Assert.Equal(["B: SO-1"], Read());
    }

    [Fact]
    public void ASubjectWithAnOpenOrderIsReadByItAloneEvenWhenTouched()
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        Order("SO-2", "A");
        Order("SO-3", "A", OrderStatus.Shipped);
        Tonight();
        Touch("A", EventKind.PartyEvent);
        Assert.Equal(["A: SO-2"], Read());
    }

    // The front that orders once, is shipped to and goes dark: whatever is learnt of it brings it back.
    [Theory]
    [InlineData(EventKind.Party)]
    [InlineData(EventKind.PartyEvent)]
    [InlineData(EventKind.BalanceSheet)]
    [InlineData(EventKind.Capacity)]
    [InlineData(EventKind.Installation)]
    [InlineData(EventKind.Certificate)]
    [InlineData(EventKind.Tenancy)]
    [InlineData(EventKind.AuditOrBond)]
    [InlineData(EventKind.Tip)]
    [InlineData(EventKind.ShipmentLeg)]
    [InlineData(EventKind.Payment)]
    [InlineData(EventKind.DeviceReport)]
    [InlineData(EventKind.HoldAction)]
    [InlineData(EventKind.OutcomeReport)]
    public void ATouchedSubjectWithoutAnOpenOrderIsReadByItsLast(EventKind kind)
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        Order("SO-2", "A", OrderStatus.Shipped);
        Order("SO-9", "B", OrderStatus.Shipped);
        Tonight();
        Touch("A", kind, "SO-1");
        Assert.Equal(["A: SO-2"], Read());
    }

    [Theory]
    [InlineData(EventKind.Certificate)]
    [InlineData(EventKind.AuditOrBond)]
    [InlineData(EventKind.Tip)]
    [InlineData(EventKind.DeviceReport)]
    [InlineData(EventKind.HoldAction)]
    [InlineData(EventKind.OutcomeReport)]
    public void WhatNamesAnOrderAloneTouchesItsSubject(EventKind kind)
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        Order("SO-2", "B", OrderStatus.Shipped);
        Tonight();
        Touch("another", kind, "SO-1");
        Assert.Equal(["A: SO-1"], Read());
    }

    // What was decided of an alert would bring back at once what was put aside.
    [Fact]
    public void ADispositionTouchesNobody()
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        Tonight();
        _log.Append(new Disposition(_log.Symbols.Texts.Intern("S-A"), _log.Symbols.Orders.Intern("SO-1"), ++_now, _now, Decision.Dismissed));
        Assert.Empty(Read());
    }

    //   issued          due          night
    //   |---------------|------------|        the night after the day it was due, and on no other
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void AStatementThatWasDueTheDayBeforeTouchesItsParty(int daysAgo, bool isRead)
    {
        foreach ((string party, bool isRenewal) in new[] { ("A", true), ("B", false) })
        {
            Order("SO-" + party, party, OrderStatus.Shipped);
            long day = s_start - (daysAgo * Micros.PerDay);
            _log.Append(Statement(party, s_start - (20 * Micros.PerDay)) with { RenewalDueAt = isRenewal ? day : Missing.Moment, ValidTo = isRenewal ? Missing.Moment : day });
        }

        Assert.Equal(isRead ? ["A: SO-A", "B: SO-B"] : [], Read());
    }

    [Theory]
    [InlineData(183, false)]
    [InlineData(184, true)]
    [InlineData(185, false)]
    public void AStatementThatBecomesOlderThanSixMonthsTouchesItsParty(int ageDays, bool isRead)
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        _log.Append(Statement("A", s_start - (ageDays * Micros.PerDay)));
        Assert.Equal(isRead ? ["A: SO-1"] : [], Read());
    }

    // The front that orders once and goes dark: nothing is told of it any more, and that is the sign.
    [Theory]
    [InlineData(30, false)]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void ADeviceThatFallsSilentTouchesWhoOrderedIt(int daysAgo, bool isRead)
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        Order("SO-2", "B", OrderStatus.Shipped);
        _log.Append(Report("SO-1", Missing.Symbol, s_start - (daysAgo * Micros.PerDay)));
        Assert.Equal(isRead ? ["A: SO-1"] : [], Read());
    }

    [Theory]
    [InlineData(EventKind.Party)]
    [InlineData(EventKind.Capacity)]
    [InlineData(EventKind.Tip)]
    [InlineData(EventKind.ShipmentLeg)]
    public void WhatTouchedASubjectYesterdayDoesNotTonight(EventKind kind)
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        _now = s_start - 2;
        Touch("A", kind, "SO-1");
        Assert.Equal(s_start - 1, _log.LastKnownAt);
        Assert.Empty(Read());
    }

    [Fact]
    public void TheFirstMomentOfTheDayBelongsToTheNight()
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        _now = s_start - 1;
        Touch("A", EventKind.Capacity);
        Assert.Equal(s_start, _log.LastKnownAt);
        Assert.Equal(["A: SO-1"], Read());
    }

    [Fact]
    public void TheLastOrderIsTheOneThatWasPlacedLast()
    {
        Order("SO-late", "A", OrderStatus.Shipped, orderedAt: s_start - (3 * Micros.PerDay));
        Order("SO-told-later", "A", OrderStatus.Shipped, orderedAt: s_start - (200 * Micros.PerDay));
        Tonight();
        Touch("A", EventKind.Capacity);
        Assert.Equal(["A: SO-late"], Read());
    }

    [Fact]
    public void ASubjectWithoutAnyOrderIsNotRead()
    {
        Tonight();
        Touch("A", EventKind.Party);
        Touch("A", EventKind.BalanceSheet);
        Assert.Empty(Read());
    }

    [Fact]
    public void ANewListTouchesEveryoneAndYesterdaysNobody()
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        Order("SO-2", "B", OrderStatus.Cancelled);
        Order("SO-3", "C");
        ListEntry();
        Assert.Equal(["C: SO-3"], Read());
        Tonight();
        ListEntry();
        Assert.Equal(["A: SO-1", "B: SO-2", "C: SO-3"], Read().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AnEventOfALinkedPartyTouchesTheGroup()
    {
        Link("A", "B");
        Order("SO-1", "A", OrderStatus.Shipped);
        Tonight();
        Touch("B", EventKind.Capacity);
        Assert.Equal(["A: SO-1"], Read());
    }

    [Fact]
    public void OrdersOfLinkedPartiesAreOneSubjects()
    {
        Link("A", "B");
        Order("SO-1", "B");
        Order("SO-2", "A");
        Assert.Equal(["A: SO-1 SO-2"], Read());
    }

    [Fact]
    public void TheSubjectIsTheEndUserElseTheConsigneeElseThePurchaser()
    {
        Append("SO-1", OrderStatus.Placed, 1, s_start, o => o with { EndUser = Party("E"), UltimateConsignee = Party("U"), Purchaser = Party("P") });
        Append("SO-2", OrderStatus.Placed, 1, s_start, o => o with { UltimateConsignee = Party("U"), Purchaser = Party("P") });
        Append("SO-3", OrderStatus.Placed, 1, s_start, o => o with { Purchaser = Party("P") });
        Assert.Equal(["E: SO-1", "U: SO-2", "P: SO-3"], Read());
    }

    [Fact]
    public void AnEventOfAnotherPartyOfTheOrderDoesNotTouchItsSubject()
    {
        Append("SO-1", OrderStatus.Shipped, 1, s_start, o => o with { EndUser = Party("E"), Purchaser = Party("P") });
        Tonight();
        Touch("P", EventKind.BalanceSheet);
        Assert.Empty(Read());
    }

    [Fact]
    public void ArrivalsAreTheDaysVersionsInTheLogsOrderWhateverTheirStatus()
    {
        Order("SO-1", "A");
        _now = s_start - 2;
        Order("SO-2", "A"); // the last moment of the day before
        Order("SO-3", "A", OrderStatus.Shipped); // the first of the day
        Order("SO-1", "A", OrderStatus.Cancelled, version: 2);
        Order("SO-1", "A", OrderStatus.Placed, version: 1); // out of order, and yet it arrived
        ScoredSet set = ScoredSet.Of(_log, s_night);
        Assert.Equal(["SO-3 v1", "SO-1 v2", "SO-1 v1"], set.Arrivals.Select(row => FormattableString.Invariant($"{_log.Symbols.Orders.Text(_log.Orders[row].Order)} v{_log.Orders[row].Version}")));
        Assert.Equal(["A: SO-2"], Read());
    }

    // The whole of SO-1 is gone: its subject is touched, and what is read of it is the order that it has left.
    [Fact]
    public void AnOrderThatIsGoneIsNotReadAndTouchesItsSubject()
    {
        Order("SO-0", "A", OrderStatus.Shipped);
        Order("SO-1", "A");
        Order("SO-2", "B");
        Tonight();
        Delete("SO-1", 1, 2);
        Delete("SO-2", 1, 2);
        Assert.Equal(["A: SO-0"], Read());
        Assert.Empty(ScoredSet.Of(_log, s_night).Arrivals);
    }

    [Fact]
    public void WhatADeletionLeftOfAnOrderIsReadAndDidNotArrive()
    {
        Order("SO-1", "A");
        Tonight();
        Delete("SO-1", 2);
        ScoredSet set = ScoredSet.Of(_log, s_night);
        Assert.Equal([1], Assert.Single(set.Orders).Value);
        Assert.Empty(set.Arrivals);
    }

    [Fact]
    public void ALegThatIsGoneOrOfAnotherOrderLeavesItsOrderOpen()
    {
        Order("SO-1", "A");
        Order("SO-2", "B");
        Leg("SO-1");
        Assert.Equal(["B: SO-2"], Read());
        Leg("SO-2");
        Assert.Equal(["A: SO-1"], Read());
        _log.DeleteLeg(0, 1, ++_now);
        Assert.Equal(["A: SO-1", "B: SO-2"], Read());
    }

    [Theory]
    [InlineData(EventKind.PartyEvent)]
    [InlineData(EventKind.Capacity)]
    [InlineData(EventKind.ShipmentLeg)]
    [InlineData(EventKind.Order)]
    public void WhatIsToldAgainOfAnotherPartyTouchesTheOneItIsTakenFrom(EventKind kind)
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        Order("SO-2", "B", OrderStatus.Shipped);
        Order("SO-3", "A", OrderStatus.Shipped);
        Tell("A", "SO-1");
        Tonight();
        Tell("B", "SO-2");
        Assert.Equal(["A", "B"], Read().Select(r => r[..1]).Order(StringComparer.Ordinal));

        void Tell(string party, string order)
        {
            long day = s_start - (30 * Micros.PerDay);
            if (kind == EventKind.PartyEvent) _log.Append(new PartyEvent(Party(party), ++_now, PartyEventKind.Name, day, double.NaN, Missing.Symbol) { Id = 7 });
            else if (kind == EventKind.Capacity) _log.Append(new CapacityStatement(0, Party(party), ++_now, day, 1, EvidenceGrade.Registry));
            else if (kind == EventKind.ShipmentLeg) Leg(order);
            else Order("SO-1", party, OrderStatus.Shipped, version: party == "A" ? 2 : 3);
        }
    }

    [Fact]
    public void AnEntryThatIsTakenOffAListTouchesEveryone()
    {
        Order("SO-1", "A", OrderStatus.Shipped);
        ListEntry();
        Tonight();
        _log.DeleteEntry(0, ++_now);
        Assert.Equal(["A: SO-1"], Read());
    }

    [Fact]
    public void AnEmptyLogGivesAnEmptySet()
    {
        ScoredSet set = ScoredSet.Of(_log, s_night);
        Assert.Empty(set.Arrivals);
        Assert.Empty(set.Orders);
    }

    private IEnumerable<string> Read()
    {
        ScoredSet set = ScoredSet.Of(_log, s_night);
        return set.Orders.OrderBy(s => s.Value[0]).Select(s => $"{_log.Symbols.Parties.Text(s.Key)}: {string.Join(' ', s.Value.Select(row => _log.Symbols.Orders.Text(_log.Orders[row].Order)))}");
    }

    private void Tonight() => _now = Math.Max(_now, s_start + (12 * Micros.PerDay / 24));

    private int Party(string id) => _log.Symbols.Parties.Intern(id);

    private void Order(string id, string endUser, OrderStatus status = OrderStatus.Placed, int version = 1, long? orderedAt = null) =>
        Append(id, status, version, orderedAt ?? (_now + 1), o => o with { EndUser = Party(endUser) });

    private void Append(string id, OrderStatus status, int version, long orderedAt, Func<OrderVersion, OrderVersion> with) => _log.Append(
        with(new OrderVersion
        {
            Order = _log.Symbols.Orders.Intern(id),
            Version = version,
            Status = status,
            KnownAt = ++_now,
            OrderedAt = orderedAt,
            Seller = Party("seller"),
            Purchaser = Party("reseller"),
        }), [new OrderLine(1, 0, 1000, 100), new OrderLine(2, 0, 1000, 100)]);

    private void Delete(string order, params int[] lines) =>
        _log.DeleteLines(_log.Symbols.Orders.Intern(order), [.. lines.Select(no => new OrderLineKey(1, no))], ++_now);

    private void Leg(string order) => _log.Append(new ShipmentLeg { Shipment = 0, LegNo = 1, Order = _log.Symbols.Orders.Intern(order), KnownAt = ++_now });

    private void ListEntry() => _log.Append(new RestrictedEntry(_log.Symbols.Entries.Intern("L-1"), ++_now, _log.Symbols.Texts.Intern("L"), 0, 0), []);

    private void Link(params string[] parties)
    {
        foreach (string party in parties) _log.Append(new PartyEvent(Party(party), ++_now, PartyEventKind.Director, _now, double.NaN, _log.Symbols.Texts.Intern("one director")));
    }

    private void Touch(string party, EventKind kind, string order = "")
    {
        int named = order.Length == 0 ? Missing.Symbol : _log.Symbols.Orders.Intern(order);
        switch (kind)
        {
            case EventKind.Party: _log.Append(new PartyProfile { Party = Party(party), KnownAt = ++_now }); break;
            case EventKind.PartyEvent: _log.Append(new PartyEvent(Party(party), ++_now, PartyEventKind.Address, _now, double.NaN, Missing.Symbol)); break;
            case EventKind.BalanceSheet: _log.Append(new BalanceSheet { Party = Party(party), KnownAt = ++_now, PeriodEnd = _now, AssetsCents = 1 }); break;
            case EventKind.Capacity: _log.Append(new CapacityStatement(_log.Symbols.Sites.Intern("SI"), Party(party), ++_now, _now, 1, EvidenceGrade.Registry)); break;
            case EventKind.ShipmentLeg: Leg(order); break;
            case EventKind.Installation: _log.Append(new Installation { Site = 0, Product = 0, CountedAt = _now, KnownAt = ++_now, Party = Party(party) }); break;
            case EventKind.Tenancy: _log.Append(new Tenancy { Id = 0, Provider = Party(party), KnownAt = ++_now, FromAt = _now }); break;
            case EventKind.Payment: _log.Append(new Payment { Id = 0, Order = named, KnownAt = ++_now, Kind = PaymentKind.Deposit, PaidAt = _now, AmountCents = 1 }); break;
            case EventKind.Certificate: _log.Append(Statement(party, _now) with { Order = named, KnownAt = ++_now }); break;
            case EventKind.AuditOrBond: _log.Append(new AuditOrBond { Id = 0, Kind = AuditOrBondKind.Audit, Party = Party(party), Order = named, KnownAt = ++_now, HappenedAt = _now }); break;
            case EventKind.Tip: _log.Append(new Tip { Id = 0, Party = Party(party), Order = named, KnownAt = ++_now, ReceivedAt = _now, SourceKind = TipSource.Press, Status = TipStatus.Open }); break;
            case EventKind.DeviceReport: _log.Append(Report(order, Party(party), _now)); break;
            case EventKind.HoldAction: _log.Append(new HoldAction { Hold = 0, Action = HoldAct.Placed, Party = Party(party), Order = named, KnownAt = ++_now, ActedAt = _now, Role = HoldRole.Analyst }); break;
            case EventKind.OutcomeReport: _log.Append(new OutcomeReport { Id = 0, Party = Party(party), Order = named, KnownAt = ++_now, HappenedAt = _now, Kind = OutcomeKind.AgencyNotice, Finding = OutcomeFinding.Alleged }); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private Certificate Statement(string party, long issuedAt) => new() { Id = _log.Certificates.Count, Kind = CertificateKind.Statement, Party = Party(party), KnownAt = ++_now, IssuedAt = issuedAt };

    private DeviceReport Report(string order, int party, long seenAt) => new()
    {
        Id = _log.DeviceReports.Count,
        Serial = 0,
        Kind = DeviceReportKind.Telemetry,
        Order = order.Length == 0 ? Missing.Symbol : _log.Symbols.Orders.Intern(order),
        Party = party,
        KnownAt = ++_now,
        SeenAt = seenAt,
    };
}
