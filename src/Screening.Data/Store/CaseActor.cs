using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Who acts, as what and when.</summary>
/// <param name="Name">Who.</param>
/// <param name="Role">As what.</param>
/// <param name="AtUtc">When.</param>
public sealed record CaseActor(string Name, CaseRole Role, DateTime AtUtc)
{
    /// <summary>What the clock said where that was before the last act on the case, whose order the moment keeps; null where the clock was right.</summary>
    public DateTime? ClockSaidUtc { get; init; }
}
