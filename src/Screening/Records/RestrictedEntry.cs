using Screening.Parties;

namespace Screening.Records;

/// <summary>An entry of a restricted-party list: its names stand in the log's table of listed names.</summary>
/// <param name="Entry">Entry symbol.</param>
/// <param name="KnownAt">When this telling became known.</param>
/// <param name="List">List; a text symbol.</param>
/// <param name="FirstName">First of its names in the log's table of listed names; the published name comes first, aliases follow.</param>
/// <param name="Names">How many names.</param>
public readonly record struct RestrictedEntry(int Entry, long KnownAt, int List, int FirstName, int Names) : ITelling<RestrictedEntry, int>
{
    /// <summary>Countries that the list gives, as numbers of <see cref="CountryCode"/>, nationalities among them; empty where it gives none that is known.</summary>
    public IReadOnlyList<int> Countries { get; init; } = [];

    /// <summary>File and line that it was read from; a text symbol.</summary>
    public int Source { get; init; } = Missing.Symbol;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<RestrictedEntry, int>.Key => Entry;

    RestrictedEntry ITelling<RestrictedEntry, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };
}

/// <summary>A name of a listed party.</summary>
/// <param name="Key">The name as an exact comparison looks at it; <see cref="Missing.Symbol"/> for one that holds nothing to compare, or that the list itself calls weak.</param>
/// <param name="Text">The name as published; a text symbol.</param>
/// <param name="Kind">Which of the entry's names.</param>
public readonly record struct ListedName(int Key, int Text, ListedNameKind Kind = ListedNameKind.Name);
