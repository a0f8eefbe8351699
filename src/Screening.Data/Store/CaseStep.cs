using System.Data.Common;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>One act on one case, in its transaction: what it changes, and what it tells the log.</summary>
internal sealed class CaseStep(StoreDatabase database, DbTransaction transaction, CaseRecord before, CaseActor actor, IReadOnlyList<Alert> alerts, IReadOnlyList<CaseEvidence> evidence)
{
    private string? _assignee = before.Assignee;
    private string? _hold = before.HoldId;
    private DateOnly? _dismissedUntil = before.DismissedUntil;
    private int _rows;

    /// <summary>Where the case stands afterwards, when the table alone does not say; null when it does.</summary>
    public CaseState? After { get; private set; }

    private string At => StoreText.Of(actor.AtUtc);

    /// <summary>Gives it to somebody.</summary>
    public object Assign(string to)
    {
        (string? from, _assignee) = (before.Assignee, to);
        return new { from, to };
    }

    /// <summary>Asks for evidence.</summary>
    public object Ask(AskAct ask, string id)
    {
        database.Connection.Execute(
            "INSERT INTO evidence_requests (request_id, case_id, kind, asked_of, asked_by, asked_at, due_on, answered_at) VALUES (@id, @CaseId, @kind, @AskedOf, @Name, @At, @due, NULL)",
            new { id, before.CaseId, kind = StoreText.Word(ask.Kind), ask.AskedOf, actor.Name, At, due = StoreText.Of(ask.DueOn) }, transaction);
        Tell("asked", StoreText.Word(ask.Kind));
        return new { request = id, ask.Kind, ask.AskedOf, ask.DueOn };
    }

    /// <summary>Records evidence; a case that waited for nothing else goes on.</summary>
    public object Record(EvidenceAct told, string id)
    {
        if (told.RequestId is { } request && database.Connection.Execute(
            "UPDATE evidence_requests SET answered_at = @At WHERE request_id = @request AND case_id = @CaseId AND answered_at IS NULL", new { At, request, before.CaseId }, transaction) != 1)
            throw new StoreException($"case {before.CaseId} has no open request {request}");
        if (told.AttachmentId is { } file && database.Connection.QuerySingle<long>(
            "SELECT count(*) FROM attachments WHERE attachment_id = @file AND case_id = @CaseId", new { file, before.CaseId }, transaction) != 1)
            throw new StoreException($"case {before.CaseId} has no attachment {file}");
        database.Connection.Execute(
            """
            INSERT INTO case_evidence (evidence_id, case_id, grade, arranged_by, source, content, recorded_by, recorded_as, recorded_at, request_id, attachment_id)
            VALUES (@id, @CaseId, @grade, @arranged, @Source, @Content, @Name, @role, @At, @RequestId, @AttachmentId)
            """,
            new
            {
                id,
                before.CaseId,
                grade = StoreText.Word(told.Grade),
                arranged = StoreText.Word(told.ArrangedBy),
                told.Source,
                told.Content,
                actor.Name,
                role = StoreText.Word(actor.Role),
                At,
                told.RequestId,
                told.AttachmentId,
            },
            transaction);
        SearchIndex.Put(database, transaction, [new SearchDoc(before.CaseId, "evidence", id, told.Source + "\n" + told.Content)]);
        if (before.State == CaseState.Waiting && NextDue() is null) After = CaseTransitions.Resumed(before.HoldId is not null, before.Assignee is not null);
        return new { evidence = id, told.Grade, told.ArrangedBy, told.Source, told.Content, told.RequestId, told.AttachmentId };
    }

    /// <summary>Stops its orders, unless they are stopped.</summary>
    public object Hold(string reason)
    {
        IReadOnlyList<string> orders = [];
        if (_hold is null) (_hold, orders) = CaseHolds.Place(database, transaction, before.CaseId, alerts, actor, reason);
        Tell("held", null);
        return new { hold = _hold, orders, reason };
    }

    /// <summary>Says that its orders may ship.</summary>
    public object Propose(string reason)
    {
        database.Connection.Execute(
            "INSERT INTO hold_proposals (hold_id, person, proposed_at) VALUES (@_hold, @Name, @At) ON CONFLICT DO NOTHING", new { _hold, actor.Name, At }, transaction);
        return new { hold = _hold, reason };
    }

    /// <summary>Decides, and leaves a hold as it is.</summary>
    public object Decide(string decision, string? code, string reason)
    {
        Tell(decision, code);
        return new { code, reason, hold = _hold };
    }

    /// <summary>Decides, and ends a hold.</summary>
    public object End(string decision, string? code, string reason)
    {
        Tell(decision, code);
        if (_hold is not { } hold) return new { code, reason };

        // What the screening said must be held, or held itself, is let go against its advice, on whatever evidence.
        bool isOverridden = alerts.Any(a => a.Lane == Lane.MandatoryHold)
            || database.Connection.QuerySingle<string>("SELECT placed_as FROM holds WHERE hold_id = @hold", new { hold }, transaction) == StoreText.Word(CaseRole.System);
        IReadOnlyList<string> orders = CaseHolds.Release(database, transaction, hold, actor, reason, [.. evidence.Select(e => e.Evidence)], isOverridden);
        _hold = null;
        return new { code, reason, hold, orders, isOverridden, evidence = evidence.Where(e => e.IsIndependent).Select(e => e.EvidenceId) };
    }

    /// <summary>Puts it aside until a day.</summary>
    public object Dismiss(string code, string reason, DateOnly until)
    {
        _dismissedUntil = until;
        return new { until, decision = End("dismissed", code, reason) };
    }

    /// <summary>Takes a decision back.</summary>
    public object Reopen(string reason)
    {
        (_dismissedUntil, _assignee) = (null, _assignee ?? actor.Name);
        if (_hold is not null) After = CaseState.Held;
        return new { reason };
    }

    /// <summary>Writes the case as it stands now, and its alerts with it.</summary>
    public void Save(CaseState after)
    {
        string state = StoreText.Word(after), was = StoreText.Word(before.State);
        string? due = CaseTransitions.IsClosed(after) ? null : NextDue();
        database.Connection.Execute(
            """
            UPDATE cases SET state = @state, state_since = @since, due_on = @due, assignee = @_assignee, hold_id = @_hold, dismissed_until = @until, is_withdrawn = 0,
                version = version + 1, changed_by = @Name, changed_at = @At
            WHERE case_id = @CaseId
            """,
            new
            {
                state,
                since = after == before.State ? StoreText.Of(before.StateSinceUtc) : At,
                due,
                _assignee,
                _hold,
                until = _dismissedUntil is { } until ? StoreText.Of(until) : null,
                actor.Name,
                At,
                before.CaseId,
            },
            transaction);
        if (after == before.State) return;

        // A case that is taken up again brings back the alert that shows it, not those of long ago.
        database.Connection.Execute(
            CaseTransitions.IsClosed(before.State)
                ? "UPDATE alerts SET state = @state WHERE alert_id = @AlertId"
                : "UPDATE alerts SET state = @state WHERE state = @was AND alert_id IN (SELECT alert_id FROM case_alerts WHERE case_id = @CaseId)",
            new { state, was, before.CaseId, before.AlertId }, transaction);
    }

    private string? NextDue() => database.Connection.QuerySingle<string?>(
        "SELECT min(due_on) FROM evidence_requests WHERE case_id = @CaseId AND answered_at IS NULL", new { before.CaseId }, transaction);

    // One row for each subject, as each has its own orders and its own chance of having been shown.
    private void Tell(string decision, string? code)
    {
        foreach (Alert alert in alerts)
        {
            CaseOutbox.Add(database, transaction, "dispositions", new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["disposition_id"] = FormattableString.Invariant($"{before.CaseId}.{before.Version + 1}.{++_rows}"),
                ["subject_id"] = alert.Subject,
                ["order_id"] = alert.OrderId,
                ["decision"] = decision,
                ["reason_code"] = code,
                ["decided_at"] = CaseOutbox.Moment(actor.AtUtc),
                ["decided_by"] = actor.Name,
                ["shown_probability"] = alert.ShownProbability,
                ["known_at"] = CaseOutbox.Moment(actor.AtUtc),
            });
        }
    }
}
