using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>Facts about what is known of parties and what they order.</content>
internal sealed partial class CoarseWorld
{
    private const int Uses = 70, Locations = 75, Businesses = 80, Registrations = 85, Papers = 300, Lets = 320, Records = 340;
    private static readonly double[] DaysAgo = [0, 0, 0.5, 1, 7, 30, 90, 182, 183, 364, 365, 366, 500, -1, -30];

    // In some worlds many buy of one seller, or all purchasers are of one kind: else nobody has peers.
    private bool _isOneSeller, _isOneKind;

    private Fact MakeOfParties() => _random.Next(10) switch
    {
        < 4 => MakeCertificate(),
        < 6 => MakeInstallation(),
        < 8 => MakeTenancy(),
        _ => MakeAuditOrBond(),
    };

    private CertificateFact MakeCertificate() => new(new Certificate
    {
        Id = Papers + _random.Next(8),
        KnownAt = Known(),
        Kind = Pick(CertificateKind.Statement, CertificateKind.Statement, CertificateKind.CallBack),
        Party = Chance(0.5) ? 0 : Party(),
        Order = Sometimes(0.4, AnyOrder()),
        IssuedAt = Happened(),
        Signed = Pick<bool?>(true, true, true, false, null),
        Confirmed = Pick<bool?>(true, true, false, null),
        Application = Sometimes(0.7, Uses + _random.Next(2)),
        Location = Sometimes(0.6, Locations + _random.Next(2)),
        SiteCountry = Sometimes(0.7, Country()),
        Disposition = Pick(GoodsDisposition.Unknown, GoodsDisposition.CapitalEquipment, GoodsDisposition.Incorporated, GoodsDisposition.Resale, GoodsDisposition.ReExport),
        ResaleBan = Pick<bool?>(true, false, null),
        ValidTo = Chance(0.3) ? Missing.Moment : Happened() + (200 * Micros.PerDay),
    });

    private InstallationFact MakeInstallation()
    {
        int site = _random.Next(4);
        return new InstallationFact(new Installation
        {
            Site = site,
            Product = _random.Next(4),
            CountedAt = Micros.StartOf(Micros.Day(Happened())),
            KnownAt = Known(),
            Party = Chance(0.2) ? _random.Next(_parties) : site % Math.Min(4, _parties),
            InstalledThousandths = Pick(Missing.Amount, 0, 333, 500, 1000, 2000, 8000),
            RetiredThousandths = Pick(Missing.Amount, 1000),
            Grade = (EvidenceGrade)_random.Next(6),
        });
    }

    private TenancyFact MakeTenancy() => new(new Tenancy
    {
        Id = Lets + _random.Next(8),
        KnownAt = Known(),
        Provider = Chance(0.6) ? 0 : Party(),
        Tenant = Sometimes(0.8, Party()),
        Share = Pick(0, 0.05, 0.1, 0.25, 0.3, 0.7, double.NaN),
        FromAt = Happened(),
        ToAt = Chance(0.6) ? Missing.Moment : Happened() + (100 * Micros.PerDay),
        Grade = (EvidenceGrade)_random.Next(6),
    });

    private AuditOrBondFact MakeAuditOrBond() => new(new AuditOrBond
    {
        Id = Records + _random.Next(8),
        KnownAt = Known(),
        Kind = Pick(AuditOrBondKind.Audit, AuditOrBondKind.Audit, AuditOrBondKind.Bond, AuditOrBondKind.Bond, AuditOrBondKind.AuditRefused, AuditOrBondKind.BondRefused),
        Party = Chance(0.5) ? 0 : Party(),
        Order = Sometimes(0.4, AnyOrder()),
        HappenedAt = Happened(),
        ChosenBy = Pick(ChosenBy.Unknown, ChosenBy.Compliance, ChosenBy.Sales, ChosenBy.Customer, ChosenBy.Authority),
        Independent = Pick<bool?>(true, true, false, null),
        BondCents = Pick(Missing.Amount, 0, 5_00, 90_000_00),
        ValidTo = Chance(0.5) ? Missing.Moment : Happened() + (300 * Micros.PerDay),
    });

    private long Happened() => _now - (long)(Pick(DaysAgo) * Micros.PerDay);

    private int AnyOrder() => _latest.Count == 0 ? 0 : _latest[_latest.Count - 1 - _random.Next(Math.Min(_latest.Count, 8))].Header.Order;
}
