using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>A leg of a shipment, as told at one moment.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ShipmentLeg : ITelling<ShipmentLeg, (int Shipment, int LegNo)>
{
    /// <summary>Shipment symbol.</summary>
    public required int Shipment { get; init; }

    /// <summary>Leg of the shipment, from 1.</summary>
    public required int LegNo { get; init; }

    /// <summary>Order symbol.</summary>
    public required int Order { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Place where the leg starts.</summary>
    public int From { get; init; } = Missing.Symbol;

    /// <summary>Place where the leg ends.</summary>
    public int To { get; init; } = Missing.Symbol;

    /// <summary>Country where the leg starts.</summary>
    public int FromCountry { get; init; } = Missing.Symbol;

    /// <summary>Country where the leg ends.</summary>
    public int ToCountry { get; init; } = Missing.Symbol;

    /// <summary>Party that receives the leg.</summary>
    public int Consignee { get; init; } = Missing.Symbol;

    /// <summary>Departure, or <see cref="Missing.Moment"/>.</summary>
    public long DepartedAt { get; init; } = Missing.Moment;

    /// <summary>Arrival, or <see cref="Missing.Moment"/> while under way.</summary>
    public long ArrivedAt { get; init; } = Missing.Moment;

    /// <summary>Gross weight of the shipment, or <see cref="Missing.Amount"/>.</summary>
    public long WeightGrams { get; init; } = Missing.Amount;

    /// <summary>How the goods travel.</summary>
    public TransportMode Mode { get; init; }

    /// <summary>Units on the leg, in thousandths, or <see cref="Missing.Amount"/>.</summary>
    public long QuantityThousandths { get; init; } = Missing.Amount;

    /// <summary>Value declared to customs in US cents, or <see cref="Missing.Amount"/>.</summary>
    public long DeclaredValueCents { get; init; } = Missing.Amount;

    /// <summary>Harmonised System code declared; a text symbol.</summary>
    public int HsCode { get; init; } = Missing.Symbol;

    /// <summary>Freight cost of the leg in US cents, or <see cref="Missing.Amount"/>.</summary>
    public long FreightCents { get; init; } = Missing.Amount;

    /// <summary>Row of the telling of <see cref="From"/> known when the leg was told; set by the log.</summary>
    public int FromPlaceRow { get; init; } = Missing.Symbol;

    /// <summary>Row of the telling of <see cref="To"/> known when the leg was told; set by the log.</summary>
    public int ToPlaceRow { get; init; } = Missing.Symbol;

    /// <summary>Great-circle length of the leg in metres, or <see cref="Missing.Amount"/> when an end is not known; set by the log.</summary>
    public long LengthMetres { get; init; } = Missing.Amount;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    (int Shipment, int LegNo) ITelling<ShipmentLeg, (int Shipment, int LegNo)>.Key => (Shipment, LegNo);

    ShipmentLeg ITelling<ShipmentLeg, (int Shipment, int LegNo)>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Row of the telling before this one of any leg of the shipment, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Earlier { get; init; } = Missing.Symbol;

    /// <summary>Makes a telling; every required field must be set.</summary>
    public ShipmentLeg()
    {
    }
}
