namespace Screening.Data.Store;

/// <summary>An entry of the audit log by number and hash, as it is kept outside the store.</summary>
/// <param name="Seq">Its number, from 1.</param>
/// <param name="Hash">Its hash, which covers all before it.</param>
internal sealed record AuditStamp(long Seq, string Hash);
