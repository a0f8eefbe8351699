using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>Facts about links, sellers, holds, tips and what is seen after delivery.</content>
internal sealed partial class CoarseWorld
{
    private const string RuleGroup = "no. 70";
    private const int Group = 70, Rules = 300, Tips = 320, Reports = 340, Holds = 380, Outcomes = 400;
    private static readonly double[] RuleDays = [-400, -366, -365, -364, -120, -91, -90, -89, -60, -45, -31, -30, -30, -29, -29, -29, -28, 0, 30, 90, 91];
    private static readonly double[] SeenDays = [0, 0, 0.5, 1, 3, 7, 7.5, 8, 29, 30, 31, 53, 60, 60.5, 61, -1];

    private Fact MakeOfNetwork() => _random.Next(22) switch
    {
        0 => MakePart(),
        1 or 2 or 3 or 4 => MakeRule(),
        5 or 20 or 21 => MakeCount(),
        6 or 7 => MakeTip(),
        8 or 9 or 10 or 11 or 18 or 19 => MakeDeviceReport(),
        12 or 13 or 14 or 15 => MakeHoldAction(),
        16 => MakeOutcome(),
        _ => new DispositionFact(new Disposition(Subjects, RecentOrder(), Known(), _now, Pick(Decision.Confirmed, Decision.Confirmed, Decision.Dismissed)) { Id = Decisions + _random.Next(4) }),
    };

    private PartFact MakePart() => new(new Part
    {
        Whole = Pick(3, 4, 4),
        PartProduct = _random.Next(4),
        KnownAt = Known(),
        QuantityMillionths = 1_000_000,
        Role = Pick(PartRole.Unknown, PartRole.Accelerator, PartRole.Accelerator, PartRole.Module, PartRole.Baseboard, PartRole.Baseboard, PartRole.Baseboard, PartRole.Memory),
    });

    private ControlEventFact MakeRule() => new(new ControlEvent
    {
        Id = Rules + _random.Next(8),
        KnownAt = Known(),
        Direction = Pick(ControlDirection.Tightened, ControlDirection.Tightened, ControlDirection.Tightened, ControlDirection.Loosened),
        ProductClass = _isOneLane ? null : Pick<ProductClass?>(null, null, null, ProductClass.Server, ProductClass.Accelerator),
        Country = Sometimes(0.15, Country()),
        CountryGroup = Sometimes(0.3, Group),
        EffectiveAt = DayOf(_now + (long)((_isOneLane ? Pick(-90, -60, -45, -31, -30, -29, -29) : Pick(RuleDays)) * Micros.PerDay)),
    });

    private InstallationFact MakeCount()
    {
        int site = _random.Next(4);
        return new InstallationFact(new Installation
        {
            Site = site,
            Product = _random.Next(_isOneLane ? 2 : 5),
            CountedAt = DayOf(_now - (long)(Pick(0, 0, 1, 30, 179, 180) * Micros.PerDay)),
            KnownAt = Known(),
            Party = Chance(0.3) ? Party() : site % Math.Min(3, _parties),
            InstalledThousandths = Pick(Missing.Amount, 0, 500, 3000),
            StockThousandths = Pick(Missing.Amount, 0, 1000),
            PassedOnThousandths = Pick(Missing.Amount, Missing.Amount, 0, 2000),
        });
    }

    private TipFact MakeTip() => new(new Tip
    {
        Id = Tips + _random.Next(8),
        KnownAt = Known(),
        ReceivedAt = _now - (long)(Pick(0, 0.5, 1, 30, 180, 360, -2) * Micros.PerDay),
        Party = Sometimes(0.7, Party()),
        Order = Sometimes(0.5, RecentOrder()),
        SourceKind = TipSource.Anonymous,
        Reliability = (TipReliability)_random.Next(4),
        Status = Pick(TipStatus.Open, TipStatus.Open, TipStatus.Open, TipStatus.Confirmed, TipStatus.Refuted, TipStatus.Closed),
    });

    private DeviceReportFact MakeDeviceReport() => new(new DeviceReport
    {
        Id = Reports + _random.Next(40),
        Serial = _random.Next(7),
        KnownAt = Known(),
        Product = Sometimes(0.5, _random.Next(4)),
        Order = Sometimes(0.5, RecentOrder()),
        Party = Sometimes(0.5, Chance(0.5) ? 0 : Party()),
        Kind = Pick(DeviceReportKind.Telemetry, DeviceReportKind.Inspection, DeviceReportKind.Inspection, DeviceReportKind.LocationCheck),
        SeenAt = _now - (long)(Pick(SeenDays) * Micros.PerDay),
        Site = Sometimes(0.9, _random.Next(3)),
        Country = Sometimes(0.6, Country()),
        Online = Pick<bool?>(null, true, false, false),
        Installed = Pick<bool?>(null, true, true, false),
    });

    private HoldActionFact MakeHoldAction() => new(new HoldAction
    {
        Hold = Holds + _random.Next(10),
        Action = Pick(HoldAct.Placed, HoldAct.Released),
        KnownAt = Known(),
        Order = Sometimes(0.7, RecentOrder()),
        Party = Sometimes(0.3, Party()),
        ActedAt = _now - (long)(Pick(0, 0, 0.5, 1, 30, 365, 366, -1) * Micros.PerDay),
        Role = _isBusy ? Pick(HoldRole.Seller, HoldRole.Seller, HoldRole.Lead) : Pick(HoldRole.Seller, HoldRole.Analyst, HoldRole.Lead),
        Grade = (EvidenceGrade)_random.Next(4),
        Independent = Pick<bool?>(null, true, false),
        Overridden = Pick<bool?>(null, true, true, false),
    });

    private OutcomeReportFact MakeOutcome() => new(new OutcomeReport
    {
        Id = Outcomes + _random.Next(4),
        KnownAt = Known(),
        Kind = OutcomeKind.Seizure,
        Party = Sometimes(0.5, Party()),
        Order = Sometimes(0.6, RecentOrder()),
        HappenedAt = DayOf(_now),
        Finding = Pick(OutcomeFinding.Established, OutcomeFinding.Established, OutcomeFinding.Alleged, OutcomeFinding.NotFound),
    });

    // Now and then one that is told later, or never.
    private int RecentOrder() => _latest.Count == 0 ? 0 : Math.Max(0, _latest[_latest.Count - 1 - _random.Next(Math.Min(_latest.Count, 12))].Header.Order + (Chance(0.1) ? 2 : 0));

    private static long DayOf(long at) => Micros.StartOf(Micros.Day(at));
}
