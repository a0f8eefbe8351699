namespace Screening.Policies;

/// <summary>What listed parties own of a party.</summary>
/// <param name="IsListed">Whether the party is itself listed.</param>
/// <param name="LawShare">
/// Share held by listed parties and by parties that fall under the 50 % rule themselves, which count whole while every other owner
/// counts nothing (the cascade of OFAC's FAQ 401), 0 to 1.
/// </param>
/// <param name="ProportionalShare">Share held by listed parties along all paths, the shares of a path multiplied, 0 to 1. The sign of risk.</param>
/// <param name="IsCapped">Whether more than the whole was told of the party, or more than 1 of one owner, and it was taken as the whole.</param>
/// <param name="HasUnknownShare">Whether an owner that is listed, or in which listed parties own something, is told without its share: both shares are then lower bounds.</param>
/// <param name="IsSettled">Whether the calculation came to its end; if not, both shares are lower bounds.</param>
public sealed record ListedOwnership(bool IsListed, double LawShare, double ProportionalShare, bool IsCapped, bool HasUnknownShare, bool IsSettled)
{
    /// <summary>A party of which no owner is told.</summary>
    public static ListedOwnership Nothing { get; } = new(false, 0, 0, false, false, true);

    /// <summary>Whether the 50 % rule, where it holds, puts the party under the restrictions of its owners.</summary>
    public bool FallsUnderRule => LawShare >= 0.5;
}
