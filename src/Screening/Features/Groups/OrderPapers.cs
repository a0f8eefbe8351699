using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What an order's papers tell, and what they leave out.</summary>
internal static class OrderPapers
{
    private const string NoStatement = "no statement for this order is known";

    /// <summary>The features, in the order of the columns.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("order_locations_told", "paperwork", "How many of the countries of final packaging, of assembly and of deployment the order tells", "locations", 0, 3, "never", "orders", "T08"),
        new("order_licensed_share", "paperwork", "Share of the lines that name the number of a licence", "share", 0, 1, "never", "orders", "T19"),
        new("order_controlled_unlicensed_lines", "paperwork", "Lines whose product has a control class and that name no number of a licence", "lines", 0, 1e6, "never", "orders products", "T19"),
        new("order_has_statement", "paperwork", "Whether an end user's statement for this very order is known that was issued by then; statements for all orders of a party do not count", "0 or 1", 0, 1, "never", "certificates", "T19"),
        new("order_statement_age_days", "paperwork", "Days since the latest such statement was issued", "d", 0, 1e6, NoStatement, "certificates", "T19"),
        new("order_statement_site_at_destination", "paperwork", "Whether the statements issued on that day that tell the country of their site all tell the order's destination country", "0 or 1", 0, 1, NoStatement + ", none of them tells that country, or the order tells no destination", "orders certificates", "T06"),
        new("order_states_end_use", "paperwork", "Whether the order states an end use", "0 or 1", 0, 1, "never", "orders", "T06"),
        new("order_routed_export", "paperwork", "Whether the foreign buyer's agent arranges the export", "0 or 1", 0, 1, "the order does not say", "orders", "T08"),
        new("order_related_parties", "paperwork", "Whether seller and ultimate consignee are related", "0 or 1", 0, 1, "the order does not say", "orders", "T08"),
        new("order_consignee_resells", "paperwork", "Whether the ultimate consignee is declared to be a reseller", "0 or 1", 0, 1, "the order does not say what it is", "orders", "T08"),
    ];

    /// <summary>Fills the columns, which are all missing.</summary>
    public static void Read(EventLog log, in Reading reading, in OrderState state, Span<double> columns)
    {
        ref readonly OrderVersion order = ref reading.Order;
        columns[0] = IsTold(order.PackagingCountry) + IsTold(order.AssemblyCountry) + IsTold(order.DeploymentCountry);
        columns[1] = order.LicensedLines / (double)Math.Max(1, order.Lines);
        columns[2] = order.UnlicensedControlledLines;
        ReadStatements(log, reading, state.Certificates, columns);
        columns[6] = IsTold(order.EndUse);
        columns[7] = Columns.Of(order.RoutedExport);
        columns[8] = Columns.Of(order.RelatedParties);
        if (order.UltimateConsigneeType != UltimateConsigneeType.Unknown) columns[9] = order.UltimateConsigneeType == UltimateConsigneeType.Reseller ? 1 : 0;
    }

    private static int IsTold(int symbol) => symbol == Missing.Symbol ? 0 : 1;

    private static void ReadStatements(EventLog log, in Reading reading, ReadOnlySpan<int> certificates, Span<double> columns)
    {
        long latest = Missing.Moment;
        foreach (int row in certificates)
        {
            ref readonly Certificate certificate = ref log.Certificates[row];
            if (certificate.Kind == CertificateKind.Statement && certificate.IssuedAt <= reading.AsOf) latest = Math.Max(latest, certificate.IssuedAt);
        }

        columns[3] = latest == Missing.Moment ? 0 : 1;
        if (latest == Missing.Moment) return;
        columns[4] = Columns.Days(reading.AsOf - latest);
        int destination = reading.Order.DestinationCountry;
        foreach (int row in certificates)
        {
            ref readonly Certificate certificate = ref log.Certificates[row];
            if (certificate.Kind != CertificateKind.Statement || certificate.IssuedAt != latest || certificate.SiteCountry == Missing.Symbol || destination == Missing.Symbol) continue;
            columns[5] = certificate.SiteCountry == destination && columns[5] is not 0 ? 1 : 0;
        }
    }
}
