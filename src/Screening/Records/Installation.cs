using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>What of a product stands at a site and lies in stock there, as counted on a day. Counts in thousandths of a unit, <see cref="Missing.Amount"/> where not told.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Installation : ITelling<Installation, (int Site, int Product, long CountedAt)>
{
    /// <summary>Site symbol.</summary>
    public required int Site { get; init; }

    /// <summary>Product symbol.</summary>
    public required int Product { get; init; }

    /// <summary>Start of the day of the count.</summary>
    public required long CountedAt { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Whose it is.</summary>
    public required int Party { get; init; }

    /// <summary>Units that are installed.</summary>
    public long InstalledThousandths { get; init; } = Missing.Amount;

    /// <summary>Units in stock, not installed.</summary>
    public long StockThousandths { get; init; } = Missing.Amount;

    /// <summary>Units taken out of use since the count before.</summary>
    public long RetiredThousandths { get; init; } = Missing.Amount;

    /// <summary>Units sold or moved to another party or site since the count before.</summary>
    public long PassedOnThousandths { get; init; } = Missing.Amount;

    /// <summary>Who says so.</summary>
    public EvidenceGrade Grade { get; init; }

    /// <summary>Power of the installed accelerators in W by the product figures known when the count was told, or <see cref="Missing.Amount"/> when product, figure or count was not known; set by the log.</summary>
    public long AcceleratorWattsInstalled { get; init; } = Missing.Amount;

    /// <summary>Power of the installed systems in W, likewise; set by the log.</summary>
    public long SystemWattsInstalled { get; init; } = Missing.Amount;

    /// <summary>Total processing performance that is installed, likewise; set by the log.</summary>
    public long TppInstalled { get; init; } = Missing.Amount;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    (int Site, int Product, long CountedAt) ITelling<Installation, (int Site, int Product, long CountedAt)>.Key => (Site, Product, CountedAt);

    Installation ITelling<Installation, (int Site, int Product, long CountedAt)>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Installation()
    {
    }
}
