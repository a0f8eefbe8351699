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
        """, "ordered_at, order_id, version, line_no", AppendOrder, DeleteLines);

    public static EventSource Shipments { get; } = OfRows(
        "shipments", $"""
        shipment_id, leg_no, order_id, from_place, to_place, from_country, to_country, consignee_id, epoch_us(departed_at), epoch_us(arrived_at),
        CAST(weight_kg * 1000 AS BIGINT), CAST(freight_usd * 100 AS BIGINT), {Word<TransportMode>("mode")}, CAST(quantity * 1000 AS BIGINT),
        CAST(declared_value_usd * 100 AS BIGINT), hs_code
        """, "departed_at NULLS FIRST, shipment_id, leg_no", static (log, row) => log.Append(new ShipmentLeg
        {
            Shipment = row.Symbol(1, log.Symbols.Shipments),
            LegNo = (int)row.Long(2),
            Order = row.Symbol(3, log.Symbols.Orders),
            KnownAt = row.KnownAt,
            From = row.Symbol(4, log.Symbols.Places),
            To = row.Symbol(5, log.Symbols.Places),
            FromCountry = row.Country(6),
            ToCountry = row.Country(7),
            Consignee = row.Symbol(8, log.Symbols.Parties),
            DepartedAt = row.Long(9),
            ArrivedAt = row.Long(10),
            WeightGrams = row.Long(11),
            FreightCents = row.Long(12),
            Mode = (TransportMode)row.Word(13),
            QuantityThousandths = row.Long(14),
            DeclaredValueCents = row.Long(15),
            HsCode = row.Symbol(16, log.Symbols.Texts),
        }), static (log, row) => log.DeleteLeg(row.Symbol(1, log.Symbols.Shipments), (int)row.Long(2), row.KnownAt));

    public static EventSource Payments { get; } = OfRows(
        "payments", $"""
        payment_id, order_id, {Word<PaymentKind>("kind")}, payer_id, payer_name, payer_country, bank_country, epoch_us(paid_at), CAST(amount_usd * 100 AS BIGINT),
        {Word<PaymentMethod>("method")}, prepayment, refundable
        """, "paid_at, payment_id", static (log, row) => log.Append(new Payment
        {
            Id = row.Symbol(1, log.Symbols.Payments),
            KnownAt = row.KnownAt,
            Order = row.Symbol(2, log.Symbols.Orders),
            Kind = (PaymentKind)row.Word(3),
            Payer = row.Symbol(4, log.Symbols.Parties),
            PayerName = row.Symbol(5, log.Symbols.Texts),
            PayerCountry = row.Country(6),
            BankCountry = row.Country(7),
            PaidAt = row.Long(8),
            AmountCents = row.Long(9),
            Method = (PaymentMethod)row.Word(10),
            Prepayment = row.Bool(11),
            Refundable = row.Bool(12),
        }), static (log, row) => log.DeletePayment(row.Symbol(1, log.Symbols.Payments), row.KnownAt));

    public static EventSource DeviceReports { get; } = OfRows(
        "device_reports", $"""
        report_id, serial, product_id, order_id, party_id, {Word<DeviceReportKind>("kind")}, epoch_us(seen_at), site_id, place_id, country, online, installed,
        {Word<EvidenceGrade>("evidence_grade")}
        """, "seen_at, report_id", static (log, row) => log.Append(new DeviceReport
        {
            Id = row.Symbol(1, log.Symbols.DeviceReports),
            KnownAt = row.KnownAt,
            Serial = row.Symbol(2, log.Symbols.Serials),
            Product = row.Symbol(3, log.Symbols.Products),
            Order = row.Symbol(4, log.Symbols.Orders),
            Party = row.Symbol(5, log.Symbols.Parties),
            Kind = (DeviceReportKind)row.Word(6),
            SeenAt = row.Long(7),
            Site = row.Symbol(8, log.Symbols.Sites),
            Place = row.Symbol(9, log.Symbols.Places),
            Country = row.Country(10),
            Online = row.Bool(11),
            Installed = row.Bool(12),
            Grade = (EvidenceGrade)row.Word(13),
        }), static (log, row) => log.DeleteDeviceReport(row.Symbol(1, log.Symbols.DeviceReports), row.KnownAt));

    public static EventSource Holds { get; } = OfRows(
        "holds", $"""
        hold_id, {Word<HoldAct>("action")}, order_id, party_id, epoch_us(acted_at), {Word<HoldRole>("role")}, {Word<EvidenceGrade>("evidence_grade")}, independent, overridden
        """, "acted_at, hold_id, action", static (log, row) => log.Append(new HoldAction
        {
            Hold = row.Symbol(1, log.Symbols.Texts),
            Action = (HoldAct)row.Word(2),
            KnownAt = row.KnownAt,
            Order = row.Symbol(3, log.Symbols.Orders),
            Party = row.Symbol(4, log.Symbols.Parties),
            ActedAt = row.Long(5),
            Role = (HoldRole)row.Word(6),
            Grade = (EvidenceGrade)row.Word(7),
            Independent = row.Bool(8),
            Overridden = row.Bool(9),
        }), static (log, row) => log.DeleteHoldAction(row.Symbol(1, log.Symbols.Texts), (HoldAct)row.Word(2), row.KnownAt));

    public static EventSource Dispositions { get; } = OfRows(
        "dispositions", $"disposition_id, subject_id, order_id, {Word<Decision>("decision")}, epoch_us(decided_at)", "decided_at, disposition_id",
        static (log, row) => log.Append(new Disposition(
            row.Symbol(2, log.Symbols.Texts), row.Symbol(3, log.Symbols.Orders), row.KnownAt, row.Long(5), (Decision)row.Word(4))
        { Id = row.Symbol(1, log.Symbols.Texts) }),
        static (log, row) => log.DeleteDisposition(row.Symbol(1, log.Symbols.Texts), row.KnownAt));

    public static EventSource Outcomes { get; } = OfRows(
        "outcomes", $"""
        outcome_id, {Word<OutcomeKind>("kind")}, party_id, order_id, epoch_us(happened_on), {Word<OutcomeFinding>("finding")}, CAST(value_usd * 100 AS BIGINT), found_country
        """, "happened_on, outcome_id", static (log, row) => log.Append(new OutcomeReport
        {
            Id = row.Symbol(1, log.Symbols.Texts),
            KnownAt = row.KnownAt,
            Kind = (OutcomeKind)row.Word(2),
            Party = row.Symbol(3, log.Symbols.Parties),
            Order = row.Symbol(4, log.Symbols.Orders),
            HappenedAt = row.Long(5),
            Finding = (OutcomeFinding)row.Word(6),
            ValueCents = row.Long(7),
            FoundCountry = row.Country(8),
        }), static (log, row) => log.DeleteOutcomeReport(row.Symbol(1, log.Symbols.Texts), row.KnownAt));

    private static void AppendOrder(EventLog log, EventCursor row)
    {
        Symbols symbols = log.Symbols;
        OrderVersion header = Header(symbols, row);
        List<OrderLine> lines = row.Lines;
        lines.Clear();
        var words = new LineWords();
        do
        {
            words.Add(symbols, row);
            lines.Add(new OrderLine((int)row.Long(3), row.Symbol(16, symbols.Products), row.Long(17), row.Long(18))
            {
                HsCode = row.Symbol(19, symbols.Texts),
                Eccn = row.Symbol(20, symbols.Texts),
                IsLicensed = row.Bool(21) == true,
            });
            row.Next();
        }
        while (!row.AtEnd && !row.IsDeletion && row.KnownAt == header.KnownAt && row.Long(2) == header.Version && row.Long(5) == header.OrderedAt
            && row.Symbol(1, symbols.Orders) == header.Order);
        log.Append(words.Of(header), CollectionsMarshal.AsSpan(lines));
    }

    private static OrderVersion Header(Symbols symbols, EventCursor row) => new()
    {
        Order = row.Symbol(1, symbols.Orders),
        Version = (int)row.Long(2),
        Status = (OrderStatus)row.Word(4),
        KnownAt = row.KnownAt,
        OrderedAt = row.Long(5),
        Seller = row.Symbol(6, symbols.Parties),
        Purchaser = row.Symbol(7, symbols.Parties),
        IntermediateConsignee = row.Symbol(8, symbols.Parties),
        UltimateConsignee = row.Symbol(9, symbols.Parties),
        EndUser = row.Symbol(10, symbols.Parties),
        ForwardingAgent = row.Symbol(11, symbols.Parties),
        Payer = row.Symbol(12, symbols.Parties),
        DestinationCountry = row.Country(13),
        ShipToCountry = row.Country(14),
        EndUse = row.Symbol(15, symbols.Texts),
    };

    // The lines of an order that are deleted at one moment are one event, whatever their versions.
    private static void DeleteLines(EventLog log, EventCursor row)
    {
        (long knownAt, int order) = (row.KnownAt, row.Symbol(1, log.Symbols.Orders));
        var lines = new List<OrderLineKey>();
        do
        {
            lines.Add(new OrderLineKey((int)row.Long(2), (int)row.Long(3)));
            row.Next();
        }
        while (!row.AtEnd && row.IsDeletion && row.KnownAt == knownAt && row.Symbol(1, log.Symbols.Orders) == order);
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

        public void Add(Symbols symbols, EventCursor row)
        {
            if (_endUseLocation < 0) _endUseLocation = row.Symbol(22, symbols.Texts);
            if (_packaging < 0) _packaging = row.Country(23);
            if (_assembly < 0) _assembly = row.Country(24);
            if (_deployment < 0) _deployment = row.Country(25);
            if (_representative < 0) _representative = row.Symbol(26, symbols.Representatives);
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
