namespace Screening.Casework;

/// <summary>What the rules look at when somebody acts on a case.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Hold">The hold that stands; null when no order is held.</param>
/// <param name="Evidence">All evidence that was recorded, whoever recorded it.</param>
public sealed record CaseFacts(CaseState State, StandingHold? Hold, IReadOnlyList<Evidence> Evidence);

/// <summary>A hold that nobody has let go.</summary>
/// <param name="OpenedBy">Who placed it.</param>
/// <param name="OpenedAs">As what.</param>
/// <param name="ProposedBy">Who of compliance has said since then that the orders may ship.</param>
public sealed record StandingHold(string OpenedBy, CaseRole OpenedAs, IReadOnlyList<string> ProposedBy);
