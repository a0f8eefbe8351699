using System.Runtime.InteropServices;
using Screening.Records;
using static Screening.Data.Replay.EventSource;

namespace Screening.Data.Replay;

/// <summary>Datasets of orders and of what happens to them.</summary>
internal static class OrderSources
{
    public static EventSource Orders { get; } = new(
        "orders", $"""
        order_id, version, line_no, {Word<OrderStatus>("status")}, epoch_us(ordered_at), seller_id, purchaser_id, intermediate_consignee_id, ultimate_consignee_id,
        end_user_id, forwarding_agent_id, payer_id, destination_country, ship_to_country, end_use, product_id, CAST(quantity * 1000 AS BIGINT),
        CAST(value_usd * 100 AS BIGINT), hs_code, eccn, licence_number IS NOT NULL, end_use_location, packaging_country, assembly_country, deployment_country,
        sales_representative, {Word<PaymentTerms>("payment_terms")}, {Word<UltimateConsigneeType>("ultimate_consignee_type")}, {Word<TransportMode>("mode")},
        routed_export, related_parties
        """, "ordered_at, order_id, version, line_no",
        static symbols =>
        [
            (1, symbols.Orders), (6, symbols.Parties), (7, symbols.Parties), (8, symbols.Parties), (9, symbols.Parties), (10, symbols.Parties),
            (11, symbols.Parties), (12, symbols.Parties), (13, Country), (14, Country), (15, symbols.Texts), (16, symbols.Products), (19, symbols.Texts),
            (20, symbols.Texts), (22, symbols.Texts), (23, Country), (24, Country), (25, Country), (26, symbols.Representatives),
        ],
        AppendOrder, DeleteLines);

    public static EventSource Shipments { get; } = OfRows(
        "shipments", $"""
        shipment_id, leg_no, order_id, from_place, to_place, from_country, to_country, consignee_id, epoch_us(departed_at), epoch_us(arrived_at),
        CAST(weight_kg * 1000 AS BIGINT), CAST(freight_usd * 100 AS BIGINT), {Word<TransportMode>("mode")}, CAST(quantity * 1000 AS BIGINT),
        CAST(declared_value_usd * 100 AS BIGINT), hs_code
        """, "departed_at NULLS FIRST, shipment_id, leg_no",
        static symbols =>
        [
            (1, symbols.Shipments), (3, symbols.Orders), (4, symbols.Places), (5, symbols.Places), (6, Country), (7, Country), (8, symbols.Parties),
            (16, symbols.Texts),
        ],
        static (log, row) => log.Append(new ShipmentLeg
        {
            Shipment = row.Symbol(1),
            LegNo = (int)row.Long(2),
            Order = row.Symbol(3),
            KnownAt = row.KnownAt,
            From = row.Symbol(4),
            To = row.Symbol(5),
            FromCountry = row.Symbol(6),
            ToCountry = row.Symbol(7),
            Consignee = row.Symbol(8),
            DepartedAt = row.Long(9),
            ArrivedAt = row.Long(10),
            WeightGrams = row.Long(11),
            FreightCents = row.Long(12),
            Mode = (TransportMode)row.Word(13),
            QuantityThousandths = row.Long(14),
            DeclaredValueCents = row.Long(15),
            HsCode = row.Symbol(16),
        }), static (log, row) => log.DeleteLeg(row.Symbol(1), (int)row.Long(2), row.KnownAt));

    public static EventSource Payments { get; } = OfRows(
        "payments", $"""
        payment_id, order_id, {Word<PaymentKind>("kind")}, payer_id, payer_name, payer_country, bank_country, epoch_us(paid_at), CAST(amount_usd * 100 AS BIGINT),
        {Word<PaymentMethod>("method")}, prepayment, refundable
        """, "paid_at, payment_id",
        static symbols => [(1, symbols.Payments), (2, symbols.Orders), (4, symbols.Parties), (5, symbols.Texts), (6, Country), (7, Country)],
        static (log, row) => log.Append(new Payment
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Order = row.Symbol(2),
            Kind = (PaymentKind)row.Word(3),
            Payer = row.Symbol(4),
            PayerName = row.Symbol(5),
            PayerCountry = row.Symbol(6),
            BankCountry = row.Symbol(7),
            PaidAt = row.Long(8),
            AmountCents = row.Long(9),
            Method = (PaymentMethod)row.Word(10),
            Prepayment = row.Bool(11),
            Refundable = row.Bool(12),
        }), static (log, row) => log.DeletePayment(row.Symbol(1), row.KnownAt));

    public static EventSource DeviceReports { get; } = OfRows(
        "device_reports", $"""
        report_id, serial, product_id, order_id, party_id, {Word<DeviceReportKind>("kind")}, epoch_us(seen_at), site_id, place_id, country, online, installed,
        {Word<EvidenceGrade>("evidence_grade")}
        """, "seen_at, report_id",
        static symbols =>
        [
            (1, symbols.DeviceReports), (2, symbols.Serials), (3, symbols.Products), (4, symbols.Orders), (5, symbols.Parties), (8, symbols.Sites),
            (9, symbols.Places), (10, Country),
        ],
        static (log, row) => log.Append(new DeviceReport
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Serial = row.Symbol(2),
            Product = row.Symbol(3),
            Order = row.Symbol(4),
            Party = row.Symbol(5),
            Kind = (DeviceReportKind)row.Word(6),
            SeenAt = row.Long(7),
            Site = row.Symbol(8),
            Place = row.Symbol(9),
            Country = row.Symbol(10),
            Online = row.Bool(11),
            Installed = row.Bool(12),
            Grade = (EvidenceGrade)row.Word(13),
        }), static (log, row) => log.DeleteDeviceReport(row.Symbol(1), row.KnownAt));

    public static EventSource Holds { get; } = OfRows(
        "holds", $"""
        hold_id, {Word<HoldAct>("action")}, order_id, party_id, epoch_us(acted_at), {Word<HoldRole>("role")}, {Word<EvidenceGrade>("evidence_grade")}, independent, overridden
        """, "acted_at, hold_id, action",
        static symbols => [(1, symbols.Texts), (3, symbols.Orders), (4, symbols.Parties)],
        static (log, row) => log.Append(new HoldAction
        {
            Hold = row.Symbol(1),
            Action = (HoldAct)row.Word(2),
            KnownAt = row.KnownAt,
            Order = row.Symbol(3),
            Party = row.Symbol(4),
            ActedAt = row.Long(5),
            Role = (HoldRole)row.Word(6),
            Grade = (EvidenceGrade)row.Word(7),
            Independent = row.Bool(8),
            Overridden = row.Bool(9),
        }), static (log, row) => log.DeleteHoldAction(row.Symbol(1), (HoldAct)row.Word(2), row.KnownAt));

    public static EventSource Dispositions { get; } = OfRows(
        "dispositions", $"disposition_id, subject_id, order_id, {Word<Decision>("decision")}, epoch_us(decided_at)", "decided_at, disposition_id",
        static symbols => [(1, symbols.Texts), (2, symbols.Texts), (3, symbols.Orders)],
        static (log, row) => log.Append(new Disposition(
            row.Symbol(2), row.Symbol(3), row.KnownAt, row.Long(5), (Decision)row.Word(4))
        { Id = row.Symbol(1) }),
        static (log, row) => log.DeleteDisposition(row.Symbol(1), row.KnownAt));

    public static EventSource Outcomes { get; } = OfRows(
        "outcomes", $"""
        outcome_id, {Word<OutcomeKind>("kind")}, party_id, order_id, epoch_us(happened_on), {Word<OutcomeFinding>("finding")}, CAST(value_usd * 100 AS BIGINT), found_country
        """, "happened_on, outcome_id",
        static symbols => [(1, symbols.Texts), (3, symbols.Parties), (4, symbols.Orders), (8, Country)],
        static (log, row) => log.Append(new OutcomeReport
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Kind = (OutcomeKind)row.Word(2),
            Party = row.Symbol(3),
            Order = row.Symbol(4),
            HappenedAt = row.Long(5),
            Finding = (OutcomeFinding)row.Word(6),
            ValueCents = row.Long(7),
            FoundCountry = row.Symbol(8),
        }), static (log, row) => log.DeleteOutcomeReport(row.Symbol(1), row.KnownAt));

    private static void AppendOrder(EventLog log, EventCursor row)
    {
        OrderVersion header = Header(row);
        List<OrderLine> lines = row.Lines;
        lines.Clear();
        var words = new LineWords();
        do
        {
            words.Add(row);
            lines.Add(new OrderLine((int)row.Long(3), row.Symbol(16), row.Long(17), row.Long(18))
            {
                HsCode = row.Symbol(19),
                Eccn = row.Symbol(20),
                IsLicensed = row.Bool(21) == true,
            });
            row.Next();
        }
        while (!row.AtEnd && !row.IsDeletion && row.KnownAt == header.KnownAt && row.Long(2) == header.Version && row.Long(5) == header.OrderedAt
            && row.Symbol(1) == header.Order);
        log.Append(words.Of(header), CollectionsMarshal.AsSpan(lines));
    }

    private static OrderVersion Header(EventCursor row) => new()
    {
        Order = row.Symbol(1),
        Version = (int)row.Long(2),
        Status = (OrderStatus)row.Word(4),
        KnownAt = row.KnownAt,
        OrderedAt = row.Long(5),
        Seller = row.Symbol(6),
        Purchaser = row.Symbol(7),
        IntermediateConsignee = row.Symbol(8),
        UltimateConsignee = row.Symbol(9),
        EndUser = row.Symbol(10),
        ForwardingAgent = row.Symbol(11),
        Payer = row.Symbol(12),
        DestinationCountry = row.Symbol(13),
        ShipToCountry = row.Symbol(14),
        EndUse = row.Symbol(15),
    };

    // The lines of an order that are deleted at one moment are one event, whatever their versions.
    private static void DeleteLines(EventLog log, EventCursor row)
    {
        (long knownAt, int order) = (row.KnownAt, row.Symbol(1));
        var lines = new List<OrderLineKey>();
        do
        {
            lines.Add(new OrderLineKey((int)row.Long(2), (int)row.Long(3)));
            row.Next();
        }
        while (!row.AtEnd && row.IsDeletion && row.KnownAt == knownAt && row.Symbol(1) == order);
        log.DeleteLines(order, CollectionsMarshal.AsSpan(lines), knownAt);
    }

    // What the lines tell one by one and the order tells once: the first line that tells it, by number, has the word.
    private struct LineWords
    {
        private int _endUseLocation = Missing.Symbol, _packaging = Missing.Symbol, _assembly = Missing.Symbol, _deployment = Missing.Symbol, _representative = Missing.Symbol;
        private PaymentTerms _paymentTerms;
        private UltimateConsigneeType _consigneeType;
        private TransportMode _mode;
        private bool? _routedExport, _relatedParties;

        public LineWords()
        {
        }

        public void Add(EventCursor row)
        {
            if (_endUseLocation < 0) _endUseLocation = row.Symbol(22);
            if (_packaging < 0) _packaging = row.Symbol(23);
            if (_assembly < 0) _assembly = row.Symbol(24);
            if (_deployment < 0) _deployment = row.Symbol(25);
            if (_representative < 0) _representative = row.Symbol(26);
            if (_paymentTerms == PaymentTerms.Unknown) _paymentTerms = (PaymentTerms)row.Word(27);
            if (_consigneeType == UltimateConsigneeType.Unknown) _consigneeType = (UltimateConsigneeType)row.Word(28);
            if (_mode == TransportMode.Unknown) _mode = (TransportMode)row.Word(29);
            _routedExport ??= row.Bool(30);
            _relatedParties ??= row.Bool(31);
        }

        public readonly OrderVersion Of(in OrderVersion header) => header with
        {
            EndUseLocation = _endUseLocation,
            PackagingCountry = _packaging,
            AssemblyCountry = _assembly,
            DeploymentCountry = _deployment,
            SalesRepresentative = _representative,
            PaymentTerms = _paymentTerms,
            UltimateConsigneeType = _consigneeType,
            Mode = _mode,
            RoutedExport = _routedExport,
            RelatedParties = _relatedParties,
        };
    }
}
