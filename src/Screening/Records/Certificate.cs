using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>How the end user was heard.</summary>
public enum CertificateKind : byte
{
    /// <summary>It gave a statement.</summary>
    Statement,

    /// <summary>The firm called it back.</summary>
    CallBack,
}

/// <summary>What becomes of goods at their end user.</summary>
public enum GoodsDisposition : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>They stay as equipment.</summary>
    CapitalEquipment,

    /// <summary>They become part of something else.</summary>
    Incorporated,

    /// <summary>They are sold on.</summary>
    Resale,

    /// <summary>They leave the country again.</summary>
    ReExport,
}

/// <summary>An end user's statement of who will use goods, where and for what, or a call-back by which the firm asked it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Certificate : ITelling<Certificate, int>
{
    /// <summary>Number of the statement or call-back; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Which of the two it is.</summary>
    public required CertificateKind Kind { get; init; }

    /// <summary>End user who gave it or was asked.</summary>
    public required int Party { get; init; }

    /// <summary>Order it is for; <see cref="Missing.Symbol"/> means all orders of the party.</summary>
    public int Order { get; init; } = Missing.Symbol;

    /// <summary>Start of the day it was signed, or the call was made.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>Signed by the end user; <c>null</c> when not told.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "Whether somebody signed it, not a type")]
    public bool? Signed { get; init; }

    /// <summary>The end user confirmed it. False: it denied, or knew nothing of it; <c>null</c>: not answered yet.</summary>
    public bool? Confirmed { get; init; }

    /// <summary>Start of the day of the answer, or <see cref="Missing.Moment"/>.</summary>
    public long ConfirmedAt { get; init; } = Missing.Moment;

    /// <summary>What the goods are for, as written; a text symbol.</summary>
    public int Application { get; init; } = Missing.Symbol;

    /// <summary>Where they will be used, as written; a text symbol.</summary>
    public int Location { get; init; } = Missing.Symbol;

    /// <summary>Site where they will be used.</summary>
    public int Site { get; init; } = Missing.Symbol;

    /// <summary>Country of that site.</summary>
    public int SiteCountry { get; init; } = Missing.Symbol;

    /// <summary>What becomes of the goods.</summary>
    public GoodsDisposition Disposition { get; init; }

    /// <summary>The end user undertakes not to resell or re-export; <c>null</c> when not told.</summary>
    public bool? ResaleBan { get; init; }

    /// <summary>Power of the site as stated, or <see cref="Missing.Amount"/>.</summary>
    public long SitePowerWatts { get; init; } = Missing.Amount;

    /// <summary>Racks for the goods as stated, or <see cref="Missing.Amount"/>.</summary>
    public long Racks { get; init; } = Missing.Amount;

    /// <summary>The seller may inspect the goods where they stand; <c>null</c> when not told.</summary>
    public bool? InspectionRight { get; init; }

    /// <summary>Start of the first day it holds; <see cref="Missing.Moment"/> means the day it was issued.</summary>
    public long ValidFrom { get; init; } = Missing.Moment;

    /// <summary>Start of the last day it holds; <see cref="Missing.Moment"/> means that no end was agreed.</summary>
    public long ValidTo { get; init; } = Missing.Moment;

    /// <summary>Start of the day by which it is to be renewed, or <see cref="Missing.Moment"/>.</summary>
    public long RenewalDueAt { get; init; } = Missing.Moment;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<Certificate, int>.Key => Id;

    Certificate ITelling<Certificate, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Certificate()
    {
    }
}
