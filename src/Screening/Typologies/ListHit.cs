using Screening.Parties;

namespace Screening.Typologies;

/// <summary>A party of an order whose name is like a listed one, in words.</summary>
/// <param name="Role">Where it stands on the order, such as "end user".</param>
/// <param name="Party">Its name as the firm has it.</param>
/// <param name="ListedName">The name that it equals or is like, as published; empty where its name could not be compared.</param>
/// <param name="List">The list; empty where its name could not be compared.</param>
/// <param name="Entry">The entry of the list; empty where its name could not be compared.</param>
public sealed record ListHit(string Role, string Party, string ListedName, string List, string Entry)
{
    /// <summary>The party's id, by which a reviewer puts the match aside; empty in alerts of earlier versions.</summary>
    public string PartyId { get; init; } = "";

    /// <summary>From the review threshold to below 1; see <see cref="NameScore"/>. 0 where the name could not be compared.</summary>
    public double Score { get; init; } = NameScore.Exact;

    /// <summary>Whether the names are equal after normalisation (<see cref="NameKey"/>), which says nothing of countries.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>Whether nothing goes out before somebody has looked; else it is evidence only.</summary>
    public bool IsHold { get; init; } = true;

    /// <summary>Which of the entry's names it is.</summary>
    public ListedNameKind NameKind { get; init; }

    /// <summary>Word by word what matched, how, and what did not.</summary>
    public IReadOnlyList<TokenExplanation> Words { get; init; } = [];

    /// <summary>What the country supports or contradicts.</summary>
    public IReadOnlyList<Circumstance> Circumstances { get; init; } = [];

    /// <summary>File and line that the entry was read from; null where it is not known.</summary>
    public string? Source { get; init; }

    /// <summary>Why the party's name could not be compared as it stands, which is a hold; null when it could.</summary>
    public string? Problem { get; init; }

    /// <summary>Who put the match aside, until when and why; null when nobody did, or when it no longer holds.</summary>
    public PutAside? PutAside { get; init; }
}
