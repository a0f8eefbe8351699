namespace Screening.Data.Store;

/// <summary>Somebody else changed a case since it was looked at.</summary>
public sealed class CaseChangedException(string message) : StoreException(message);
