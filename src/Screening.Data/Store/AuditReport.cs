namespace Screening.Data.Store;

/// <summary>What a check of the audit log found.</summary>
/// <param name="Entries">Entries that were read.</param>
/// <param name="Erased">Of them, those whose personal data were erased, by entries that say so.</param>
/// <param name="Anchored">Heads kept beside the store that were held against them.</param>
/// <param name="Head">Hash of the last entry; empty for none.</param>
/// <param name="Problems">What does not fit, the first ones first; empty when the log is whole.</param>
public sealed record AuditReport(long Entries, long Erased, long Anchored, string Head, IReadOnlyList<string> Problems);
