using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>What a part is in a whole.</summary>
public enum PartRole : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>An accelerator.</summary>
    Accelerator,

    /// <summary>The board that accelerators sit on.</summary>
    Baseboard,

    /// <summary>A module of several parts.</summary>
    Module,

    /// <summary>Memory.</summary>
    Memory,

    /// <summary>A processor other than an accelerator.</summary>
    Processor,

    /// <summary>A network card or switch.</summary>
    Network,

    /// <summary>The case.</summary>
    Chassis,

    /// <summary>A power supply.</summary>
    PowerSupply,

    /// <summary>Cooling.</summary>
    Cooling,

    /// <summary>A package substrate.</summary>
    Substrate,

    /// <summary>Build-up film.</summary>
    Film,

    /// <summary>Resin.</summary>
    Resin,

    /// <summary>Glass cloth.</summary>
    Cloth,

    /// <summary>Copper foil.</summary>
    Foil,

    /// <summary>Laminate.</summary>
    Laminate,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>A line of a bill of materials: how much of a part goes into one unit of a whole.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Part : ITelling<Part, (int Whole, int PartProduct)>
{
    /// <summary>Product symbol of the whole.</summary>
    public required int Whole { get; init; }

    /// <summary>Product symbol of the part.</summary>
    public required int PartProduct { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Units of the part in one unit of the whole, in millionths.</summary>
    public required long QuantityMillionths { get; init; }

    /// <summary>What the part is in the whole.</summary>
    public PartRole Role { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    (int Whole, int PartProduct) ITelling<Part, (int Whole, int PartProduct)>.Key => (Whole, PartProduct);

    Part ITelling<Part, (int Whole, int PartProduct)>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Part()
    {
    }
}
