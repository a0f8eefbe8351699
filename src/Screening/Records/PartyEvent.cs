using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>What changed with a party.</summary>
public enum PartyEventKind : byte
{
    /// <summary>Ownership changed hands.</summary>
    Ownership,

    /// <summary>A director came or went.</summary>
    Director,

    /// <summary>The name changed.</summary>
    Name,

    /// <summary>The address changed.</summary>
    Address,
}

/// <summary>Something that happened to a party.</summary>
/// <param name="Party">Party symbol.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="Kind">What changed.</param>
/// <param name="HappenedAt">Start of the day it took effect.</param>
/// <param name="ShareChanged">Share of the ownership that changed hands, 0 to 1; NaN when not told.</param>
/// <param name="Person">Owner or director who came in; a text symbol.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PartyEvent(int Party, long KnownAt, PartyEventKind Kind, long HappenedAt, double ShareChanged, int Person) : ITelling<PartyEvent, int>
{
    /// <summary>
    /// Number of the event at its source, a text symbol: a later telling of the same number replaces the earlier, of whichever party
    /// that was. Events without one stand for themselves.
    /// </summary>
    public int Id { get; init; } = Missing.Symbol;

    /// <summary>Owner or director who came in, where it is a party of its own; a party symbol.</summary>
    public int Owner { get; init; } = Missing.Symbol;

    /// <summary>Share that this owner holds after the event, 0 to 1; NaN when not told.</summary>
    public double ShareHeld { get; init; } = double.NaN;

    /// <summary>The new name or address, or a remark; a text symbol.</summary>
    public int Detail { get; init; } = Missing.Symbol;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<PartyEvent, int>.Key => Id;

    PartyEvent ITelling<PartyEvent, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };
}
