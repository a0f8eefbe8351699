namespace Screening.Policies;

/// <summary>Whether a licence is needed under one reading, and why.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Need">The answer.</param>
/// <param name="Reason">Why, in one sentence without a full stop.</param>
/// <param name="Citation">Where the rule stands; empty when no rule was reached.</param>
/// <param name="Verified">How well the rule is read: V, S, U or a mixture; empty when no rule was reached.</param>
public sealed record LicenceAnswer(RegimeReading Reading, LicenceNeed Need, string Reason, string Citation, string Verified);
