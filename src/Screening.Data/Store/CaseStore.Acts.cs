using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>What is done with cases, one act a transaction.</summary>
public sealed partial class CaseStore
{
    private const int MostRequestDays = 366;
    private const int MostDismissalDays = 731;
    private const int MostReason = 1000;
    private const int MostInBulk = 1000;

    /// <summary>Does something with a case.</summary>
    /// <param name="caseId">Its id, or the beginning of it.</param>
    /// <param name="act">What.</param>
    /// <param name="actor">Who.</param>
    /// <param name="seen">The version that was looked at; null when nobody minds.</param>
    /// <returns>The case afterwards.</returns>
    /// <exception cref="CaseRefusedException">The rules refuse it; the attempt is in the audit log.</exception>
    /// <exception cref="CaseChangedException">Somebody else changed the case since.</exception>
    /// <exception cref="StoreException">No case has that id, or what is told is out of range.</exception>
    public CaseRecord Do(string caseId, CaseAct act, CaseActor actor, long? seen = null)
    {
        ArgumentNullException.ThrowIfNull(act);
        string id = Find(caseId).CaseId;
        CaseActor named = Named(actor);
        (string? refusal, CaseRecord after) = Within(id, transaction =>
        {
            CaseRecord before = Locked(id, transaction, seen);
            CaseActor ordered = Ordered(named, id, transaction);
            return Refusal(before, act, ordered, transaction) is { } no ? (no, before, null) : (null, before, Apply(before, act, ordered, transaction));
        });
        return refusal is null ? after : throw Refused(named, id, StoreText.Word(act.Action), refusal);
    }

    /// <summary>Gives the most pressing case that nobody has to somebody; two who ask at once never get the same one.</summary>
    /// <returns>The case; null when none waits.</returns>
    public CaseRecord? AssignNext(CaseActor actor)
    {
        CaseActor named = Named(actor);
        if (CasePermissions.Refusal(named.Role, CaseAction.Assign) is { } no) throw Refused(named, null, "assign", no);
        using DbTransaction transaction = _database.BeginWrite();
        string? id = Connection.QueryFirstOrDefault<string>(
            "SELECT case_id FROM cases WHERE state = 'new' AND assignee IS NULL AND merged_into IS NULL AND is_withdrawn = 0 ORDER BY priority DESC, case_id LIMIT 1", transaction: transaction);
        if (id is null) return null;
        AuditStamp stamp = Apply(Locked(id, transaction, null), new AssignAct(named.Name), Ordered(named, id, transaction), transaction);
        CaseRecord given = Locked(id, transaction, null);
        Commit(transaction, stamp);
        return given;
    }

    /// <summary>What an act would do to many cases; nothing is done.</summary>
    /// <exception cref="StoreException">There are too many.</exception>
    public IReadOnlyList<BulkResult> Preview(IReadOnlyList<string> caseIds, CaseAct act, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(act);
        CaseActor named = Named(actor);
        using DbTransaction transaction = _database.BeginRead();
        return [.. Few(caseIds).Select(id => Foreseen(id, null, act, named, transaction).Result)];
    }

    /// <summary>Does something with many cases as they were previewed: those that changed since, and those that the rules refuse, are left alone and told.</summary>
    /// <param name="previewed">What the preview said.</param>
    /// <param name="act">What.</param>
    /// <param name="actor">Who.</param>
    /// <exception cref="StoreException">There are too many.</exception>
    public IReadOnlyList<BulkResult> DoAll(IReadOnlyList<BulkResult> previewed, CaseAct act, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(previewed);
        ArgumentNullException.ThrowIfNull(act);
        CaseActor named = Named(actor);
        Dictionary<string, long?> versions = previewed.DistinctBy(p => p.CaseId).ToDictionary(p => p.CaseId, p => p.Version, StringComparer.Ordinal);
        using DbTransaction transaction = _database.BeginWrite();
        var results = new List<BulkResult>();
        AuditStamp? last = null;
        foreach (string id in Few([.. versions.Keys]))
        {
            CaseActor ordered = Ordered(named, id, transaction);
            (CaseRecord? before, BulkResult result) = Foreseen(id, versions[id], act, ordered, transaction);
            if (result.Refusal is null) last = Apply(before!, act, ordered, transaction);
            else last = AuditLog.Append(_database, transaction, named, "refused", before?.CaseId, new { action = StoreText.Word(act.Action), refusal = result.Refusal });
            results.Add(result);
        }

        if (last is not null) Commit(transaction, last);
        return results;
    }

    /// <summary>Adds a file to a case.</summary>
    /// <returns>What was kept.</returns>
    /// <exception cref="StoreException">The file is not accepted; see <see cref="AttachmentFile"/>.</exception>
    public CaseAttachment Attach(string caseId, string name, byte[] content, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(content);
        string id = Find(caseId).CaseId;
        CaseActor named = Named(actor);

        // Whoever may hand in evidence may hand in its file.
        if (CasePermissions.Refusal(named.Role, CaseAction.Evidence) is { } no) throw Refused(named, id, "attach", no);
        (string kept, string mediaType, string? text) = AttachmentFile.Check(name, content);
        using DbTransaction transaction = _database.BeginWrite();
        (CaseAttachment attachment, AuditStamp stamp) = KeepFile(id, (kept, mediaType, text), content, Ordered(named, id, transaction), transaction);
        Commit(transaction, stamp);
        return attachment;
    }

    private (CaseAttachment Attachment, AuditStamp Stamp) KeepFile(string id, (string Name, string MediaType, string? Text) file, byte[] content, CaseActor named, DbTransaction transaction)
    {
        (string kept, string mediaType, string? text) = file;
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content)), attachmentId = NewId("F-", transaction);
        var attachment = new CaseAttachment(attachmentId, kept, mediaType, content.Length, sha256, named.Name, named.AtUtc);
        Connection.Execute("INSERT INTO attachment_contents (sha256, content) VALUES (@sha256, @content) ON CONFLICT (sha256) DO NOTHING", new { sha256, content }, transaction);
        Connection.Execute(
            "INSERT INTO attachments (attachment_id, case_id, name, media_type, size, sha256, added_by, added_at) VALUES (@attachmentId, @id, @kept, @mediaType, @SizeBytes, @sha256, @AddedBy, @at)",
            new { attachmentId, id, kept, mediaType, attachment.SizeBytes, sha256, attachment.AddedBy, at = StoreText.Of(named.AtUtc) }, transaction);
        SearchIndex.Put(_database, transaction, [new SearchDoc(id, "attachment", attachmentId, kept + "\n" + text)]);
        return (attachment, AuditLog.Append(_database, transaction, named, "attach", id, new { attachmentId, name = kept, mediaType, size = content.Length, sha256 }));
    }

    private (string? Refusal, CaseRecord After) Within(string id, Func<DbTransaction, (string? Refusal, CaseRecord Before, AuditStamp? Stamp)> work)
    {
        using DbTransaction transaction = _database.BeginWrite();
        (string? refusal, CaseRecord before, AuditStamp? stamp) = work(transaction);
        if (stamp is null) return (refusal, before);
        CaseRecord after = Locked(id, transaction, null);
        Commit(transaction, stamp);
        return (null, after);
    }

    // A clock that went back must not tell a release before its hold: the lake, and who reads the record, order what people did by these moments.
    private CaseActor Ordered(CaseActor actor, string caseId, DbTransaction transaction) =>
        Connection.QuerySingle<string?>("SELECT max(at) FROM audit_entries WHERE case_id = @caseId", new { caseId }, transaction) is { } last && StoreText.Moment(last) is var before && before > actor.AtUtc
            ? actor with { AtUtc = before.AddMicroseconds(1), ClockSaidUtc = actor.AtUtc }
            : actor;

    private static CaseActor Named(CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor with { Name = StoreText.Told(actor.Name, "the name of who acts", 120), AtUtc = actor.AtUtc.ToUniversalTime() };
    }

    private static IReadOnlyList<string> Few(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ids.Count is > 0 and <= MostInBulk ? [.. ids.Distinct(StringComparer.Ordinal)] : throw new StoreException(FormattableString.Invariant($"{ids.Count} cases are named; accepted: 1 to {MostInBulk}"));
    }

    private CaseRecord Locked(string id, DbTransaction transaction, long? seen)
    {
        CaseRecord now = Connection.QuerySingleOrDefault<CaseRow>($"SELECT {CaseRow.Columns} FROM cases c WHERE c.case_id = @id", new { id }, transaction)?.Record
            ?? throw new StoreException($"there is no case {id}; 'screening cases list' shows those there are");
        return seen is null || seen == now.Version ? now : throw new CaseChangedException(Changed(now, seen.Value));
    }

    private static string Changed(CaseRecord now, long seen) => string.Create(
        CultureInfo.InvariantCulture, $"case {now.CaseId} was changed by {now.ChangedBy} on {now.ChangedAtUtc:yyyy-MM-dd} at {now.ChangedAtUtc:HH:mm} (version {now.Version}, and you saw {seen}); look at it again");

    private (CaseRecord? Before, BulkResult Result) Foreseen(string id, long? seen, CaseAct act, CaseActor actor, DbTransaction transaction)
    {
        CaseRecord? before = Connection.QuerySingleOrDefault<CaseRow>($"SELECT {CaseRow.Columns} FROM cases c WHERE c.case_id = @id", new { id }, transaction)?.Record;
        if (before is null) return (null, new BulkResult(id, null, null, null, null, $"there is no case {id}"));
        string? refusal = seen is { } version && version != before.Version ? Changed(before, version) : Refusal(before, act, actor, transaction);
        return (before, new BulkResult(id, before.Name, before.State, refusal is null ? CaseTransitions.After(before.State, act.Action) : null, before.Version, refusal));
    }

    private string? Refusal(CaseRecord before, CaseAct act, CaseActor actor, DbTransaction transaction)
    {
        if (before.MergedInto is { } into) return $"case {before.CaseId} was merged into {into}: act there";
        DateOnly today = DateOnly.FromDateTime(actor.AtUtc);
        string? outOfRange = act switch
        {
            AskAct ask => Range("due", ask.DueOn, today, MostRequestDays),
            DismissAct dismiss => Range("until", dismiss.Until, today, MostDismissalDays),
            _ => null,
        };
        return CaseRules.Refusal(Facts(before, transaction), act.Action, actor.Name, actor.Role, _policy) ?? outOfRange ?? Reopening(before, act, transaction);
    }

    private static string? Range(string what, DateOnly day, DateOnly today, int most) => day < today || day.DayNumber - today.DayNumber > most
        ? FormattableString.Invariant($"{what} is {day:yyyy-MM-dd}; accepted: {today:yyyy-MM-dd} to {today.AddDays(most):yyyy-MM-dd}")
        : null;

    private string? Reopening(CaseRecord before, CaseAct act, DbTransaction transaction) =>
        act is ReopenAct && Connection.QuerySingleOrDefault<string>("SELECT case_id FROM case_subjects WHERE subject = @Subject", new { before.Subject }, transaction) is { } current && current != before.CaseId
            ? $"the subject of case {before.CaseId} has a later case, {current}: work there"
            : null;

    private CaseFacts Facts(CaseRecord record, DbTransaction transaction)
    {
        StandingHold? hold = null;
        if (record.HoldId is { } id)
        {
            (string by, string role) = Connection.QuerySingle<(string, string)>("SELECT placed_by, placed_as FROM holds WHERE hold_id = @id", new { id }, transaction);
            hold = new StandingHold(by, StoreText.Value<CaseRole>(role), [.. Connection.Query<string>("SELECT person FROM hold_proposals WHERE hold_id = @id ORDER BY proposed_at, person", new { id }, transaction)]);
        }

        return new CaseFacts(record.State, hold, [.. EvidenceOf(record.CaseId, transaction).Select(e => e.Evidence)]);
    }

    private List<Alert> ShownAlerts(string caseId, DbTransaction? transaction) =>
    [
        .. Connection.Query<string>(
            """
            SELECT content FROM (
                SELECT l.content, a.subject, row_number() OVER (PARTITION BY a.subject ORDER BY r.date DESC, r.run_id) AS place
                FROM case_alerts j JOIN alerts a ON a.alert_id = j.alert_id JOIN listings l ON l.alert_id = a.alert_id JOIN runs r ON r.run_id = l.run_id
                WHERE j.case_id = @caseId AND r.superseded_by IS NULL) AS shown
            WHERE place = 1 ORDER BY subject
            """,
            new { caseId }, transaction).Select(c => JsonSerializer.Deserialize<Alert>(c, AlertJson.Options)!),
    ];

    // Allowed, and to be done: the case, what hangs on it, the lake's rows, the log.
    private AuditStamp Apply(CaseRecord before, CaseAct act, CaseActor actor, DbTransaction transaction)
    {
        var step = new CaseStep(_database, transaction, before, actor, ShownAlerts(before.CaseId, transaction), EvidenceOf(before.CaseId, transaction));
        object content = Content(step, act, transaction);
        CaseState after = step.After ?? CaseTransitions.After(before.State, act.Action)!.Value;
        step.Save(after);
        AuditStamp stamp = AuditLog.Append(
            _database, transaction, actor, StoreText.Word(act.Action), before.CaseId, new { from = before.State, to = after, version = before.Version + 1, act = content });
        if (CaseTransitions.IsClosed(after) && !CaseTransitions.IsClosed(before.State)) DrawSecondReview(before, after, actor, stamp, transaction);
        if (act is ReopenAct) Connection.Execute("DELETE FROM second_reviews WHERE case_id = @CaseId AND judged_at IS NULL", new { before.CaseId }, transaction);
        if (act is NoteAct note) SearchIndex.Put(_database, transaction, [new SearchDoc(before.CaseId, "note", stamp.Seq.ToString(CultureInfo.InvariantCulture), note.Text)]);
        return stamp;
    }

    private object Content(CaseStep step, CaseAct act, DbTransaction transaction) => act switch
    {
        AssignAct assign => step.Assign(StoreText.Told(assign.To, "the name of who is to work on it", 120)),
        NoteAct note => new { text = StoreText.Told(note.Text, "the note", 20_000) },
        AskAct ask => step.Ask(ask with { AskedOf = StoreText.Told(ask.AskedOf, "of whom evidence is asked", 200) }, NewId("Q-", transaction)),
        EvidenceAct evidence => step.Record(
            evidence with { Source = StoreText.Told(evidence.Source, "the source", 500), Content = StoreText.Told(evidence.Content, "what the evidence says", 20_000) }, NewId("E-", transaction)),
        HoldAct hold => step.Hold(StoreText.Told(hold.Reason, "the reason", MostReason)),
        EscalateAct escalate => step.Decide("escalated", null, StoreText.Told(escalate.Reason, "the reason", MostReason)),
        ProposeAct propose => step.Propose(StoreText.Told(propose.Reason, "the reason", MostReason)),
        ReleaseAct release => step.End("released", Code(release.ReasonCode), StoreText.Told(release.Reason, "the reason", MostReason)),
        ConfirmAct confirm => step.Decide("confirmed", Code(confirm.ReasonCode), StoreText.Told(confirm.Reason, "the reason", MostReason)),
        DismissAct dismiss => step.Dismiss(Code(dismiss.ReasonCode), StoreText.Told(dismiss.Reason, "the reason", MostReason), dismiss.Until),
        ReopenAct reopen => step.Reopen(StoreText.Told(reopen.Reason, "the reason", MostReason)),
        _ => throw new ArgumentException($"{act.GetType().Name} is no act of ours", nameof(act)),
    };

    private static string Code(string code) => StoreText.Told(code, "the reason code", 60);
}
