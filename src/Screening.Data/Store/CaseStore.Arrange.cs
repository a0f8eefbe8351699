using System.Data.Common;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Cases that turn out to be one, and one that turns out to be two.</summary>
public sealed partial class CaseStore
{
    /// <summary>Takes a case into another: its subjects, alerts, evidence, files and hold. Its own history stays where it is, and both say what was done.</summary>
    /// <param name="from">The case that is taken in.</param>
    /// <param name="into">The case that goes on.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <returns>The case that goes on.</returns>
    /// <exception cref="StoreException">They are the same, one is closed or merged already, or both are held.</exception>
    public CaseRecord Merge(string from, string into, CaseActor actor, string reason)
    {
        (string fromId, string intoId, CaseActor named, string why) = (Find(from).CaseId, Find(into).CaseId, Named(actor), StoreText.Told(reason, "the reason", MostReason));
        if (fromId == intoId) throw new StoreException($"case {fromId} cannot be merged into itself");
        (string? refusal, CaseRecord after) = Within(intoId, transaction =>
        {
            (CaseRecord source, CaseRecord target) = (Locked(fromId, transaction, null), Locked(intoId, transaction, null));
            string? no = MergeRefusal(source, target, named, transaction);
            return no is null ? (null, target, TakeIn(source, target, Ordered(Ordered(named, fromId, transaction), intoId, transaction), why, transaction)) : (no, target, null);
        });
        return refusal is null ? after : throw Refused(named, intoId, "merge", refusal);
    }

    /// <summary>Takes a merged case out again, with its subject, alerts and a hold of its own when the other is held. Evidence stays where it was recorded or brought.</summary>
    /// <param name="merged">The case that was merged.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <returns>The case that is on its own again.</returns>
    /// <exception cref="StoreException">It was not merged, or the case that took it in is closed.</exception>
    public CaseRecord Split(string merged, CaseActor actor, string reason)
    {
        (string id, CaseActor named, string why) = (Find(merged).CaseId, Named(actor), StoreText.Told(reason, "the reason", MostReason));
        (string? refusal, CaseRecord after) = Within(id, transaction =>
        {
            CaseRecord source = Locked(id, transaction, null);
            if (source.MergedInto is not { } into) return ($"case {id} was not merged into another", source, null);
            CaseRecord target = Locked(into, transaction, null);
            return Arranging(target, named, transaction) is { } no ? (no, source, null) : (null, source, TakeOut(source, target, Ordered(Ordered(named, id, transaction), into, transaction), why, transaction));
        });
        return refusal is null ? after : throw Refused(named, id, "split", refusal);
    }

    /// <summary>What merging would do; nothing is done, and nothing goes on record.</summary>
    /// <param name="from">The case that would be taken in, or the beginning of its id.</param>
    /// <param name="into">The case that would go on.</param>
    /// <param name="actor">Who would merge.</param>
    /// <exception cref="StoreException">No case, or more than one, has such an id.</exception>
    public MergePreview PreviewMerge(string from, string into, CaseActor actor)
    {
        (CaseRecord source, CaseRecord target, CaseActor named) = (Find(from), Find(into), Named(actor));
        using DbTransaction transaction = _database.BeginRead();
        string? refusal = source.CaseId == target.CaseId ? $"case {source.CaseId} cannot be merged into itself" : MergeRefusal(source, target, named, transaction);
        long Count(string table) => Connection.QuerySingle<long>($"SELECT count(*) FROM {table} WHERE case_id = @CaseId", new { source.CaseId }, transaction);
        return new MergePreview(source, target, refusal, Count("case_subjects"), Count("case_alerts"), Count("case_evidence"), Count("evidence_requests"), Count("attachments"));
    }

    /// <summary>Cases that a case took in and that could be taken out again.</summary>
    public IReadOnlyList<CaseRecord> TakenIn(string caseId) =>
        [.. Connection.Query<CaseRow>($"SELECT {CaseRow.Columns} FROM cases c WHERE c.merged_into = @caseId ORDER BY c.case_id", new { caseId }).Select(r => r.Record)];

    private string? MergeRefusal(CaseRecord source, CaseRecord target, CaseActor actor, DbTransaction transaction) => Arranging(source, actor, transaction) ?? Arranging(target, actor, transaction)
        ?? (source.HoldId is not null && target.HoldId is not null ? $"cases {source.CaseId} and {target.CaseId} are both held, each by its own people: release one first" : null);

    private string? Arranging(CaseRecord record, CaseActor actor, DbTransaction transaction) => record.MergedInto is { } into
        ? $"case {record.CaseId} was merged into {into}: act there"
        : CaseRules.Refusal(Facts(record, transaction), CaseAction.Arrange, actor.Name, actor.Role, _policy);

    private AuditStamp TakeIn(CaseRecord source, CaseRecord target, CaseActor actor, string reason, DbTransaction transaction)
    {
        var keys = new { source = source.CaseId, target = target.CaseId };
        foreach (string table in (string[])["case_subjects", "case_alerts", "case_evidence", "evidence_requests", "attachments", "holds"])
            Connection.Execute($"UPDATE {table} SET case_id = @target WHERE case_id = @source", keys, transaction);
        Connection.Execute("UPDATE cases SET merged_into = @target WHERE case_id = @source OR merged_into = @source", keys, transaction);
        Connection.Execute("UPDATE search_docs SET case_id = @target WHERE case_id = @source", keys, transaction);
        Connection.Execute("UPDATE cases SET hold_id = NULL WHERE case_id = @source", keys, transaction);
        string? hold = target.HoldId ?? source.HoldId;
        CaseState state = target.State == CaseState.Escalated || source.State == CaseState.Escalated ? CaseState.Escalated
            : hold is not null && target.State is CaseState.New or CaseState.Assigned ? CaseState.Held
            : target.State;
        var changed = Arranged(target, actor, transaction, state, hold);

        // A hold on one is a hold on both: what the other ordered does not ship either.
        if (hold is not null)
        {
            foreach (Alert alert in ShownAlerts(target.CaseId, transaction)) CaseHolds.Extend(_database, transaction, hold, alert, actor);
        }

        Mirror(target.CaseId, state, transaction);
        AuditLog.Append(_database, transaction, actor, "merged", source.CaseId, new { into = target.CaseId, reason });
        return AuditLog.Append(_database, transaction, actor, "merge", target.CaseId, new { from = source.CaseId, reason, changed });
    }

    private AuditStamp TakeOut(CaseRecord source, CaseRecord target, CaseActor actor, string reason, DbTransaction transaction)
    {
        var keys = new { source = source.CaseId, target = target.CaseId, source.Subject };
        Connection.Execute("UPDATE cases SET merged_into = NULL WHERE case_id = @source", keys, transaction);
        Connection.Execute("UPDATE case_subjects SET case_id = @source WHERE subject = @Subject", keys, transaction);
        Connection.Execute("UPDATE case_alerts SET case_id = @source WHERE case_id = @target AND alert_id IN (SELECT alert_id FROM alerts WHERE subject = @Subject)", keys, transaction);
        Connection.Execute("UPDATE search_docs SET case_id = @source WHERE case_id = @target AND kind = 'alert' AND ref = @Subject", keys, transaction);
        List<Alert> alerts = ShownAlerts(source.CaseId, transaction);
        string? hold = target.HoldId is { } of ? PartHold(of, source, alerts, transaction) : null;
        CaseState state = source.State == CaseState.Escalated ? CaseState.Escalated : hold is not null ? CaseState.Held : source.State == CaseState.Held ? CaseState.Assigned : source.State;
        var changed = Arranged(source, actor, transaction, state, hold);
        Arranged(target, actor, transaction, target.State, target.HoldId);
        Mirror(source.CaseId, state, transaction);
        AuditLog.Append(_database, transaction, actor, "split", target.CaseId, new { from = source.CaseId, reason });
        return AuditLog.Append(_database, transaction, actor, "split", source.CaseId, new { from = target.CaseId, reason, changed });
    }

    // The part has the same opener, so that parting a case makes nobody able to release what he could not.
    private string PartHold(string of, CaseRecord source, List<Alert> alerts, DbTransaction transaction)
    {
        (string by, string role, string at, string reason) = Connection.QuerySingle<(string, string, string, string)>(
            "SELECT placed_by, placed_as, placed_at, reason FROM holds WHERE hold_id = @of", new { of }, transaction);
        var opener = new CaseActor(by, StoreText.Value<CaseRole>(role), StoreText.Moment(at));
        (string hold, _) = CaseHolds.Place(_database, transaction, source.CaseId, [], opener, reason);
        string[] orders = [.. alerts.SelectMany(a => a.Orders.Select(o => o.OrderId).Append(a.OrderId)).Distinct(StringComparer.Ordinal)];
        foreach (string order in orders) Connection.Execute("UPDATE hold_orders SET hold_id = @hold WHERE hold_id = @of AND order_id = @order", new { hold, of, order }, transaction);
        return hold;
    }

    private object Arranged(CaseRecord record, CaseActor actor, DbTransaction transaction, CaseState state, string? hold)
    {
        string at = StoreText.Of(actor.AtUtc), since = state == record.State ? StoreText.Of(record.StateSinceUtc) : at, word = StoreText.Word(state);
        Connection.Execute(
            """
            UPDATE cases SET state = @word, state_since = @since, hold_id = @hold, version = version + 1, changed_by = @Name, changed_at = @at,
                due_on = (SELECT min(due_on) FROM evidence_requests q WHERE q.case_id = @CaseId AND q.answered_at IS NULL)
            WHERE case_id = @CaseId
            """,
            new { word, since, hold, actor.Name, at, record.CaseId }, transaction);
        return new { from = record.State, to = state, hold };
    }

    private void Mirror(string caseId, CaseState state, DbTransaction transaction) => Connection.Execute(
        """
        UPDATE alerts SET state = @word WHERE state IN ('new', 'assigned', 'waiting', 'held', 'escalated') AND alert_id IN (SELECT alert_id FROM case_alerts WHERE case_id = @caseId)
        """,
        new { word = StoreText.Word(state), caseId }, transaction);
}
