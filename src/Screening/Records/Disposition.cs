namespace Screening.Records;

/// <summary>What an analyst decided.</summary>
public enum Decision : byte
{
    /// <summary>Let go.</summary>
    Released,

    /// <summary>Evidence asked for.</summary>
    Asked,

    /// <summary>Held.</summary>
    Held,

    /// <summary>Handed up.</summary>
    Escalated,

    /// <summary>Put aside. Not innocence.</summary>
    Dismissed,

    /// <summary>Diversion confirmed.</summary>
    Confirmed,
}

/// <summary>An analyst's decision on a subject.</summary>
/// <param name="Subject">Subject; a text symbol.</param>
/// <param name="Order">Order that the alert named.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="DecidedAt">When it was taken.</param>
/// <param name="Decision">The decision.</param>
public readonly record struct Disposition(int Subject, int Order, long KnownAt, long DecidedAt, Decision Decision) : ITelling<Disposition, int>
{
    /// <summary>Number of the decision at its source, a text symbol. Decisions without one stand for themselves.</summary>
    public int Id { get; init; } = Missing.Symbol;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<Disposition, int>.Key => Id;

    Disposition ITelling<Disposition, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };
}
