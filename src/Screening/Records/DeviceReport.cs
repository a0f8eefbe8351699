using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>How a device was seen.</summary>
public enum DeviceReportKind : byte
{
    /// <summary>It reported itself.</summary>
    Telemetry,

    /// <summary>Its location was checked.</summary>
    LocationCheck,

    /// <summary>It was inspected.</summary>
    Inspection,

    /// <summary>It was scanned on delivery.</summary>
    DeliveryScan,

    /// <summary>It was serviced.</summary>
    Service,
}

/// <summary>Where a delivered device was seen, or looked for.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeviceReport : ITelling<DeviceReport, int>
{
    /// <summary>Number of the report; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>Serial number of the device: see <see cref="Symbols.Serials"/>.</summary>
    public required int Serial { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>What it is.</summary>
    public int Product { get; init; } = Missing.Symbol;

    /// <summary>Order with which it was delivered.</summary>
    public int Order { get; init; } = Missing.Symbol;

    /// <summary>Who is said to run it.</summary>
    public int Party { get; init; } = Missing.Symbol;

    /// <summary>How it was seen.</summary>
    public required DeviceReportKind Kind { get; init; }

    /// <summary>When it was seen or looked for.</summary>
    public required long SeenAt { get; init; }

    /// <summary>Site where it was seen.</summary>
    public int Site { get; init; } = Missing.Symbol;

    /// <summary>Place where it was seen.</summary>
    public int Place { get; init; } = Missing.Symbol;

    /// <summary>Country where it was seen.</summary>
    public int Country { get; init; } = Missing.Symbol;

    /// <summary>It answered. False: it was looked for and silent; <c>null</c> when not told.</summary>
    public bool? Online { get; init; }

    /// <summary>It stood installed and in use; <c>null</c> when not told.</summary>
    public bool? Installed { get; init; }

    /// <summary>Who says so; <see cref="EvidenceGrade.None"/> when not told.</summary>
    public EvidenceGrade Grade { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<DeviceReport, int>.Key => Id;

    DeviceReport ITelling<DeviceReport, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public DeviceReport()
    {
    }
}
