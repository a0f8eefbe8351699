using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>Audit or bond, given or refused.</summary>
public enum AuditOrBondKind : byte
{
    /// <summary>An audit took place.</summary>
    Audit,

    /// <summary>An audit was refused.</summary>
    AuditRefused,

    /// <summary>A bond was given.</summary>
    Bond,

    /// <summary>A bond was refused.</summary>
    BondRefused,
}

/// <summary>Who chose an auditor or surety.</summary>
public enum ChosenBy : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>The firm's compliance.</summary>
    Compliance,

    /// <summary>The firm's sales.</summary>
    Sales,

    /// <summary>The customer.</summary>
    Customer,

    /// <summary>An authority.</summary>
    Authority,
}

/// <summary>What an audit found.</summary>
public enum AuditResult : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>All as it should be.</summary>
    Passed,

    /// <summary>Not as it should be.</summary>
    Failed,

    /// <summary>Neither could be said.</summary>
    Inconclusive,
}

/// <summary>An audit that took place or was refused, or a bond that stands for good conduct.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AuditOrBond : ITelling<AuditOrBond, int>
{
    /// <summary>Number of the audit or bond; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>What it is.</summary>
    public required AuditOrBondKind Kind { get; init; }

    /// <summary>Who was audited or bonded.</summary>
    public required int Party { get; init; }

    /// <summary>Order it is for; <see cref="Missing.Symbol"/> means all orders of the party.</summary>
    public int Order { get; init; } = Missing.Symbol;

    /// <summary>Site that was audited.</summary>
    public int Site { get; init; } = Missing.Symbol;

    /// <summary>Start of the day of the audit, of the bond or of the refusal.</summary>
    public required long HappenedAt { get; init; }

    /// <summary>Auditor or surety; a party symbol.</summary>
    public int Provider { get; init; } = Missing.Symbol;

    /// <summary>Who chose the auditor or surety.</summary>
    public ChosenBy ChosenBy { get; init; }

    /// <summary>The auditor or surety has no other tie to seller or customer; <c>null</c> when nobody asked.</summary>
    public bool? Independent { get; init; }

    /// <summary>The auditor saw the goods where they stand; <c>null</c> when not told.</summary>
    public bool? OnSite { get; init; }

    /// <summary>Units that the auditor saw, in thousandths, or <see cref="Missing.Amount"/>.</summary>
    public long UnitsSeenThousandths { get; init; } = Missing.Amount;

    /// <summary>What the audit found.</summary>
    public AuditResult Result { get; init; }

    /// <summary>Sum of the bond in US cents, or <see cref="Missing.Amount"/>.</summary>
    public long BondCents { get; init; } = Missing.Amount;

    /// <summary>Price of the bond in US cents, or <see cref="Missing.Amount"/>.</summary>
    public long PremiumCents { get; init; } = Missing.Amount;

    /// <summary>Start of the last day the bond holds; <see cref="Missing.Moment"/> when no end was agreed.</summary>
    public long ValidTo { get; init; } = Missing.Moment;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<AuditOrBond, int>.Key => Id;

    AuditOrBond ITelling<AuditOrBond, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public AuditOrBond()
    {
    }
}
