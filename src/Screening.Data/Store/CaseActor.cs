using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Who acts, as what and when.</summary>
/// <param name="Name">Who.</param>
/// <param name="Role">As what.</param>
/// <param name="AtUtc">When.</param>
public sealed record CaseActor(string Name, CaseRole Role, DateTime AtUtc);
