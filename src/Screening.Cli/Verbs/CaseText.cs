using Screening.Casework;
using Screening.Data.Store;

namespace Screening.Cli.Verbs;

/// <summary>A case on a terminal.</summary>
internal static class CaseText
{
    /// <summary>Prints everything that is on record.</summary>
    public static void Print(CaseFile file)
    {
        CaseRecord record = file.Case;
        Say($"{record.CaseId}  version {record.Version}, {CaseWords.Of(record.State)} since {record.StateSinceUtc:yyyy-MM-dd HH:mm}, {(record.Assignee is { } who ? "with " + who : "with nobody")}");
        Say($"{record.Name} ({record.Country ?? "country not known"}); subjects {string.Join(", ", file.Subjects)}; alerts {string.Join(", ", file.AlertIds)}");
        if (record.DismissedUntil is { } until) Say($"dismissed until {until:yyyy-MM-dd}, as long as neither the subject nor the evidence changes");
        foreach (CaseHold hold in file.Holds)
        {
            Say($"hold {hold.HoldId} by {hold.PlacedBy} ({CaseWords.Of(hold.PlacedAs)}) on {hold.PlacedAtUtc:yyyy-MM-dd}: {hold.Reason}; orders {string.Join(", ", hold.Orders)}; "
                + (hold.ReleasedBy is { } by ? $"let go by {by}{(hold.IsOverridden ? " against the screening's advice" : "")}" : $"stands{(hold.ProposedBy.Count > 0 ? $", release proposed by {string.Join(", ", hold.ProposedBy)}" : "")}"));
        }

        foreach (EvidenceRequest request in file.Requests) Say($"asked {request.AskedOf} for {request.Kind} by {request.DueOn:yyyy-MM-dd}: {(request.AnsweredAtUtc is null ? "open" : "answered")} ({request.RequestId})");
        foreach (CaseEvidence evidence in file.Evidence)
            Say($"evidence {evidence.EvidenceId}: {CaseWords.Of(evidence.Evidence.Grade)}, {(evidence.IsIndependent ? "independent" : "not independent")}, {evidence.Source}: {evidence.Content}");
        foreach (CaseAttachment attachment in file.Attachments) Say($"file {attachment.AttachmentId}: {attachment.Name}, {attachment.SizeBytes} bytes, sha256 {attachment.Sha256}");
        foreach (AuditEntry entry in file.History) Say($"{entry.AtUtc:yyyy-MM-dd HH:mm}  {entry.Action}  {entry.Actor ?? "erased"}  {entry.Content}");
    }

    // What people wrote is printed as text: no control character of theirs reaches the terminal.
    private static void Say(FormattableString line) => Say(FormattableString.Invariant(line));

    private static void Say(string line) => Console.WriteLine(string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)));
}
