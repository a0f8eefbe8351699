namespace Screening.Data.Keys;

/// <summary>What a key may do.</summary>
public enum KeyRole
{
    /// <summary>Sends orders of one seller and sees their rulings.</summary>
    Seller,

    /// <summary>Sees every decision in full.</summary>
    Analyst,

    /// <summary>As an analyst.</summary>
    Lead,

    /// <summary>Sees versions and states.</summary>
    DataScientist,

    /// <summary>Sees every decision in full and changes nothing.</summary>
    Auditor,

    /// <summary>Sees states.</summary>
    Administrator,
}

/// <summary>A key without its secret, which nobody has but its holder.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Role">What it may do.</param>
/// <param name="SellerId">Whose orders it may send; <c>null</c> for other roles.</param>
/// <param name="Note">What it is for, as its maker wrote.</param>
/// <param name="CreatedAtUtc">When it was made.</param>
/// <param name="ExpiresAtUtc">From when on it is refused.</param>
/// <param name="RevokedAtUtc">When it was revoked; <c>null</c> when it was not.</param>
/// <param name="LastUsedAtUtc">When it was last used, to the minute; <c>null</c> for never.</param>
/// <param name="ReplacedBy">The key that is to take its place; <c>null</c> when none is.</param>
public sealed record ApiKey(
    string Id, KeyRole Role, string? SellerId, string Note, DateTime CreatedAtUtc, DateTime ExpiresAtUtc, DateTime? RevokedAtUtc, DateTime? LastUsedAtUtc, string? ReplacedBy)
{
    /// <summary>Whether it holds at a moment.</summary>
    public bool HoldsAt(DateTime utc) => RevokedAtUtc is null && utc < ExpiresAtUtc;
}
