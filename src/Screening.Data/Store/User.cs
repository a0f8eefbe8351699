using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Somebody who may sign in.</summary>
/// <param name="Name">Name, as it stands in the log.</param>
/// <param name="Role">As what.</param>
/// <param name="Stamp">Changes with password, role and state; a session that carries another has ended.</param>
/// <param name="Failures">Wrong passwords since the last right one.</param>
/// <param name="LockedUntilUtc">Until when no password is right; null when not locked.</param>
/// <param name="CreatedAtUtc">When made.</param>
/// <param name="DisabledAtUtc">When disabled; null while enabled.</param>
/// <param name="SignedInAtUtc">Last time; null for never.</param>
public sealed record User(
    string Name, CaseRole Role, [property: System.Text.Json.Serialization.JsonIgnore] string Stamp, int Failures, DateTime? LockedUntilUtc, DateTime CreatedAtUtc, DateTime? DisabledAtUtc,
    DateTime? SignedInAtUtc)
{
    /// <summary>For whose orders somebody in sales may hand papers in; null for nobody's.</summary>
    public string? SellerId { get; init; }
}
