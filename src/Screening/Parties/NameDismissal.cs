namespace Screening.Parties;

/// <summary>
/// A reviewer's "not this one": that a party is not the one that an entry of a list means. It holds for a pair of facts and falls when either side's change, or
/// when its last day is over.
/// </summary>
/// <param name="PartyId">The party.</param>
/// <param name="EntryId">The entry.</param>
/// <param name="PartyFacts">The party's facts then; see <see cref="MatchFacts"/>.</param>
/// <param name="EntryFacts">The entry's facts then.</param>
/// <param name="PartyName">The party's name then, for people.</param>
/// <param name="ListedName">The entry's name then, for people.</param>
/// <param name="Reason">Why.</param>
/// <param name="Author">Who says so.</param>
/// <param name="DismissedAtUtc">When it was said.</param>
/// <param name="Until">Last day on which it holds.</param>
public sealed record NameDismissal(
    string PartyId, string EntryId, string PartyFacts, string EntryFacts, string PartyName, string ListedName, string Reason, string Author, DateTime DismissedAtUtc, DateOnly Until);
