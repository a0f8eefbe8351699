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
public readonly record struct CapacityStatement(int Site, int Party, long KnownAt, long EvidencedAt, long PowerWatts, EvidenceGrade Grade) : ITelling
{
    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether somebody other than the customer says so.</summary>
    public bool IsIndependent => Grade >= EvidenceGrade.Registry;
}
