using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>Facts about goods, ways, papers and payments.</content>
internal sealed partial class CoarseWorld
{
    private const int EndUses = 70, PaymentIds = 300, CertificateIds = 400, ConvoyOrders = 300, ConvoyShipments = 700;

    // Of three digits the symbols' names compare as codes of six do: 84 is a shorter form of 847, 841 another code.
    private static readonly int[] HsCodes = [84, 847, 841, 85];

    private Fact MakeOfGoods() => _random.Next(8) switch
    {
        0 or 1 or 2 => MakePayment(),
        3 => MakeOrderCertificate(),
        4 when _latest.Count > 0 => MakeRetold(_latest[^1], Known()),
        _ => MakeLeg(),
    };

    private OrderVersion WithPapers(OrderVersion order) => order with
    {
        EndUse = Sometimes(0.7, EndUses + _random.Next(3)),
        PackagingCountry = Sometimes(0.3, Country()),
        AssemblyCountry = Sometimes(0.3, Country()),
        DeploymentCountry = Sometimes(0.5, Country()),
        RoutedExport = Pick<bool?>(null, true, false),
        RelatedParties = Pick<bool?>(null, true, false),
        UltimateConsigneeType = Pick(UltimateConsigneeType.Unknown, UltimateConsigneeType.DirectConsumer, UltimateConsigneeType.Reseller, UltimateConsigneeType.Other),
    };

    private OrderLine WithPapers(OrderLine line) => line with { HsCode = Sometimes(0.6, Pick(HsCodes)), IsLicensed = Chance(0.4) };

    private Product WithFigures(Product product) => product with
    {
        Accelerators = Pick(Missing.Amount, 0, 1, 2, 4, 8),
        PerformanceDensity = Pick(double.NaN, double.NaN, 1.6, 2.4, 2.91, 3.2, 4, 5.91, 5.92, 6, 8, 19.4),
        MemoryGb = Pick(double.NaN, 0, 80, 141, 0.0005),
        UnitWeightGrams = Pick(Missing.Amount, 0, 2_500, 130_000, 130_000),
        ListPriceCents = Pick(Missing.Amount, 0, 1, 25_000_00, 300_000_00),
        HsCode = Sometimes(0.7, Pick(HsCodes)),
        Material = Pick(PackagingMaterial.Unknown, PackagingMaterial.Unknown, PackagingMaterial.Other, PackagingMaterial.AbfFilm, PackagingMaterial.BtResin, PackagingMaterial.FcBgaSubstrate),
        Class = product.Class == ProductClass.Other ? Pick(ProductClass.Other, ProductClass.PackagingMaterial, ProductClass.Memory) : product.Class,
        UnitOfMeasure = Pick(UnitOfMeasure.Piece, UnitOfMeasure.SquareMetre, UnitOfMeasure.Kilogram),
        SubstrateLayers = Pick(0, 15, 16),
        LineSpaceUm = Pick(double.NaN, double.NaN, 7.99, 8),
    };

    // In a convoy most legs share a lane and a place.
    private ShipmentLeg WithPapers(ShipmentLeg leg)
    {
        long departed = Chance(0.75) ? _now + (long)(Pick(-7, -1, 0, 0, 1) * Micros.PerDay) : Missing.Moment;
        leg = leg with
        {
            DepartedAt = departed,
            ArrivedAt = Chance(0.25) ? Missing.Moment : (departed == Missing.Moment ? _now : departed) + (long)(Pick(-0.5, 0, 0.5, 1, 3, 30) * Micros.PerDay),
            Consignee = Sometimes(0.4, Party()),
            WeightGrams = Pick(Missing.Amount, 0, 1, 260_000, 300_000),
            Mode = Pick(TransportMode.Unknown, TransportMode.Air, TransportMode.Air, TransportMode.Ocean),
            QuantityThousandths = Pick(Missing.Amount, 500, 1000, 8000),
            DeclaredValueCents = Pick(Missing.Amount, 0, 50_000_00, 100_000_00, 700),
            HsCode = Sometimes(0.5, Pick(HsCodes)),
            FreightCents = Pick(Missing.Amount, 0, 90_00, 2_600_00, 2_600_01),
        };
        return _isConvoy && Chance(0.7) ? leg with { From = 0, To = 0, FromCountry = _countries[0], ToCountry = _countries[1], Mode = TransportMode.Air } : leg;
    }

    // Orders that nobody told, whose legs make a lane and a place usual.
    private void TellConvoy()
    {
        int shipments = 18 + _random.Next(12);
        for (int i = 0; i < shipments; i++)
        {
            long knownAt = _start + (i / 4 * Micros.PerDay / 2);
            var leg = new ShipmentLeg
            {
                Shipment = ConvoyShipments + i,
                LegNo = 1,
                Order = ConvoyOrders + i,
                KnownAt = knownAt,
                From = 1,
                To = 0,
                FromCountry = _countries[0],
                ToCountry = _countries[1],
                Mode = TransportMode.Air,
                DepartedAt = knownAt - (5 * Micros.PerDay),
                ArrivedAt = knownAt - (4 * Micros.PerDay),
                WeightGrams = Pick(1L, 1000, 260_000, 260_001),
                FreightCents = Pick(0L, 1, 100, 900_00, 2_600_00),
            };
            Tell(new LegFact(leg));
            long left = leg.ArrivedAt + (long)(Pick(0, 0.001, 0.5, 1, 2, 7, 30) * Micros.PerDay);
            Tell(new LegFact(leg with { LegNo = 2, KnownAt = knownAt + Pick(0, Micros.PerDay), From = 0, To = 2, FromCountry = _countries[1], ToCountry = _countries[0], DepartedAt = left, ArrivedAt = Missing.Moment }));
        }
    }

    private int SomeOrder() => _latest.Count == 0 ? 0 : _latest[_latest.Count - 1 - _random.Next(Math.Min(_latest.Count, 8))].Header.Order + (Chance(0.1) ? 1 : 0);

    private PaymentFact MakePayment() => new(new Payment
    {
        Id = PaymentIds + _random.Next(30),
        KnownAt = Known(),
        Order = Chance(0.7) && _latest.Count > 0 ? _latest[^1].Header.Order / 4 * 4 : SomeOrder(),
        Kind = Pick(PaymentKind.Payment, PaymentKind.Payment, PaymentKind.Deposit, PaymentKind.Refund),
        Payer = Sometimes(0.8, Party()),
        PayerCountry = Sometimes(0.6, Country()),
        BankCountry = Sometimes(0.4, Country()),
        PaidAt = _now,
        AmountCents = Pick(0L, 1, 50_000_00, 100_000_00, 30_000_01),
        Method = Pick(PaymentMethod.Unknown, PaymentMethod.Wire, PaymentMethod.Wire, PaymentMethod.Cash, PaymentMethod.DigitalAsset, PaymentMethod.Other),
        Prepayment = Pick<bool?>(null, true, false),
        Refundable = Pick<bool?>(null, true, false),
    });

    private CertificateFact MakeOrderCertificate() => new(new Certificate
    {
        Id = CertificateIds + _random.Next(20),
        KnownAt = Known(),
        Kind = Pick(CertificateKind.Statement, CertificateKind.Statement, CertificateKind.Statement, CertificateKind.CallBack),
        Party = Party(),
        Order = Sometimes(0.85, SomeOrder()),
        IssuedAt = _now - (long)(Pick(-1, 0, 0, 1, 30, 30) * Micros.PerDay),
        SiteCountry = Sometimes(0.8, Country()),
    });
}
