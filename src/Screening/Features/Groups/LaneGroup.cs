using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What freight costs on a lane and how long goods stay at a place, against what other orders' legs told on earlier days. One state for
/// all orders, with legs of its own: what is usual changes with every leg.
/// </summary>
internal sealed class LaneGroup : FeatureGroup
{
    private const int Fewest = 20;
    private const int MostOnStack = 64;
    private readonly StepTable _freight = new(-10, 20);
    private readonly StepTable _stays = new(-6, 12);
    private OrderLegs[] _legs = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("route_freight_per_kg_to_usual", "routing", "Freight cost per kilogram of a leg over the usual of its lane, the greatest over the order's legs. The lane is start country, end country and mode, all told. Usual is the lower median of other orders' legs of the lane whose latest telling became known on an earlier UTC day: the middle of its step of an eighth of a doubling of USD per kg, from 2^-10 to 2^20", "1", 0, 1e12, "no leg with lane, cost and weight of which 20 others are known", "shipments", "T22"),
        new("route_stay_to_usual", "routing", "Days of a stay over the usual of its place, the greatest over the order's stays: those between the arrival of a leg and the departure of the next known leg of its shipment, and those going on outside the destination. Usual is the least length with 95 % of the other orders' ended stays there at or below it, of those both of whose latest tellings became known on earlier UTC days: the middle of its step of an eighth of a doubling of days, from 2^-6 to 2^12", "1", 0, 1e12, "no stay at a place of which 20 others are known", "orders shipments", "T23"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind != EventKind.ShipmentLeg) return;
        ref readonly ShipmentLeg leg = ref log.Legs[at.Row];
        _freight.MoveTo(leg.KnownAt);
        _stays.MoveTo(leg.KnownAt);
        Learn(log, at.Row, leg.Order);
        if (leg.Previous != Missing.Symbol && log.Legs[leg.Previous].Order != leg.Order) Learn(log, at.Row, log.Legs[leg.Previous].Order);
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        int order = at.Kind == EventKind.Order ? log.Orders[at.Row].Order : at.Kind == EventKind.ShipmentLeg ? log.Legs[at.Row].Order : Missing.Symbol;
        if ((uint)order >= (uint)_legs.Length) return;
        if (step == 0) Ahead.Ask(in _legs[order]);
        else _legs[order].Ask(log, step);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        int order = reading.Order.Order;
        if (order < 0 || order >= _legs.Length || _legs[order].Rows.Length == 0) return;
        ReadOnlySpan<int> legs = _legs[order].Rows;
        ReadFreight(log, legs, reading.AsOf, columns);
        Span<int> room = legs.Length <= MostOnStack ? stackalloc int[legs.Length] : new int[legs.Length];
        for (ReadOnlySpan<int> left = legs; left.Length > 0;)
        {
            ReadOnlySpan<int> shipment = OrderLegs.Shipment(log, left);
            for (int i = 1; i < shipment.Length; i++)
            {
                ref readonly ShipmentLeg arrived = ref log.Legs[shipment[i - 1]];
                if (StayOf(arrived, log.Legs[shipment[i]], out double days)) ReadStay(log, legs, arrived.To, days, reading.AsOf, room, columns);
            }

            int staying = OrderLegs.Staying(log, shipment, reading.AsOf);
            if (staying != Missing.Symbol) ReadStaying(log, reading, log.Legs[staying], legs, room, columns);
            left = left[shipment.Length..];
        }
    }

    private void Learn(EventLog log, int row, int order)
    {
        if (order == Missing.Symbol) return;
        if (order >= _legs.Length) Array.Resize(ref _legs, Math.Max(order + 1, _legs.Length * 2));
        int shipment = log.Legs[row].Shipment;
        Count(log, _legs[order].Of(log, shipment), -1);
        _legs[order].Learn(log, row, log.Legs[row].Order == order);
        Count(log, _legs[order].Of(log, shipment), 1);
    }

    private void Count(EventLog log, ReadOnlySpan<int> shipment, int values)
    {
        for (int i = 0; i < shipment.Length; i++)
        {
            ref readonly ShipmentLeg leg = ref log.Legs[shipment[i]];
            if (FreightOf(leg, out int lane, out double cost)) _freight.Add(lane, _freight.StepOf(cost), leg.KnownAt, values);
            if (i == 0) continue;
            ref readonly ShipmentLeg before = ref log.Legs[shipment[i - 1]];
            if (StayOf(before, leg, out double days)) _stays.Add(before.To, _stays.StepOf(days), Math.Max(before.KnownAt, leg.KnownAt), values);
        }
    }

    private void ReadFreight(EventLog log, ReadOnlySpan<int> legs, long asOf, Span<double> columns)
    {
        Span<int> room = legs.Length <= MostOnStack ? stackalloc int[legs.Length] : new int[legs.Length];
        foreach (int row in legs)
        {
            if (!FreightOf(log.Legs[row], out int lane, out double cost)) continue;
            int own = 0;
            foreach (int other in legs)
            {
                ref readonly ShipmentLeg leg = ref log.Legs[other];
                if (FreightOf(leg, out int otherLane, out double otherCost) && otherLane == lane && IsEarlier(leg.KnownAt, asOf)) room[own++] = _freight.StepOf(otherCost);
            }

            double usual = _freight.Quantile(lane, asOf, 50, Fewest, room[..own]);
            if (!double.IsNaN(usual)) columns[0] = Columns.Greater(columns[0], cost / usual);
        }
    }

    private void ReadStaying(EventLog log, in Reading reading, in ShipmentLeg leg, ReadOnlySpan<int> legs, Span<int> room, Span<double> columns)
    {
        int destination = reading.Order.DestinationCountry;
        if (leg.To == Missing.Symbol || leg.ToCountry == Missing.Symbol || destination == Missing.Symbol || leg.ToCountry == destination) return;
        ReadStay(log, legs, leg.To, Columns.Days(reading.AsOf - leg.ArrivedAt), reading.AsOf, room, columns);
    }

    private void ReadStay(EventLog log, ReadOnlySpan<int> legs, int place, double days, long asOf, Span<int> room, Span<double> columns)
    {
        int own = 0;
        for (int i = 1; i < legs.Length; i++)
        {
            ref readonly ShipmentLeg before = ref log.Legs[legs[i - 1]], leg = ref log.Legs[legs[i]];
            if (before.Shipment == leg.Shipment && before.To == place && StayOf(before, leg, out double other) && IsEarlier(Math.Max(before.KnownAt, leg.KnownAt), asOf))
                room[own++] = _stays.StepOf(other);
        }

        double usual = _stays.Quantile(place, asOf, 95, Fewest, room[..own]);
        if (!double.IsNaN(usual)) columns[1] = Columns.Greater(columns[1], days / usual);
    }

    private static bool IsEarlier(long knownAt, long asOf) => Micros.DayNumber(knownAt) < Micros.DayNumber(asOf);

    private static bool FreightOf(in ShipmentLeg leg, out int lane, out double usdPerKg)
    {
        lane = (((leg.FromCountry * CountryCode.Count) + leg.ToCountry) * 8) + (int)leg.Mode;
        usdPerKg = leg.FreightCents * 10.0 / leg.WeightGrams;
        return leg.FromCountry != Missing.Symbol && leg.ToCountry != Missing.Symbol && leg.Mode != TransportMode.Unknown
            && leg.FreightCents != Missing.Amount && leg.WeightGrams > 0;
    }

    private static bool StayOf(in ShipmentLeg before, in ShipmentLeg after, out double days)
    {
        long stay = OrderLegs.StayMicros(before, after);
        days = Columns.Days(stay);
        return stay != Missing.Amount && before.To != Missing.Symbol;
    }
}
