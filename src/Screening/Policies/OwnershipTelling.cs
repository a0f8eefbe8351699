namespace Screening.Policies;

/// <summary>What was told of one owner of one party (party_events: owner_id, party_id, share_held).</summary>
/// <param name="Owner">The owner's party symbol.</param>
/// <param name="Party">The party's symbol.</param>
/// <param name="Share">Share that the owner holds, from 0; above 1 it is taken as 1 and noted; <c>null</c> is not known.</param>
/// <param name="KnownAt">Its moment, microseconds since 1970: when it became known, or, of what was all known by then, when it took effect.</param>
public readonly record struct OwnershipTelling(int Owner, int Party, double? Share, long KnownAt);
