namespace Screening.Data.Store;

/// <summary>An entry of the audit log.</summary>
/// <param name="Seq">Its number, from 1.</param>
/// <param name="AtUtc">When, by the clock of who acted.</param>
/// <param name="Action">What was done.</param>
/// <param name="CaseId">The case; null for what concerns none.</param>
/// <param name="Actor">Who; null once it is erased.</param>
/// <param name="Role">As what; null once it is erased.</param>
/// <param name="Content">What exactly, JSON; null once it is erased.</param>
/// <param name="Hash">Its hash, which covers all before it.</param>
public sealed record AuditEntry(long Seq, DateTime AtUtc, string Action, string? CaseId, string? Actor, string? Role, string? Content, string Hash);
