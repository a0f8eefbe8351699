using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Something to be done with a case.</summary>
/// <param name="Action">Which action it is to the rules.</param>
public abstract record CaseAct(CaseAction Action);

/// <summary>Gives it to somebody.</summary>
/// <param name="To">To whom.</param>
public sealed record AssignAct(string To) : CaseAct(CaseAction.Assign);

/// <summary>Writes a note.</summary>
/// <param name="Text">The note, up to 20,000 characters.</param>
public sealed record NoteAct(string Text) : CaseAct(CaseAction.Note);

/// <summary>Asks for evidence.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="AskedOf">Of whom.</param>
/// <param name="DueOn">By when: from the day of the act to a year later.</param>
public sealed record AskAct(EvidenceRequestKind Kind, string AskedOf, DateOnly DueOn) : CaseAct(CaseAction.Ask);

/// <summary>Records evidence.</summary>
/// <param name="Grade">What it is worth.</param>
/// <param name="ArrangedBy">Who chose the source.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Content">What it says.</param>
/// <param name="RequestId">The request that it answers; null for none.</param>
/// <param name="AttachmentId">The file that shows it; null for none.</param>
public sealed record EvidenceAct(EvidenceGrade Grade, EvidenceArranger ArrangedBy, string Source, string Content, string? RequestId = null, string? AttachmentId = null) : CaseAct(CaseAction.Evidence);

/// <summary>Stops its orders.</summary>
/// <param name="Reason">Why.</param>
public sealed record HoldAct(string Reason) : CaseAct(CaseAction.Hold);

/// <summary>Hands it to a lead.</summary>
/// <param name="Reason">Why.</param>
public sealed record EscalateAct(string Reason) : CaseAct(CaseAction.Escalate);

/// <summary>Says that its orders may ship, as one of those whom a release needs.</summary>
/// <param name="Reason">Why.</param>
public sealed record ProposeAct(string Reason) : CaseAct(CaseAction.Propose);

/// <summary>Lets its orders ship.</summary>
/// <param name="ReasonCode">Why, as a code of up to 60 characters.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ReleaseAct(string ReasonCode, string Reason) : CaseAct(CaseAction.Release);

/// <summary>Decides that it is diversion. A hold that stands goes on standing.</summary>
/// <param name="ReasonCode">Why, as a code of up to 60 characters.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ConfirmAct(string ReasonCode, string Reason) : CaseAct(CaseAction.Confirm);

/// <summary>Puts it aside for the facts as they are.</summary>
/// <param name="ReasonCode">Why, as a code of up to 60 characters.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Until">Last day on which it holds: from the day of the act to two years later.</param>
public sealed record DismissAct(string ReasonCode, string Reason, DateOnly Until) : CaseAct(CaseAction.Dismiss);

/// <summary>Takes a decision back.</summary>
/// <param name="Reason">Why.</param>
public sealed record ReopenAct(string Reason) : CaseAct(CaseAction.Reopen);
