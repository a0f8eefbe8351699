using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>The way that an order's goods take: countries, lengths, costs and times of its legs.</summary>
internal static class OrderRoute
{
    /// <summary>The features, in the order of the columns.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("route_countries", "routing", "Different countries in which the order's legs start or end", "countries", 1, 676, "no leg tells a country", "shipments", "T08 T22"),
        new("route_returns", "routing", "Whether a shipment comes back to a country that it had left, by the countries in which its legs start and end, one after the other, those that are not told left out", "0 or 1", 0, 1, "no leg tells a country", "shipments", "T22"),
        new("route_km", "routing", "Length of the legs together, the greatest over the order's shipments", "km", 0, 1e7, "no shipment all of whose places were known when its legs were told", "shipments places", "T22"),
        new("route_freight_to_value", "routing", "Freight cost of the order's legs that tell it over the value of the order, of 1 USD at least", "1", 0, 1e12, "no leg tells its freight cost", "orders shipments", "T22"),
        new("route_longest_stay_days", "routing", "Longest time between the arrival of a leg and the departure of the next known leg of its shipment; where that departure comes first nothing is counted", "d", 0, 1e6, "no arrival and departure after it are told", "shipments", "T23"),
        new("route_stay_so_far_days", "routing", "Time since a shipment arrived outside the order's destination country and is not known to have left: since its last leg that had arrived by then, when no later leg tells a departure; the greatest over the order's shipments, 0 for one that does not stay so", "d", 0, 1e6, "no shipment is known, or of none of them it can be said because the destination or the country of that arrival is not told", "orders shipments", "T23"),
        new("route_times_disagree", "routing", "Whether a leg arrives before it departs, or departs before the known leg before it of its shipment arrives", "0 or 1", 0, 1, "no two such moments are told", "shipments", "T26"),
        new("route_stranger_receives", "routing", "Whether a leg is consigned to a party that the order does not name in any role", "0 or 1", 0, 1, "no leg tells who receives it", "orders shipments", "T22 T25"),
        new("route_days_to_departure", "routing", "Days from the order's placing to the first departure of a leg; negative when goods left before", "d", -1e6, 1e6, "no leg tells its departure", "orders shipments", "T26"),
        new("route_ends_in_free_zone", "routing", "Whether the last known leg of a shipment ends in a free zone, by the kind of the place that was known when the leg was told", "0 or 1", 0, 1, "of no last leg the kind of the place where it ends was known", "shipments places", "T24"),
    ];

    /// <summary>Fills the columns, which are all missing.</summary>
    public static void Read(EventLog log, in Reading reading, in OrderState state, Span<double> columns)
    {
        ref readonly OrderVersion order = ref reading.Order;
        ReadOnlySpan<int> legs = state.Legs;
        if (legs.Length == 0) return;
        ReadCountries(log, legs, columns);
        ReadCostsAndReceivers(log, order, legs, columns);
        while (legs.Length > 0)
        {
            ReadOnlySpan<int> shipment = OrderLegs.Shipment(log, legs);
            columns[1] = Returns(log, shipment) ? 1 : columns[1];
            columns[2] = Kilometres(log, shipment) is double km ? Columns.Greater(columns[2], km) : columns[2];
            ReadTimes(log, shipment, columns);
            PlaceKind end = KindOfEnd(log, shipment[^1]);
            if (end != PlaceKind.Unknown) columns[9] = Columns.Greater(columns[9], end == PlaceKind.FreeZone ? 1 : 0);
            ReadStaySoFar(log, shipment, order.DestinationCountry, reading.AsOf, columns);
            legs = legs[shipment.Length..];
        }
    }

    private static void ReadCountries(EventLog log, ReadOnlySpan<int> legs, Span<double> columns)
    {
        int countries = 0;
        for (int i = 0; i < 2 * legs.Length; i++)
        {
            int country = Country(log, legs, i);
            if (country == Missing.Symbol) continue;
            int first = 0;
            while (Country(log, legs, first) != country) first++;
            if (first == i) countries++;
        }

        if (countries > 0) (columns[0], columns[1]) = (countries, 0);
    }

    // The countries on the way, one after the other: each leg's start, then its end.
    private static int Country(EventLog log, ReadOnlySpan<int> legs, int number)
    {
        ref readonly ShipmentLeg leg = ref log.Legs[legs[number / 2]];
        return number % 2 == 0 ? leg.FromCountry : leg.ToCountry;
    }

    private static bool Returns(EventLog log, ReadOnlySpan<int> shipment)
    {
        int last = Missing.Symbol;
        for (int i = 0; i < 2 * shipment.Length; i++)
        {
            int country = Country(log, shipment, i);
            if (country == Missing.Symbol || country == last) continue;
            for (int earlier = 0; earlier < i; earlier++)
            {
                if (Country(log, shipment, earlier) == country) return true;
            }

            last = country;
        }

        return false;
    }

    private static PlaceKind KindOfEnd(EventLog log, int row) => log.Legs[row].ToPlaceRow is var place && place == Missing.Symbol ? PlaceKind.Unknown : log.Places[place].Kind;

    private static double? Kilometres(EventLog log, ReadOnlySpan<int> shipment)
    {
        long metres = 0;
        foreach (int row in shipment)
        {
            if (log.Legs[row].LengthMetres == Missing.Amount) return null;
            metres += log.Legs[row].LengthMetres;
        }

        return metres / 1000.0;
    }

    private static void ReadCostsAndReceivers(EventLog log, in OrderVersion order, ReadOnlySpan<int> legs, Span<double> columns)
    {
        Int128 freight = -1;
        long departed = Missing.Moment;
        foreach (int row in legs)
        {
            ref readonly ShipmentLeg leg = ref log.Legs[row];
            if (leg.FreightCents != Missing.Amount) freight = (freight < 0 ? 0 : freight) + leg.FreightCents;
            if (leg.Consignee != Missing.Symbol) columns[7] = Columns.Greater(columns[7], Names(order, leg.Consignee) ? 0 : 1);
            if (leg.DepartedAt != Missing.Moment) departed = departed == Missing.Moment ? leg.DepartedAt : Math.Min(departed, leg.DepartedAt);
        }

        if (freight >= 0) columns[3] = (double)freight / Math.Max(100, order.Content.ValueCents);
        if (departed != Missing.Moment) columns[8] = Columns.Days(departed - order.EventAt);
    }

    private static bool Names(in OrderVersion order, int party) =>
        party == order.EndUser || party == order.UltimateConsignee || party == order.Purchaser || party == order.IntermediateConsignee
        || party == order.Payer || party == order.ForwardingAgent || party == order.Seller;

    private static void ReadTimes(EventLog log, ReadOnlySpan<int> shipment, Span<double> columns)
    {
        for (int i = 0; i < shipment.Length; i++)
        {
            ref readonly ShipmentLeg leg = ref log.Legs[shipment[i]];
            columns[6] = Disagree(leg.DepartedAt, leg.ArrivedAt, columns[6]);
            if (i == 0) continue;
            ref readonly ShipmentLeg before = ref log.Legs[shipment[i - 1]];
            columns[6] = Disagree(before.ArrivedAt, leg.DepartedAt, columns[6]);
            long stay = OrderLegs.StayMicros(before, leg);
            if (stay != Missing.Amount) columns[4] = Columns.Greater(columns[4], Columns.Days(stay));
        }
    }

    private static double Disagree(long earlier, long later, double known) =>
        earlier == Missing.Moment || later == Missing.Moment ? known : Columns.Greater(known, later < earlier ? 1 : 0);

    private static void ReadStaySoFar(EventLog log, ReadOnlySpan<int> shipment, int destination, long asOf, Span<double> columns)
    {
        int staying = OrderLegs.Staying(log, shipment, asOf);
        if (staying == Missing.Symbol)
        {
            columns[5] = Columns.Greater(columns[5], 0);
            return;
        }

        ref readonly ShipmentLeg leg = ref log.Legs[staying];
        if (destination == Missing.Symbol || leg.ToCountry == Missing.Symbol) return;
        columns[5] = Columns.Greater(columns[5], leg.ToCountry == destination ? 0 : Columns.Days(asOf - leg.ArrivedAt));
    }
}
