namespace Screening.Data.Store;

/// <summary>The rules refuse an act; the message says what is missing. The attempt is in the audit log.</summary>
public sealed class CaseRefusedException(string message) : StoreException(message);
