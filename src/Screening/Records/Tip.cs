using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>Where a tip comes from.</summary>
public enum TipSource : byte
{
    /// <summary>A whistleblower.</summary>
    Whistleblower,

    /// <summary>An employee of the firm.</summary>
    Employee,

    /// <summary>A supplier.</summary>
    Supplier,

    /// <summary>A customer.</summary>
    Customer,

    /// <summary>A competitor.</summary>
    Competitor,

    /// <summary>A government.</summary>
    Government,

    /// <summary>The press.</summary>
    Press,

    /// <summary>Nobody knows.</summary>
    Anonymous,

    /// <summary>Somebody else.</summary>
    Other,
}

/// <summary>How reliable the source of a tip has been.</summary>
public enum TipReliability : byte
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Low.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High.</summary>
    High,
}

/// <summary>What became of a tip.</summary>
public enum TipStatus : byte
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>It was true.</summary>
    Confirmed,

    /// <summary>It was not true.</summary>
    Refuted,

    /// <summary>Put aside without an answer.</summary>
    Closed,
}

/// <summary>A tip or lead, apart from every other evidence.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Tip : ITelling<Tip, int>
{
    /// <summary>Number of the tip; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>When it came in.</summary>
    public required long ReceivedAt { get; init; }

    /// <summary>Party it is about; <see cref="Missing.Symbol"/> means none that is known yet.</summary>
    public int Party { get; init; } = Missing.Symbol;

    /// <summary>Order it is about.</summary>
    public int Order { get; init; } = Missing.Symbol;

    /// <summary>Where it comes from.</summary>
    public required TipSource SourceKind { get; init; }

    /// <summary>How reliable the source has been.</summary>
    public TipReliability Reliability { get; init; }

    /// <summary>What became of it.</summary>
    public required TipStatus Status { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<Tip, int>.Key => Id;

    Tip ITelling<Tip, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Tip()
    {
    }
}
