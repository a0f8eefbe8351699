using Screening.Records;
using Xunit;
using static Screening.Tests.Data.Replay.SomeLake;

namespace Screening.Tests.Data.Replay;

public sealed class PartySourcesTests : IDisposable
{
    private readonly SomeLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void AParty()
    {
        EventLog log = _lake.TellFour<PartyProfile, int>(
            "parties", EventKind.Party, l => l.Profiles,
            [
                "party_id=P-1", "name=Oblique Ltd", "kind=osat", "country=DE", "address=A street", "address_kind=virtual_office", "phone=+49301", "email_domain=oblique.example",
                "incorporated_on=2020-01-02", "employees=12", "headquarters_country=HK", "ultimate_parent_country=CN", "ultimate_parent=Parent", "line_of_business=Trade",
                "registration_number=HRB 1", "lei=ABCDEFGHIJKLMNOPQR12", "address_evidence=site_visit", "web_presence=false",
            ],
            ["party_id=P-2", "name=Plain", "kind=unknown"],
            "employees=0", row => row with { Employees = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new PartyProfile { Party = at.Parties.Find("P-1"), KnownAt = At(Noon), Name = at.Texts.Find("Oblique Ltd"), NameKey = at.NameKeys.Find("OBLIQUE"), Kind = PartyKind.Osat, Country = Country("DE"), Address = at.Texts.Find("A street"), AddressKind = AddressKind.VirtualOffice, AddressIsHub = true, AddressEvidence = EvidenceGrade.SiteVisit, Phone = at.Texts.Find("+49301"), EmailDomain = at.Texts.Find("oblique.example"), IncorporatedAt = Day("2020-01-02"), Employees = 12, HeadquartersCountry = Country("HK"), UltimateParentCountry = Country("CN"), UltimateParent = at.Texts.Find("Parent"), LineOfBusiness = at.Texts.Find("Trade"), RegistrationNumber = at.Texts.Find("HRB 1"), WebPresence = false }, log.Profiles[0]);
        Assert.Equal(new PartyProfile { Party = at.Parties.Find("P-2"), KnownAt = At(Noon), Name = at.Texts.Find("Plain"), NameKey = at.NameKeys.Find("PLAIN") }, log.Profiles[1]);
    }

    [Fact]
    public void APartyEvent()
    {
        EventLog log = _lake.TellFour<PartyEvent, int>(
            "party_events", EventKind.PartyEvent, l => l.PartyEvents,
            [
                "event_id=E-1", "party_id=P-1", "kind=director", "happened_on=2024-01-02", "share_changed=0.25", "person=A B", "detail=a remark", "owner_id=P-9", "share_held=0.5",
            ],
            ["event_id=E-2", "party_id=P-1", "kind=name", "happened_on=2024-01-02"],
            "share_held=0.75", row => row with { ShareHeld = 0.75 });
        Symbols at = log.Symbols;
        Assert.Equal(new PartyEvent(at.Parties.Find("P-1"), At(Noon), PartyEventKind.Director, Day("2024-01-02"), 0.25, at.Texts.Find("A B")) { Id = at.PartyEvents.Find("E-1"), Owner = at.Parties.Find("P-9"), ShareHeld = 0.5, Detail = at.Texts.Find("a remark") }, log.PartyEvents[0]);
        Assert.Equal(new PartyEvent(at.Parties.Find("P-1"), At(Noon), PartyEventKind.Name, Day("2024-01-02"), double.NaN, Missing.Symbol) { Id = at.PartyEvents.Find("E-2") }, log.PartyEvents[1]);
    }

    [Fact]
    public void ABalanceSheet()
    {
        EventLog log = _lake.TellFour<BalanceSheet, (int, long)>(
            "balance_sheets", EventKind.BalanceSheet, l => l.BalanceSheets,
            [
                "party_id=P-1", "period_end=2023-12-31", "total_assets_usd=1", "customer_deposits_usd=2.01", "total_liabilities_usd=3.02", "equity_usd=-4.03", "revenue_usd=5.04",
                "cash_usd=6.05", "audited=true",
            ],
            ["party_id=P-2", "period_end=2023-12-31", "total_assets_usd=100000000000000"],
            "total_liabilities_usd=0", row => row with { LiabilitiesCents = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new BalanceSheet { Party = at.Parties.Find("P-1"), KnownAt = At(Noon), PeriodEnd = Day("2023-12-31"), AssetsCents = 100, DepositsCents = 201, LiabilitiesCents = 302, EquityCents = -403, RevenueCents = 504, CashCents = 605, Audited = true }, log.BalanceSheets[0]);
        Assert.Equal(new BalanceSheet { Party = at.Parties.Find("P-2"), KnownAt = At(Noon), PeriodEnd = Day("2023-12-31"), AssetsCents = 10_000_000_000_000_000 }, log.BalanceSheets[1]);
    }

    [Fact]
    public void AStatementOfCapacity()
    {
        EventLog log = _lake.TellFour<CapacityStatement, (int, long)>(
            "capacity", EventKind.Capacity, l => l.Capacity,
            [
                "site_id=SI-1", "evidenced_on=2024-01-02", "party_id=P-1", "site_power_kw=1.5", "racks=7", "evidence_grade=registry", "site_country=SG", "site_address=A street",
                "power_usage_effectiveness=1.25", "line_product_id=SKU-1", "line_output_per_month=0.5",
            ],
            ["site_id=SI-2", "evidenced_on=2024-01-02", "party_id=P-1", "evidence_grade=self_declared"],
            "racks=0", row => row with { Racks = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new CapacityStatement(at.Sites.Find("SI-1"), at.Parties.Find("P-1"), At(Noon), Day("2024-01-02"), 1500, EvidenceGrade.Registry) { Racks = 7, SiteCountry = Country("SG"), PueThousandths = 1250, LineProduct = at.Products.Find("SKU-1"), LineOutputThousandthsPerMonth = 500 }, log.Capacity[0]);
        Assert.Equal(new CapacityStatement(at.Sites.Find("SI-2"), at.Parties.Find("P-1"), At(Noon), Day("2024-01-02"), Missing.Amount, EvidenceGrade.SelfDeclared), log.Capacity[1]);
    }

    [Fact]
    public void ACountOfWhatIsInstalledByTheFiguresOfItsProduct()
    {
        _lake.Tell("products", Noon, ["product_id=SKU-1", "name=Board", "class=server", "tpp=100", "accelerator_power_w=700"]);
        EventLog log = _lake.TellFour<Installation, (int, int, long)>(
            "installations", EventKind.Installation, l => l.Installations,
            [
                "site_id=SI-1", "product_id=SKU-1", "counted_on=2024-01-02", "party_id=P-1", "installed_units=8.5", "stock_units=1.001", "retired_units=2.002",
                "passed_on_units=3.003", "evidence_grade=landlord_or_utility",
            ],
            ["site_id=SI-1", "product_id=SKU-2", "counted_on=2024-01-02", "party_id=P-1", "evidence_grade=self_declared"],
            "stock_units=0", row => row with { StockThousandths = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new Installation { Site = at.Sites.Find("SI-1"), Product = at.Products.Find("SKU-1"), CountedAt = Day("2024-01-02"), KnownAt = At(Noon), Party = at.Parties.Find("P-1"), InstalledThousandths = 8500, StockThousandths = 1001, RetiredThousandths = 2002, PassedOnThousandths = 3003, Grade = EvidenceGrade.LandlordOrUtility, AcceleratorWattsInstalled = 5950, TppInstalled = 850 }, log.Installations[0]);
        Assert.Equal(new Installation { Site = at.Sites.Find("SI-1"), Product = at.Products.Find("SKU-2"), CountedAt = Day("2024-01-02"), KnownAt = At(Noon), Party = at.Parties.Find("P-1"), Grade = EvidenceGrade.SelfDeclared }, log.Installations[1]);
    }

    [Fact]
    public void ACertificate()
    {
        _lake.Tell("parties", Noon, ["party_id=P-1", "name=P", "kind=other"]);
        EventLog log = _lake.TellFour<Certificate, int>(
            "certificates", EventKind.Certificate, l => l.Certificates,
            [
                "certificate_id=C-1", "kind=call_back", "party_id=P-1", "order_id=SO-1", "issued_on=2024-01-02", "signed=true", "signed_by=A B", "confirmed=false",
                "confirmed_on=2024-01-03", "application=training", "location=a hall", "site_id=SI-1", "site_address=A street", "site_country=SG", "disposition=re_export",
                "resale_ban=true", "site_power_mw=1.25", "racks=7", "installer=Somebody", "serials=1;2", "inspection_right=false", "valid_from=2024-01-04", "valid_to=2025-01-05",
                "renewal_due_on=2024-12-06",
            ],
            ["certificate_id=C-2", "kind=statement", "party_id=P-1", "issued_on=2024-01-02"],
            "racks=0", row => row with { Racks = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new Certificate { Id = at.Certificates.Find("C-1"), KnownAt = At(Noon), Kind = CertificateKind.CallBack, Party = at.Parties.Find("P-1"), Order = at.Orders.Find("SO-1"), IssuedAt = Day("2024-01-02"), Signed = true, Confirmed = false, ConfirmedAt = Day("2024-01-03"), Application = at.Texts.Find("training"), Location = at.Texts.Find("a hall"), Site = at.Sites.Find("SI-1"), SiteCountry = Country("SG"), Disposition = GoodsDisposition.ReExport, ResaleBan = true, SitePowerWatts = 1_250_000, Racks = 7, InspectionRight = false, ValidFrom = Day("2024-01-04"), ValidTo = Day("2025-01-05"), RenewalDueAt = Day("2024-12-06") }, log.Certificates[0]);
        Assert.Equal(new Certificate { Id = at.Certificates.Find("C-2"), KnownAt = At(Noon), Kind = CertificateKind.Statement, Party = at.Parties.Find("P-1"), IssuedAt = Day("2024-01-02") }, log.Certificates[1]);
        Assert.Equal((null, null, null, null), (log.Certificates[1].Signed, log.Certificates[1].Confirmed, log.Certificates[1].ResaleBan, log.Certificates[1].InspectionRight));
    }

    [Fact]
    public void ATenancy()
    {
        EventLog log = _lake.TellFour<Tenancy, int>(
            "tenants", EventKind.Tenancy, l => l.Tenancies,
            [
                "tenancy_id=T-1", "provider_id=P-1", "tenant_id=P-2", "site_id=SI-1", "share_of_capacity=0.25", "power_kw=12.5", "from_on=2024-01-02", "to_on=2025-01-02",
                "evidence_grade=customer_document",
            ],
            ["tenancy_id=T-2", "provider_id=P-1", "from_on=2024-01-02", "evidence_grade=self_declared"],
            "share_of_capacity=0", row => row with { Share = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new Tenancy { Id = at.Texts.Find("T-1"), KnownAt = At(Noon), Provider = at.Parties.Find("P-1"), Tenant = at.Parties.Find("P-2"), Site = at.Sites.Find("SI-1"), Share = 0.25, PowerWatts = 12_500, FromAt = Day("2024-01-02"), ToAt = Day("2025-01-02"), Grade = EvidenceGrade.CustomerDocument }, log.Tenancies[0]);
        Assert.Equal(new Tenancy { Id = at.Texts.Find("T-2"), KnownAt = At(Noon), Provider = at.Parties.Find("P-1"), FromAt = Day("2024-01-02"), Grade = EvidenceGrade.SelfDeclared }, log.Tenancies[1]);
    }

    [Fact]
    public void AnAuditOrABond()
    {
        EventLog log = _lake.TellFour<AuditOrBond, int>(
            "audits_and_bonds", EventKind.AuditOrBond, l => l.AuditsAndBonds,
            [
                "record_id=A-1", "kind=bond_refused", "party_id=P-1", "order_id=SO-1", "site_id=SI-1", "happened_on=2024-01-02", "provider_id=P-2", "chosen_by=authority",
                "independent=false", "on_site=true", "units_seen=3.5", "result=inconclusive", "bond_usd=1000.01", "premium_usd=20.02", "valid_to=2025-01-02",
            ],
            ["record_id=A-2", "kind=audit", "party_id=P-1", "happened_on=2024-01-02"],
            "bond_usd=0", row => row with { BondCents = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new AuditOrBond { Id = at.Texts.Find("A-1"), KnownAt = At(Noon), Kind = AuditOrBondKind.BondRefused, Party = at.Parties.Find("P-1"), Order = at.Orders.Find("SO-1"), Site = at.Sites.Find("SI-1"), HappenedAt = Day("2024-01-02"), Provider = at.Parties.Find("P-2"), ChosenBy = ChosenBy.Authority, Independent = false, OnSite = true, UnitsSeenThousandths = 3500, Result = AuditResult.Inconclusive, BondCents = 1000_01, PremiumCents = 20_02, ValidTo = Day("2025-01-02") }, log.AuditsAndBonds[0]);
        Assert.Equal(new AuditOrBond { Id = at.Texts.Find("A-2"), KnownAt = At(Noon), Kind = AuditOrBondKind.Audit, Party = at.Parties.Find("P-1"), HappenedAt = Day("2024-01-02") }, log.AuditsAndBonds[1]);
    }

    [Fact]
    public void ATip()
    {
        EventLog log = _lake.TellFour<Tip, int>(
            "tips", EventKind.Tip, l => l.Tips,
            [
                "tip_id=T-1", "received_at=2024-04-30 06:00:00", "party_id=P-1", "party_name=Somebody", "order_id=SO-1", "source_kind=anonymous", "reliability=high",
                "status=refuted", "summary=words",
            ],
            ["tip_id=T-2", "received_at=2024-04-30 06:00:00", "source_kind=whistleblower", "reliability=unknown", "status=open"],
            "status=closed", row => row with { Status = TipStatus.Closed });
        Symbols at = log.Symbols;
        Assert.Equal(new Tip { Id = at.Texts.Find("T-1"), KnownAt = At(Noon), ReceivedAt = At("2024-04-30 06:00:00"), Party = at.Parties.Find("P-1"), Order = at.Orders.Find("SO-1"), SourceKind = TipSource.Anonymous, Reliability = TipReliability.High, Status = TipStatus.Refuted }, log.Tips[0]);
        Assert.Equal(new Tip { Id = at.Texts.Find("T-2"), KnownAt = At(Noon), ReceivedAt = At("2024-04-30 06:00:00"), SourceKind = TipSource.Whistleblower, Status = TipStatus.Open }, log.Tips[1]);
    }
}
