namespace Screening.Parties;

/// <summary>Which of an entry's names was found.</summary>
public enum ListedNameKind : byte
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>An alias.</summary>
    Alias,

    /// <summary>An alias that the list calls weak.</summary>
    WeakAlias,
}

/// <summary>A word, or words where only spaces differ, and what it was found as.</summary>
/// <param name="Asked">Of the asked name; null for a word that only the listed name has.</param>
/// <param name="Listed">Of the listed name; null for a word that only the asked name has.</param>
/// <param name="Kind">By what; <see cref="TokenMatchKind.None"/> when not found.</param>
/// <param name="Likeness">0 to 1.</param>
/// <param name="Weight">How much the word tells, 0 to 1.</param>
public sealed record TokenExplanation(string? Asked, string? Listed, TokenMatchKind Kind, double Likeness, double Weight);

/// <summary>What an entry's country, address, numbers and dates say of a match by name.</summary>
/// <param name="What">country, address, identifier or birth.</param>
/// <param name="IsSupport">Whether it supports; else it contradicts.</param>
/// <param name="Detail">The two values, in words.</param>
public sealed record Circumstance(string What, bool IsSupport, string Detail)
{
    /// <summary>What countries say.</summary>
    public static Circumstance OfCountry(string country, IReadOnlyList<string> listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        return new Circumstance("country", listed.Contains(country, StringComparer.Ordinal), $"{country}, listed {string.Join(", ", listed.Take(5))}");
    }
}

/// <summary>An entry that a name may mean, with its reasons.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Score">From 0 to below 1; see <see cref="NameScore"/>.</param>
/// <param name="NameScore">The score by the name alone.</param>
/// <param name="ListedName">The name or alias that was found; empty where only an identifier was.</param>
/// <param name="NameKind">Which of its names.</param>
/// <param name="Tokens">Word by word.</param>
/// <param name="Circumstances">What else supports or contradicts.</param>
public sealed record NameMatch(
    ListEntry Entry, double Score, double NameScore, string ListedName, ListedNameKind NameKind, IReadOnlyList<TokenExplanation> Tokens, IReadOnlyList<Circumstance> Circumstances);

/// <summary>What became of a question.</summary>
public enum NameOutcome : byte
{
    /// <summary>Nothing on the lists is like it.</summary>
    Clear,

    /// <summary>Something is like it: a person looks.</summary>
    Review,

    /// <summary>It is very like an entry, or it could not be compared: nothing goes out before a person has looked.</summary>
    Hold,
}

/// <summary>The answer to a question.</summary>
/// <param name="Outcome">What follows.</param>
/// <param name="Problem">Why the name could not be compared as it stands, as one sentence; null when it could. It is then a hold.</param>
/// <param name="Matches">Best first; every entry from the review threshold on, and beyond these as many as were asked for.</param>
public sealed record NameAnswer(NameOutcome Outcome, string? Problem, IReadOnlyList<NameMatch> Matches);

/// <summary>Scores from which something follows.</summary>
/// <param name="Review">A person looks.</param>
/// <param name="Hold">Nothing goes out before.</param>
public sealed record NameThresholds(double Review, double Hold)
{
    /// <summary>The product's.</summary>
    public static NameThresholds Default { get; } = new(0.70, 0.84);
}
