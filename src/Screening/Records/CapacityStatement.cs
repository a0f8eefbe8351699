using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>Who says what a site can power. Only the last three are independent of the customer.</summary>
public enum EvidenceGrade : byte
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The customer says so.</summary>
    SelfDeclared,

    /// <summary>A paper that the customer supplied.</summary>
    CustomerDocument,

    /// <summary>A public registry.</summary>
    Registry,

    /// <summary>The landlord or the utility.</summary>
    LandlordOrUtility,

    /// <summary>Somebody who went there.</summary>
    SiteVisit,
}

/// <summary>What a party can house or power at a site, and who says so.</summary>
/// <param name="Site">Site symbol.</param>
/// <param name="Party">Party symbol.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="EvidencedAt">Start of the day of the evidence.</param>
/// <param name="PowerWatts">Power that reaches the site, or <see cref="Missing.Amount"/>.</param>
/// <param name="Grade">Who says so.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CapacityStatement(int Site, int Party, long KnownAt, long EvidencedAt, long PowerWatts, EvidenceGrade Grade) : ITelling<CapacityStatement, (int Site, long EvidencedAt)>
{
    /// <summary>Country of the site.</summary>
    public int SiteCountry { get; init; } = Missing.Symbol;

    /// <summary>Racks, or <see cref="Missing.Amount"/>.</summary>
    public long Racks { get; init; } = Missing.Amount;

    /// <summary>Power of the site over power of its machines, in thousandths, from 1000; or <see cref="Missing.Amount"/>.</summary>
    public long PueThousandths { get; init; } = Missing.Amount;

    /// <summary>Product that a line at the site makes; its bill of materials says what it uses.</summary>
    public int LineProduct { get; init; } = Missing.Symbol;

    /// <summary>Most that the line can make in a month, in thousandths of a unit; or <see cref="Missing.Amount"/>.</summary>
    public long LineOutputThousandthsPerMonth { get; init; } = Missing.Amount;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    (int Site, long EvidencedAt) ITelling<CapacityStatement, (int Site, long EvidencedAt)>.Key => (Site, EvidencedAt);

    CapacityStatement ITelling<CapacityStatement, (int Site, long EvidencedAt)>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Whether somebody other than the customer says so.</summary>
    public bool IsIndependent => Grade >= EvidenceGrade.Registry;
}
