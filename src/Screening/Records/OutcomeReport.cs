using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>What an outcome is.</summary>
public enum OutcomeKind : byte
{
    /// <summary>A notice of an agency.</summary>
    AgencyNotice,

    /// <summary>A check after shipment.</summary>
    PostShipmentCheck,

    /// <summary>An indictment.</summary>
    Indictment,

    /// <summary>A conviction.</summary>
    Conviction,

    /// <summary>A penalty.</summary>
    Penalty,

    /// <summary>A seizure.</summary>
    Seizure,

    /// <summary>A licence was denied.</summary>
    LicenceDenied,

    /// <summary>A customer's report.</summary>
    CustomerReport,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>What an outcome says of diversion.</summary>
public enum OutcomeFinding : byte
{
    /// <summary>It is said to have been.</summary>
    Alleged,

    /// <summary>It was.</summary>
    Established,

    /// <summary>It was looked for and not found. Not innocence.</summary>
    NotFound,

    /// <summary>Not known yet.</summary>
    Open,
}

/// <summary>What became known of an order or party afterwards. An allegation stays one.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OutcomeReport : ITelling<OutcomeReport, int>
{
    /// <summary>Number of the outcome; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>What it is.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>Party it is about, or <see cref="Missing.Symbol"/>.</summary>
    public int Party { get; init; } = Missing.Symbol;

    /// <summary>Order it is about, or <see cref="Missing.Symbol"/>.</summary>
    public int Order { get; init; } = Missing.Symbol;

    /// <summary>Start of the day it took place or was published.</summary>
    public required long HappenedAt { get; init; }

    /// <summary>What it says of diversion.</summary>
    public required OutcomeFinding Finding { get; init; }

    /// <summary>Value in US cents of the goods it speaks of, or <see cref="Missing.Amount"/>.</summary>
    public long ValueCents { get; init; } = Missing.Amount;

    /// <summary>Country where the goods were found.</summary>
    public int FoundCountry { get; init; } = Missing.Symbol;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<OutcomeReport, int>.Key => Id;

    OutcomeReport ITelling<OutcomeReport, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public OutcomeReport()
    {
    }
}
