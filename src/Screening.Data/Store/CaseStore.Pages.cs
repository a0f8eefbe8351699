using System.Data.Common;
using System.Text.Json;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>What the pages ask beside the cases themselves.</summary>
public sealed partial class CaseStore
{
    /// <summary>The alerts that show cases, as the night that showed each last wrote them; cases whose night was replaced are not among them.</summary>
    /// <param name="cases">Up to a page of cases.</param>
    public IReadOnlyDictionary<string, Alert> Shown(IReadOnlyList<CaseRecord> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Count == 0) return new Dictionary<string, Alert>();
        var parameters = new DynamicParameters();
        foreach ((int i, CaseRecord one) in cases.Index()) parameters.Add(FormattableString.Invariant($"c{i}"), one.CaseId);
        return Connection.Query<(string CaseId, string Content)>(
            $"""
            SELECT c.case_id, l.content FROM cases c JOIN listings l ON l.alert_id = c.alert_id JOIN runs r ON r.run_id = l.run_id AND r.date = c.shown_on AND r.superseded_by IS NULL
            WHERE c.case_id IN ({string.Join(", ", cases.Select((_, i) => FormattableString.Invariant($"@c{i}")))})
            """, parameters).ToDictionary(r => r.CaseId, r => JsonSerializer.Deserialize<Alert>(r.Content, AlertJson.Options)!, StringComparer.Ordinal);
    }

    /// <summary>The alerts of a case, one for each of its subjects, each as its last night wrote it.</summary>
    public IReadOnlyList<Alert> Alerts(string caseId) => ShownAlerts(caseId, null);

    /// <summary>How many cases stand where, how many open ones somebody has, and for how many open ones evidence is overdue; in one look, merged and withdrawn cases left out.</summary>
    /// <param name="assignee">Whose.</param>
    /// <param name="today">The day before which evidence had to come.</param>
    public QueueCounts Counts(string assignee, DateOnly today)
    {
        List<(string State, long All, long Mine, long Overdue)> rows = Connection.Query<(string, long, long, long)>(
            """
            SELECT state, count(*), sum(CASE WHEN assignee = @assignee THEN 1 ELSE 0 END), sum(CASE WHEN due_on < @due THEN 1 ELSE 0 END)
            FROM cases WHERE merged_into IS NULL AND is_withdrawn = 0 GROUP BY state
            """, new { assignee, due = StoreText.Of(today) }).AsList();
        List<(string State, long All, long Mine, long Overdue)> open = [.. rows.Where(r => !CaseTransitions.IsClosed(StoreText.Value<CaseState>(r.State)))];
        return new QueueCounts(rows.ToDictionary(r => StoreText.Value<CaseState>(r.State), r => (int)r.All), (int)open.Sum(r => r.Mine), (int)open.Sum(r => r.Overdue));
    }

    /// <summary>The latest night that stands, without its alerts; null when there is none.</summary>
    public NightlyList? LastNight() => Connection.QueryFirstOrDefault<string>("SELECT content FROM runs WHERE superseded_by IS NULL ORDER BY date DESC LIMIT 1") is { } content
        ? JsonSerializer.Deserialize<NightlyList>(content, AlertJson.Options)
        : null;

    /// <summary>Every case that a subject ever had, the latest first; withdrawn ones are not among them.</summary>
    public IReadOnlyList<CaseRecord> OfSubject(string subject) =>
    [
        .. Connection.Query<CaseRow>(
            $"""
            SELECT {CaseRow.Columns} FROM cases c
            WHERE c.case_id IN (SELECT case_id FROM cases WHERE subject = @subject UNION SELECT case_id FROM case_subjects WHERE subject = @subject) AND c.is_withdrawn = 0 ORDER BY c.opened_at DESC, c.case_id
            """,
            new { subject }).Select(r => r.Record),
    ];

    /// <summary>What keeps somebody from each act on a case, in one sentence; null where nothing does. Nothing is done, and nothing goes on record.</summary>
    /// <param name="caseId">Its id.</param>
    /// <param name="actor">Who would act.</param>
    public IReadOnlyDictionary<CaseAction, string?> Refusals(string caseId, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        using DbTransaction transaction = _database.BeginRead();
        CaseRecord record = Locked(caseId, transaction, null);
        CaseFacts facts = Facts(record, transaction);
        return Enum.GetValues<CaseAction>().ToDictionary(a => a, a => record.MergedInto is { } into ? $"case {record.CaseId} was merged into {into}: act there" : CaseRules.Refusal(facts, a, actor.Name, actor.Role, _policy));
    }

    /// <summary>What a release needs here.</summary>
    public HoldPolicy HoldPolicy => _policy;

    /// <summary>Holds that stand, the oldest first.</summary>
    /// <param name="most">Most of them, 1 to 1000.</param>
    public IReadOnlyList<(CaseRecord Case, CaseHold Hold)> StandingHolds(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 1000);
        List<CaseRow> rows = Connection.Query<CaseRow>(
            $"SELECT {CaseRow.Columns} FROM cases c JOIN holds h ON h.hold_id = c.hold_id WHERE c.merged_into IS NULL ORDER BY h.placed_at, c.case_id LIMIT @most", new { most }).AsList();
        return [.. rows.Select(r => r.Record).SelectMany(record => Holds(record.CaseId).Where(h => h.HoldId == record.HoldId).Select(h => (record, h)))];
    }
}
