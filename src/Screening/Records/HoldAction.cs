using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>What was done with a hold.</summary>
public enum HoldAct : byte
{
    /// <summary>Placed.</summary>
    Placed,

    /// <summary>Released.</summary>
    Released,
}

/// <summary>Role of who acted on a hold.</summary>
public enum HoldRole : byte
{
    /// <summary>Sales.</summary>
    Seller,

    /// <summary>An analyst.</summary>
    Analyst,

    /// <summary>A lead of analysts.</summary>
    Lead,

    /// <summary>A data scientist.</summary>
    DataScientist,

    /// <summary>An auditor.</summary>
    Auditor,

    /// <summary>An administrator.</summary>
    Administrator,

    /// <summary>The system by itself.</summary>
    System,
}

/// <summary>An act on a hold: an order, or all of a party's, was held or released.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HoldAction : ITelling<HoldAction, (int Hold, HoldAct Action)>
{
    /// <summary>Number of the hold, a text symbol; a hold placed again is a new one.</summary>
    public required int Hold { get; init; }

    /// <summary>What was done.</summary>
    public required HoldAct Action { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Order held; <see cref="Missing.Symbol"/> means all orders of the party.</summary>
    public int Order { get; init; } = Missing.Symbol;

    /// <summary>Party held, or <see cref="Missing.Symbol"/>.</summary>
    public int Party { get; init; } = Missing.Symbol;

    /// <summary>When.</summary>
    public required long ActedAt { get; init; }

    /// <summary>Role of who did it.</summary>
    public required HoldRole Role { get; init; }

    /// <summary>Best evidence for a release; <see cref="EvidenceGrade.None"/> when there is none.</summary>
    public EvidenceGrade Grade { get; init; }

    /// <summary>The evidence for a release comes neither from the customer nor from sales; <c>null</c> when nobody said.</summary>
    public bool? Independent { get; init; }

    /// <summary>The release went against what the screening or an analyst advised; <c>null</c> when not told.</summary>
    public bool? Overridden { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    (int Hold, HoldAct Action) ITelling<HoldAction, (int Hold, HoldAct Action)>.Key => (Hold, Action);

    HoldAction ITelling<HoldAction, (int Hold, HoldAct Action)>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public HoldAction()
    {
    }
}
