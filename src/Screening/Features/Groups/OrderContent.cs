using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What an order amounts to, and the plainest facts of its way.</summary>
internal static class OrderContent
{
    /// <summary>The features, in the order of the columns.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("order_h100e", "order", "Compute of the order", "H100e", 0, 1e9, "never; lines of unknown products, and of accelerators that tell no figures, count nothing and are counted apart", "orders products", "T01 T02 T04"),
        new("order_controlled_h100e", "order", "Compute of the order's lines that have a control class", "H100e", 0, 1e9, "never", "orders products", "T05"),
        new("order_value_usd", "order", "Value of the order", "USD", 0, 1e15, "never", "orders", "T02 T14"),
        new("order_controlled_lines", "order", "Lines whose product has a control class", "lines", 0, 1e6, "never", "orders products", "T05"),
        new("order_unknown_product_lines", "order", "Lines whose product is not in the product data", "lines", 0, 1e6, "never", "orders products", ""),
        new("order_names_end_user", "order", "Whether the order names an end user", "0 or 1", 0, 1, "never", "orders", "T05 T08"),
        new("route_hub_tier", "routing", "Highest hub tier of the countries on the order and its legs: 2 named by notices, 1 by the source documents", "tier", 0, 2, "never", "orders shipments", "T05"),
        new("destination_control_tier", "routing", "2 when the destination is under arms embargo or Macau, 1 when it is in D:1 or D:4 and not in A:5 or A:6", "tier", 0, 2, "no destination is told", "orders", "T05"),
        new("route_leg_count", "routing", "Legs of the order's longest shipment", "legs", 1, 100, "no shipment is known", "shipments", "T22"),
        new("route_detour_ratio", "routing", "Length of the legs over the great circle from first to last place, the greatest over the order's shipments", "1", 1, 1e6, "no shipment all of whose places were known when its legs were told, or start and end lie within a kilometre", "shipments places", "T22"),
        new("route_ends_elsewhere", "routing", "Whether the last known leg of a shipment ends outside the order's destination country", "0 or 1", 0, 1, "no destination is told, or no last leg tells its country", "orders shipments", "T05 T22 T28"),
        new("order_unclassified_lines", "order", "Lines whose product is in the product data without a control class", "lines", 0, 1e6, "never", "orders products", "T05"),
        new("order_unfigured_lines", "order", "Lines of accelerators, or of servers not told to hold none, whose product is in the product data without compute or without accelerator power: they count nothing in sums of these", "lines", 0, 1e6, "never", "orders products", "T01"),
    ];

    /// <summary>Fills the columns, which are all missing.</summary>
    public static void Read(EventLog log, in Reading reading, in OrderState state, CountryGroups countries, Span<double> columns)
    {
        ref readonly OrderVersion order = ref reading.Order;
        columns[0] = order.Content.H100e;
        columns[1] = order.ControlledTpp / Volume.TppPerH100e;
        columns[2] = order.Content.ValueUsd;
        columns[3] = order.ControlledLines;
        columns[4] = order.UnknownProductLines;
        columns[11] = order.UnclassifiedLines;
        columns[12] = order.UnfiguredLines;
        columns[5] = order.EndUser != Missing.Symbol ? 1 : 0;

        int hub = Math.Max(countries.HubTier(order.ShipToCountry, reading.AsOf), countries.HubTier(order.DestinationCountry, reading.AsOf));
        ReadOnlySpan<int> legs = state.Legs;
        foreach (int row in legs)
        {
            ref readonly ShipmentLeg leg = ref log.Legs[row];
            hub = Math.Max(hub, Math.Max(countries.HubTier(leg.FromCountry, reading.AsOf), countries.HubTier(leg.ToCountry, reading.AsOf)));
        }

        columns[6] = hub;
        if (order.DestinationCountry != Missing.Symbol) columns[7] = countries.ControlTier(order.DestinationCountry, reading.AsOf);
        while (legs.Length > 0)
        {
            ReadOnlySpan<int> shipment = OrderLegs.Shipment(log, legs);
            ReadShipment(log, shipment, order.DestinationCountry, columns);
            legs = legs[shipment.Length..];
        }
    }

    private static void ReadShipment(EventLog log, ReadOnlySpan<int> legs, int destination, Span<double> columns)
    {
        columns[8] = Columns.Greater(columns[8], legs.Length);
        ref readonly ShipmentLeg first = ref log.Legs[legs[0]], last = ref log.Legs[legs[^1]];
        if (destination != Missing.Symbol && last.ToCountry != Missing.Symbol) columns[10] = Columns.Greater(columns[10], last.ToCountry == destination ? 0 : 1);
        long length = 0;
        foreach (int row in legs)
        {
            if (log.Legs[row].LengthMetres == Missing.Amount) return;
            length += log.Legs[row].LengthMetres;
        }

        // Within a kilometre start and end are one place, and a ratio would say nothing.
        long direct = Place.DistanceMetres(log.Places[first.FromPlaceRow], log.Places[last.ToPlaceRow]);
        if (direct >= 1000) columns[9] = Columns.Greater(columns[9], Math.Max(1, (double)length / direct));
    }
}
