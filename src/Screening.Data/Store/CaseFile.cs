using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Everything that is on record of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Subjects">Its subjects: its own, and those of cases that were merged into it.</param>
/// <param name="AlertIds">Its alerts.</param>
/// <param name="Evidence">Evidence, the first recorded first.</param>
/// <param name="Requests">What was asked for.</param>
/// <param name="Holds">Holds, the first placed first.</param>
/// <param name="Attachments">Files, without their contents.</param>
/// <param name="History">Every act, with who, what and when, unless it was erased.</param>
public sealed record CaseFile(
    CaseRecord Case, IReadOnlyList<string> Subjects, IReadOnlyList<string> AlertIds, IReadOnlyList<CaseEvidence> Evidence, IReadOnlyList<EvidenceRequest> Requests, IReadOnlyList<CaseHold> Holds,
    IReadOnlyList<CaseAttachment> Attachments, IReadOnlyList<AuditEntry> History);

/// <summary>Evidence as it was recorded.</summary>
/// <param name="EvidenceId">Its id.</param>
/// <param name="Evidence">What the rules look at.</param>
/// <param name="IsIndependent">Whether it comes neither from the customer nor from sales.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Content">What it says.</param>
/// <param name="RecordedAtUtc">When.</param>
/// <param name="RequestId">The request that it answers; null for none.</param>
/// <param name="AttachmentId">The file that shows it; null for none.</param>
public sealed record CaseEvidence(
    string EvidenceId, Evidence Evidence, bool IsIndependent, string Source, string Content, DateTime RecordedAtUtc, string? RequestId, string? AttachmentId);

/// <summary>A request for evidence.</summary>
/// <param name="RequestId">Its id.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="AskedOf">Of whom.</param>
/// <param name="AskedBy">By whom.</param>
/// <param name="AskedAtUtc">When.</param>
/// <param name="DueOn">By when.</param>
/// <param name="AnsweredAtUtc">When it was answered; null while it is open.</param>
public sealed record EvidenceRequest(string RequestId, EvidenceRequestKind Kind, string AskedOf, string AskedBy, DateTime AskedAtUtc, DateOnly DueOn, DateTime? AnsweredAtUtc);

/// <summary>A hold.</summary>
/// <param name="HoldId">Its id.</param>
/// <param name="PlacedBy">Who placed it.</param>
/// <param name="PlacedAs">As what.</param>
/// <param name="PlacedAtUtc">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Orders">Its orders.</param>
/// <param name="ProposedBy">Who said that they may ship.</param>
/// <param name="ReleasedBy">Who let it go; null while it stands.</param>
/// <param name="ReleasedAtUtc">When; null while it stands.</param>
/// <param name="IsOverridden">Whether that went against what the screening advised.</param>
public sealed record CaseHold(
    string HoldId, string PlacedBy, CaseRole PlacedAs, DateTime PlacedAtUtc, string Reason, IReadOnlyList<string> Orders, IReadOnlyList<string> ProposedBy, string? ReleasedBy, DateTime? ReleasedAtUtc,
    bool IsOverridden);

/// <summary>A file of a case, without its content.</summary>
/// <param name="AttachmentId">Its id.</param>
/// <param name="Name">Its name, of letters, digits and a few signs.</param>
/// <param name="MediaType">What it is, by its content.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="AddedBy">Who added it.</param>
/// <param name="AddedAtUtc">When.</param>
public sealed record CaseAttachment(string AttachmentId, string Name, string MediaType, long SizeBytes, string Sha256, string AddedBy, DateTime AddedAtUtc);

/// <summary>What an act would do, or did, to one of many cases.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Name">Its subject's name.</param>
/// <param name="From">Where it stood.</param>
/// <param name="To">Where it stands afterwards.</param>
/// <param name="Version">Its version before; null when there is no such case.</param>
/// <param name="Refusal">Why not; null when it is done.</param>
public sealed record BulkResult(string CaseId, string? Name, CaseState? From, CaseState? To, long? Version, string? Refusal);
