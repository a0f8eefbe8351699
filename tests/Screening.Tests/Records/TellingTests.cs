using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

/// <summary>What holds for tellings of each kind of those that features read by key, from the certificates to the outcomes.</summary>
public sealed class TellingTests
{
    private static readonly Dictionary<EventKind, Telling> Tellings = new()
    {
        [EventKind.Part] = new(
            (log, key, at) => log.Append(new Part { Whole = key, PartProduct = 1, KnownAt = at, QuantityMillionths = 1 }), (log, key, at) => log.DeletePart(key, 1, at), (log, row) => Of<Part, (int, int)>(log.Parts, row)),
        [EventKind.ControlEvent] = new(
            (log, key, at) => log.Append(new ControlEvent { Id = key, KnownAt = at, Direction = ControlDirection.Tightened, EffectiveAt = at }), (log, key, at) => log.DeleteControlEvent(key, at),
            (log, row) => Of<ControlEvent, int>(log.ControlEvents, row)),
        [EventKind.Installation] = new(
            (log, key, at) => log.Append(new Installation { Site = 1, Product = key, CountedAt = 0, KnownAt = at, Party = 0 }), (log, key, at) => log.DeleteInstallation(1, key, 0, at),
            (log, row) => Of<Installation, (int, int, long)>(log.Installations, row)),
        [EventKind.Certificate] = new(
            (log, key, at) => log.Append(new Certificate { Id = key, KnownAt = at, Kind = CertificateKind.Statement, Party = 0, IssuedAt = at }), (log, key, at) => log.DeleteCertificate(key, at),
            (log, row) => Of<Certificate, int>(log.Certificates, row)),
        [EventKind.Tenancy] = new(
            (log, key, at) => log.Append(new Tenancy { Id = key, KnownAt = at, Provider = 0, FromAt = at }), (log, key, at) => log.DeleteTenancy(key, at), (log, row) => Of<Tenancy, int>(log.Tenancies, row)),
        [EventKind.AuditOrBond] = new(
            (log, key, at) => log.Append(new AuditOrBond { Id = key, KnownAt = at, Kind = AuditOrBondKind.Bond, Party = 0, HappenedAt = at }), (log, key, at) => log.DeleteAuditOrBond(key, at),
            (log, row) => Of<AuditOrBond, int>(log.AuditsAndBonds, row)),
        [EventKind.Tip] = new(
            (log, key, at) => log.Append(new Tip { Id = key, KnownAt = at, ReceivedAt = at, SourceKind = TipSource.Press, Status = TipStatus.Open }), (log, key, at) => log.DeleteTip(key, at),
            (log, row) => Of<Tip, int>(log.Tips, row)),
        [EventKind.Payment] = new(
            (log, key, at) => log.Append(new Payment { Id = key, KnownAt = at, Order = 0, Kind = PaymentKind.Deposit, PaidAt = at, AmountCents = 1 }), (log, key, at) => log.DeletePayment(key, at),
            (log, row) => Of<Payment, int>(log.Payments, row)),
        [EventKind.DeviceReport] = new(
            (log, key, at) => log.Append(new DeviceReport { Id = key, Serial = 0, KnownAt = at, Kind = DeviceReportKind.Service, SeenAt = at }), (log, key, at) => log.DeleteDeviceReport(key, at),
            (log, row) => Of<DeviceReport, int>(log.DeviceReports, row)),
        [EventKind.HoldAction] = new(
            (log, key, at) => log.Append(new HoldAction { Hold = 1, Action = (HoldAct)key, KnownAt = at, ActedAt = at, Role = HoldRole.Lead }), (log, key, at) => log.DeleteHoldAction(1, (HoldAct)key, at),
            (log, row) => Of<HoldAction, (int, HoldAct)>(log.HoldActions, row)),
        [EventKind.OutcomeReport] = new(
            (log, key, at) => log.Append(new OutcomeReport { Id = key, KnownAt = at, Kind = OutcomeKind.Other, HappenedAt = at, Finding = OutcomeFinding.Open }), (log, key, at) => log.DeleteOutcomeReport(key, at),
            (log, row) => Of<OutcomeReport, int>(log.OutcomeReports, row)),
    };

    private readonly EventLog _log = Some.Log();

    public static TheoryData<EventKind> Kinds => [.. Tellings.Keys];

    // key 0 is told, told again, gone and back; key 1 is told once, in between
    [Theory]
    [MemberData(nameof(Kinds))]
    public void TellingsOfAKeyAreAChainThatAnotherKeyDoesNotTouch(EventKind kind)
    {
        Telling telling = Tellings[kind];
        Assert.Null(telling.Delete(_log, 0, Some.Day(0)));
        telling.Append(_log, 0, Some.Day(1));
        telling.Append(_log, 1, Some.Day(1));
        telling.Append(_log, 0, Some.Day(2));
        Assert.Equal(2, _log.Standing(kind));
        Assert.Equal(new Event(kind, 3), telling.Delete(_log, 0, Some.Day(3)));
        Assert.Null(telling.Delete(_log, 0, Some.Day(4)));
        Assert.Equal(1, _log.Standing(kind));
        telling.Append(_log, 0, Some.Day(5));
        Assert.Equal(2, _log.Standing(kind));
        Assert.Equal(
            [(1, Missing.Symbol, false), (1, Missing.Symbol, false), (2, 0, false), (3, 2, true), (5, 3, false)],
            Enumerable.Range(0, 5).Select(row => telling.Row(_log, row)).Select(r => ((int)((r.KnownAt - Some.Start) / Micros.PerDay), r.Previous, r.IsGone)));
        Assert.Equal(Enumerable.Range(0, 5).Select(row => new Event(kind, row)), Enumerable.Range(0, _log.Events.Count).Select(i => _log.Events[i]));
        Assert.Equal(Some.Day(3), _log.KnownAt(new Event(kind, 3)));
        Assert.All(Tellings.Keys.Where(k => k != kind), other => Assert.Equal(0, _log.Standing(other)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatComesTooLateIsRefusedAndForgotten(EventKind kind)
    {
        Telling telling = Tellings[kind];
        telling.Append(_log, 0, Some.Day(1));
        _log.Append(Some.Order(knownOnDay: 2), [Some.Line()]);
        Assert.Throws<ArgumentException>(() => telling.Append(_log, 1, Some.Day(1)));
        Assert.Throws<ArgumentException>(() => telling.Delete(_log, 0, Some.Day(1)));
        if (kind < EventKind.Order) Assert.Throws<ArgumentException>(() => telling.Append(_log, 1, Some.Day(2)));
        else telling.Append(_log, 1, Some.Day(2));
        Assert.Equal(kind < EventKind.Order ? 1 : 2, _log.Standing(kind));
        telling.Append(_log, 0, Some.Day(3));
        Assert.Equal(0, telling.Row(_log, kind < EventKind.Order ? 1 : 2).Previous);
    }

    [Fact]
    public void WhatHasNoNumberStandsForItself()
    {
        for (int i = 0; i < 2; i++) _log.Append(new Tip { Id = Missing.Symbol, KnownAt = Some.Day(i), ReceivedAt = 0, SourceKind = TipSource.Press, Status = TipStatus.Open });
        Assert.Equal((Missing.Symbol, Missing.Symbol, 2), (_log.Tips[0].Previous, _log.Tips[1].Previous, _log.Standing(EventKind.Tip)));
        Assert.Null(_log.DeleteTip(Missing.Symbol, Some.Day(2)));
    }

    [Fact]
    public void ACountAmountsToTheFiguresKnownWhenItWasToldAndADeletionChangesNoneOfThem()
    {
        _log.Append(Some.Product(0, tpp: 100, watts: 7));
        _log.Append(Some.Product(1, tpp: Missing.Amount, watts: 7));
        Count(0, 1, 1500);
        Count(1, 1, 1500);
        Count(2, 1, 1500);
        Count(0, 2, Missing.Amount);
        _log.Append(Some.Product(0, knownOnDay: 3, tpp: 1000, watts: 70));
        Count(0, 4, 1500);
        _log.Append(Some.Product(0, knownOnDay: 5, tpp: 1, watts: 1));
        _log.DeleteInstallation(0, 0, 0, Some.Day(6));
        const long None = Missing.Amount;
        Assert.Equal(
            [(11, 21, 150), (11, 21, None), (None, None, None), (None, None, None), (105, 210, 1500), (105, 210, 1500)],
            Enumerable.Range(0, 6).Select(i => _log.Installations[i]).Select(r => (r.AcceleratorWattsInstalled, r.SystemWattsInstalled, r.TppInstalled)));
    }

    private void Count(int product, double knownOnDay, long thousandths) =>
        _log.Append(new Installation { Site = 0, Product = product, CountedAt = 0, KnownAt = Some.Day(knownOnDay), Party = 0, InstalledThousandths = thousandths });

    private static (long KnownAt, int Previous, bool IsGone) Of<TRow, TKey>(Rows<TRow> rows, int row)
        where TRow : struct, ITelling<TRow, TKey>
        where TKey : notnull => (rows[row].KnownAt, rows[row].Previous, rows[row].IsGone);

    private sealed record Telling(
        Func<EventLog, int, long, Event> Append, Func<EventLog, int, long, Event?> Delete, Func<EventLog, int, (long KnownAt, int Previous, bool IsGone)> Row);
}
