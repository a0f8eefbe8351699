namespace Screening.Data.Quarantines;

/// <summary>What was asked of the quarantine cannot be: one sentence that says what is there.</summary>
public sealed class QuarantineException(string message) : Exception(message);
