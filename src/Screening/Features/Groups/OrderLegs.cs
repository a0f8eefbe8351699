using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>The legs of one order by shipment and leg, each by its latest telling, as rows of the log: there are as many as orders.</summary>
internal struct OrderLegs
{
    // Of a long journey the latest; the rest is fetched when it is looked at.
    private const int MostAsked = 4;

    private int[]? _rows;
    private int _count;

    /// <summary>Rows of the legs, the shipments in order of first telling, legs by number.</summary>
    public readonly ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>The legs of one shipment, by number.</summary>
    public readonly ReadOnlySpan<int> Of(EventLog log, int shipment)
    {
        int from = 0;
        while (from < _count && log.Legs[_rows![from]].Shipment != shipment) from++;
        return Shipment(log, Rows[from..]);
    }

    /// <summary>The legs of the first shipment of some legs.</summary>
    public static ReadOnlySpan<int> Shipment(EventLog log, ReadOnlySpan<int> legs)
    {
        int to = 0;
        while (to < legs.Length && log.Legs[legs[to]].Shipment == log.Legs[legs[0]].Shipment) to++;
        return legs[..to];
    }

    /// <summary>Asks for what a look at the legs takes: in step 1 for their rows, in step 2 for the legs themselves. See <see cref="Ahead"/>.</summary>
    public readonly void Ask(EventLog log, int step)
    {
        if (_rows is null) return;
        if (step == 1) Ahead.AskEnd(_rows, _count, 1);
        if (step != 2) return;
        foreach (int row in Rows[Math.Max(0, _count - MostAsked)..]) Ahead.AskAll(in log.Legs[row]);
    }

    /// <summary>Takes in a leg; a later telling replaces the earlier, and one that is gone or of another order takes it away.</summary>
    /// <param name="log">The log.</param>
    /// <param name="row">Row of the leg.</param>
    /// <param name="isHere">Whether it is of this order; <c>false</c> when only its earlier telling was.</param>
    public void Learn(EventLog log, int row, bool isHere)
    {
        ref readonly ShipmentLeg leg = ref log.Legs[row];
        int place = 0;
        while (place < _count && log.Legs[_rows![place]].Shipment != leg.Shipment) place++;
        while (place < _count && log.Legs[_rows![place]].Shipment == leg.Shipment && log.Legs[_rows[place]].LegNo < leg.LegNo) place++;
        bool replaces = place < _count && log.Legs[_rows![place]].Shipment == leg.Shipment && log.Legs[_rows[place]].LegNo == leg.LegNo;
        if (!isHere || leg.IsGone)
        {
            if (!replaces) return;
            _count--;
            Array.Copy(_rows!, place + 1, _rows!, place, _count - place);
            return;
        }

        if (!replaces)
        {
            if (_rows is null || _count == _rows.Length) Array.Resize(ref _rows, Math.Max(2, _count * 2));
            Array.Copy(_rows, place, _rows, place + 1, _count - place);
            _count++;
        }

        _rows![place] = row;
    }

    /// <summary>How long goods stood between two legs, or <see cref="Missing.Amount"/> when arrival or departure is not told or they come in the wrong order.</summary>
    public static long StayMicros(in ShipmentLeg arrived, in ShipmentLeg left) =>
        arrived.ArrivedAt == Missing.Moment || left.DepartedAt == Missing.Moment || left.DepartedAt < arrived.ArrivedAt ? Missing.Amount : left.DepartedAt - arrived.ArrivedAt;

    /// <summary>The row of the last leg of a shipment that had arrived by a moment and after which no departure is told, or <see cref="Missing.Symbol"/>.</summary>
    public static int Staying(EventLog log, ReadOnlySpan<int> shipment, long asOf)
    {
        for (int i = shipment.Length - 1; i >= 0; i--)
        {
            ref readonly ShipmentLeg leg = ref log.Legs[shipment[i]];
            if (leg.ArrivedAt != Missing.Moment && leg.ArrivedAt <= asOf) return shipment[i];
            if (leg.DepartedAt != Missing.Moment) return Missing.Symbol;
        }

        return Missing.Symbol;
    }
}
