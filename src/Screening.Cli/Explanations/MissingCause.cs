using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Explanations;

/// <summary>Why a feature is missing of an order, where that can be told without computing it again; else all that its being missing may mean.</summary>
internal static class MissingCause
{
    /// <summary>The cause in words.</summary>
    public static string Of(Feature feature, EventLog log, in OrderVersion order)
    {
        if (Unnamed(feature.Name, order) is { } role) return $"no {role} is named";
        foreach (string dataset in feature.Source.Split(' '))
        {
            if (KindOf(dataset) is { } kind && log.Standing(kind) == 0) return $"nothing of {dataset} is loaded";
        }

        return feature.WhenMissing;
    }

    private static string? Unnamed(string feature, in OrderVersion order) => feature switch
    {
        _ when feature.StartsWith("end_user_", StringComparison.Ordinal) && order.EndUser == Missing.Symbol => "end user",
        _ when feature.StartsWith("consignee_", StringComparison.Ordinal) && order.UltimateConsignee == Missing.Symbol => "ultimate consignee",
        _ when feature.StartsWith("sales_rep_", StringComparison.Ordinal) && order.SalesRepresentative == Missing.Symbol => "sales representative",
        _ => null,
    };

    private static EventKind? KindOf(string dataset) => dataset switch
    {
        "products" => EventKind.Product,
        "places" => EventKind.Place,
        "bill_of_materials" => EventKind.Part,
        "control_events" => EventKind.ControlEvent,
        "restricted_parties" => EventKind.RestrictedParty,
        "parties" => EventKind.Party,
        "party_events" => EventKind.PartyEvent,
        "balance_sheets" => EventKind.BalanceSheet,
        "capacity" => EventKind.Capacity,
        "installations" => EventKind.Installation,
        "certificates" => EventKind.Certificate,
        "tenants" => EventKind.Tenancy,
        "audits_and_bonds" => EventKind.AuditOrBond,
        "tips" => EventKind.Tip,
        "shipments" => EventKind.ShipmentLeg,
        "payments" => EventKind.Payment,
        "device_reports" => EventKind.DeviceReport,
        "holds" => EventKind.HoldAction,
        _ => null,
    };
}
