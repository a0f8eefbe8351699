using Screening.Records;
using Xunit;
using static Screening.Tests.Data.Replay.SomeLake;

namespace Screening.Tests.Data.Replay;

public sealed class OrderSourcesTests : IDisposable
{
    private readonly SomeLake _lake = new();

    public void Dispose() => _lake.Dispose();

    // A leg that has not departed comes before one that has.
    [Fact]
    public void AShipmentLeg()
    {
        _lake.Tell(
            "shipments", Noon,
            [
                "shipment_id=SH-1", "leg_no=1", "order_id=SO-1", "to_country=SG", "departed_at=2024-04-30 06:00:00", "mode=air_charter", "hs_code=8471.50", "quantity=8.001", "declared_value_usd=3.03",
            ],
            ["shipment_id=SH-2", "leg_no=1", "order_id=SO-1", "to_country=SG"]);
        EventLog log = _lake.Read();
        (ShipmentLeg least, ShipmentLeg full) = (log.Legs[0], log.Legs[1]);
        Assert.Equal((TransportMode.AirCharter, 8001, 3_03, "8471.50"), (full.Mode, full.QuantityThousandths, full.DeclaredValueCents, log.Symbols.Texts.Text(full.HsCode)));
        Assert.Equal((TransportMode.Unknown, Missing.Amount, Missing.Amount, Missing.Symbol), (least.Mode, least.QuantityThousandths, least.DeclaredValueCents, least.HsCode));
    }

    [Fact]
    public void APayment()
    {
        _lake.Tell("orders", Noon, Line(1));
        EventLog log = _lake.TellFour<Payment, int>(
            "payments", EventKind.Payment, l => l.Payments,
            [
                "payment_id=Y-1", "order_id=SO-1", "kind=refund", "payer_id=P-1", "payer_name=Oblique", "payer_country=SG", "bank_country=HK", "paid_at=2024-04-30 06:00:00",
                "amount_usd=1000.01", "currency=EUR", "method=digital_asset", "prepayment=true", "refundable=false",
            ],
            ["payment_id=Y-2", "order_id=SO-1", "kind=payment", "paid_at=2024-04-30 06:00:00", "amount_usd=0"],
            "amount_usd=5", row => row with { AmountCents = 500 });
        Symbols at = log.Symbols;
        Assert.Equal(new Payment { Id = at.Payments.Find("Y-1"), KnownAt = At(Noon), Order = at.Orders.Find("SO-1"), Kind = PaymentKind.Refund, Payer = at.Parties.Find("P-1"), PayerName = at.Texts.Find("Oblique"), PayerCountry = Country("SG"), BankCountry = Country("HK"), PaidAt = At("2024-04-30 06:00:00"), AmountCents = 1000_01, Method = PaymentMethod.DigitalAsset, Prepayment = true, Refundable = false }, log.Payments[0]);
        Assert.Equal(new Payment { Id = at.Payments.Find("Y-2"), KnownAt = At(Noon), Order = at.Orders.Find("SO-1"), Kind = PaymentKind.Payment, PaidAt = At("2024-04-30 06:00:00"), AmountCents = 0 }, log.Payments[1]);
    }

    [Fact]
    public void AReportOfADevice()
    {
        EventLog log = _lake.TellFour<DeviceReport, int>(
            "device_reports", EventKind.DeviceReport, l => l.DeviceReports,
            [
                "report_id=R-1", "serial=S-1", "product_id=SKU-1", "order_id=SO-1", "party_id=P-1", "kind=delivery_scan", "seen_at=2024-04-30 06:00:00", "site_id=SI-1",
                "place_id=A", "country=SG", "latitude=1", "longitude=2", "online=false", "installed=true", "inspected_by=A B", "evidence_grade=site_visit",
            ],
            ["report_id=R-2", "serial=S-2", "kind=telemetry", "seen_at=2024-04-30 06:00:00"],
            "country=MY", row => row with { Country = Country("MY") });
        Symbols at = log.Symbols;
        Assert.Equal(new DeviceReport { Id = at.DeviceReports.Find("R-1"), KnownAt = At(Noon), Serial = at.Serials.Find("S-1"), Product = at.Products.Find("SKU-1"), Order = at.Orders.Find("SO-1"), Party = at.Parties.Find("P-1"), Kind = DeviceReportKind.DeliveryScan, SeenAt = At("2024-04-30 06:00:00"), Site = at.Sites.Find("SI-1"), Place = at.Places.Find("A"), Country = Country("SG"), Online = false, Installed = true, Grade = EvidenceGrade.SiteVisit }, log.DeviceReports[0]);
        Assert.Equal(new DeviceReport { Id = at.DeviceReports.Find("R-2"), KnownAt = At(Noon), Serial = at.Serials.Find("S-2"), Kind = DeviceReportKind.Telemetry, SeenAt = At("2024-04-30 06:00:00") }, log.DeviceReports[1]);
        Assert.Equal(2, at.Serials.Count);
    }

    [Fact]
    public void AnActOnAHold()
    {
        EventLog log = _lake.TellFour<HoldAction, (int, HoldAct)>(
            "holds", EventKind.HoldAction, l => l.HoldActions,
            [
                "hold_id=H-1", "action=placed", "order_id=SO-1", "party_id=P-1", "acted_at=2024-04-30 06:00:00", "role=data_scientist", "acted_by=A B", "reason=why",
                "evidence_grade=registry", "independent=true", "overridden=false",
            ],
            ["hold_id=H-1", "action=released", "acted_at=2024-04-30 06:00:00", "role=seller"],
            "overridden=true", row => row with { Overridden = true });
        Symbols at = log.Symbols;
        Assert.Equal(new HoldAction { Hold = at.Texts.Find("H-1"), Action = HoldAct.Placed, KnownAt = At(Noon), Order = at.Orders.Find("SO-1"), Party = at.Parties.Find("P-1"), ActedAt = At("2024-04-30 06:00:00"), Role = HoldRole.DataScientist, Grade = EvidenceGrade.Registry, Independent = true, Overridden = false }, log.HoldActions[0]);
        Assert.Equal(new HoldAction { Hold = at.Texts.Find("H-1"), Action = HoldAct.Released, KnownAt = At(Noon), ActedAt = At("2024-04-30 06:00:00"), Role = HoldRole.Seller }, log.HoldActions[1]);
    }

    [Fact]
    public void AnOutcome()
    {
        EventLog log = _lake.TellFour<OutcomeReport, int>(
            "outcomes", EventKind.OutcomeReport, l => l.OutcomeReports,
            [
                "outcome_id=X-1", "kind=licence_denied", "party_id=P-1", "order_id=SO-1", "happened_on=2024-01-02", "finding=not_found", "source=an agency", "citation=somewhere",
                "value_usd=1000.01", "units=3", "found_country=MY", "summary=words",
            ],
            ["outcome_id=X-2", "kind=agency_notice", "happened_on=2024-01-02", "finding=alleged", "source=an agency"],
            "value_usd=0", row => row with { ValueCents = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new OutcomeReport { Id = at.Texts.Find("X-1"), KnownAt = At(Noon), Kind = OutcomeKind.LicenceDenied, Party = at.Parties.Find("P-1"), Order = at.Orders.Find("SO-1"), HappenedAt = Day("2024-01-02"), Finding = OutcomeFinding.NotFound, ValueCents = 1000_01, FoundCountry = Country("MY") }, log.OutcomeReports[0]);
        Assert.Equal(new OutcomeReport { Id = at.Texts.Find("X-2"), KnownAt = At(Noon), Kind = OutcomeKind.AgencyNotice, HappenedAt = Day("2024-01-02"), Finding = OutcomeFinding.Alleged }, log.OutcomeReports[1]);
    }

    // Line 1 tells little, line 2 the most, and line 3 says otherwise; they come in the wrong order.
    [Fact]
    public void WhatLinesTellOneByOneTheOrderTakesFromTheFirstThatTellsIt()
    {
        _lake.Tell(
            "orders", Noon,
            Line(3, "end_use_location=nowhere", "packaging_country=DE", "assembly_country=DE", "deployment_country=DE", "sales_representative=Third", "payment_terms=cash", "ultimate_consignee_type=other",
                "mode=rail", "routed_export=true", "related_parties=true", "hs_code=8471.50", "licence_number=L-3"),
            Line(1, "deployment_country=SG", "related_parties=false", "eccn=3A090.a"),
            Line(2, "end_use_location=a hall", "packaging_country=TW", "assembly_country=MX", "deployment_country=MY", "sales_representative=Second", "payment_terms=letter_of_credit",
                "ultimate_consignee_type=direct_consumer", "mode=air_charter", "routed_export=false", "licence_number=L-2"));
        EventLog log = _lake.Read();
        OrderVersion order = Assert.Single(Enumerable.Range(0, log.Orders.Count).Select(i => log.Orders[i]));
        Assert.Equal(
            ("a hall", "Second", Country("TW"), Country("MX"), Country("SG")),
            (log.Symbols.Texts.Text(order.EndUseLocation), log.Symbols.Representatives.Text(order.SalesRepresentative), order.PackagingCountry, order.AssemblyCountry, order.DeploymentCountry));
        Assert.Equal((PaymentTerms.LetterOfCredit, UltimateConsigneeType.DirectConsumer, TransportMode.AirCharter), (order.PaymentTerms, order.UltimateConsigneeType, order.Mode));
        Assert.Equal((false, false, 2), (order.RoutedExport, order.RelatedParties, order.LicensedLines));
        OrderLine[] lines = [.. Enumerable.Range(0, 3).Select(i => log.Lines[i])];
        Assert.Equal([null, null, "8471.50"], lines.Select(l => log.Symbols.Texts.Text(l.HsCode)));
        Assert.Equal(["3A090.a", null, null], lines.Select(l => log.Symbols.Texts.Text(l.Eccn)));
        Assert.Equal([false, true, true], lines.Select(l => l.IsLicensed));
    }

    [Fact]
    public void WhatNoLineTellsTheOrderDoesNotTell()
    {
        EventLog log = _lake.Tell("orders", Noon, Line(1)).Read();
        OrderVersion order = log.Orders[0];
        Assert.All((int[])[order.EndUseLocation, order.SalesRepresentative, order.PackagingCountry, order.AssemblyCountry, order.DeploymentCountry], s => Assert.Equal(Missing.Symbol, s));
        Assert.Equal((default(PaymentTerms), default(UltimateConsigneeType), default(TransportMode)), (order.PaymentTerms, order.UltimateConsigneeType, order.Mode));
        Assert.Equal((null, null, 0, Missing.Amount), (order.RoutedExport, order.RelatedParties, order.LicensedLines, order.WeightGrams));
        Assert.Equal((Missing.Symbol, Missing.Symbol, false), (log.Lines[0].HsCode, log.Lines[0].Eccn, log.Lines[0].IsLicensed));
    }

    private static string[] Line(int line, params string[] cells) =>
    [
        "order_id=SO-1", "version=1", $"line_no={line}", "status=placed", "ordered_at=2024-04-30 06:00:00", "seller_id=S-1", "purchaser_id=P-1", "destination_country=DE", "product_id=SKU-1",
        "quantity=1", "value_usd=1000", .. cells,
    ];
}
