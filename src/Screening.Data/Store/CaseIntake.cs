using System.Data.Common;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>What a night does to the cases, in its own transaction: alerts join the open case of their subject and lift it, or stay with a dismissal that holds, or open a case.</summary>
internal sealed class CaseIntake(StoreDatabase database, DbTransaction transaction)
{
    private const double MandatoryFirst = 1000;
    private const string Columns =
        "case_id, subject, name, country, state, state_since, opened_at, version, changed_by, changed_at, alert_id, shown_on, risk, priority, stake_h100e, stake_usd, subject_facts, evidence_facts, previous_case, is_withdrawn";

    private const string Author = "nightly";

    /// <summary>Joins the alerts of a night.</summary>
    public void Join(NightlyList list)
    {
        Dictionary<string, Known> bySubject = database.Connection.Query<Known>(
            """
            SELECT s.subject AS Subject, c.case_id AS CaseId, c.subject AS CaseSubject, c.state AS State, c.opened_at AS OpenedAt, c.version AS Version, c.shown_on AS ShownOn,
                c.subject_facts AS SubjectFacts, c.evidence_facts AS EvidenceFacts, c.dismissed_until AS DismissedUntil, c.hold_id AS HoldId
            FROM case_subjects s JOIN cases c ON c.case_id = s.case_id
            """, transaction: transaction).ToDictionary(k => k.Subject, StringComparer.Ordinal);
        HashSet<string> told = [.. database.Connection.Query<string>("SELECT alert_id FROM case_alerts", transaction: transaction)];
        var joins = new List<(string AlertId, string CaseId)>();
        var opened = new List<object?[]>();
        var lifted = new List<object?[]>();
        var subjects = new List<object?[]>();
        var texts = new List<SearchDoc>();
        foreach (Alert alert in list.Alerts)
        {
            Known? known = bySubject.GetValueOrDefault(alert.Subject);
            AlertFacts facts = AlertFacts.Of(alert);
            bool isTold = told.Contains(alert.Id), isClosed = known is not null && CaseTransitions.IsClosed(known.StateValue);
            if (known is null || (isClosed && !isTold && !known.StillDismissed(facts, list.Date)))
            {
                string id = NewCaseId(alert.Id);
                opened.Add(Row(id, alert, facts, list, alert.Subject, "new", StoreText.Of(list.AsOf), 1, known?.CaseId));
                subjects.Add([alert.Subject, id]);
                joins.Add((alert.Id, id));
                texts.Add(new SearchDoc(id, "alert", alert.Subject, AlertText(alert)));
                continue;
            }

            if (!isTold) joins.Add((alert.Id, known.CaseId));
            if (isClosed || string.CompareOrdinal(StoreText.Of(list.Date), known.ShownOn) < 0) continue;
            texts.Add(new SearchDoc(known.CaseId, "alert", alert.Subject, AlertText(alert)));
            if (known.HoldId is { } hold) CaseHolds.Extend(database, transaction, hold, alert, new CaseActor(Author, CaseRole.System, list.AsOf));

            // The figures of a merged case are its own subject's.
            if (known.CaseSubject != alert.Subject) continue;
            bool isNews = known.SubjectFacts != facts.Subject || known.EvidenceFacts != facts.Evidence;
            lifted.Add(Row(known.CaseId, alert, facts, list, known.CaseSubject, known.State, known.OpenedAt, isNews ? known.Version + 1 : known.Version, null));
        }

        Write(opened, lifted, subjects, joins);
        SearchIndex.Put(database, transaction, texts);
        Mirror(list.RunId);
    }

    /// <summary>The id of the case that an alert opens.</summary>
    public static string NewCaseId(string alertId) => "C-" + (alertId.StartsWith("A-", StringComparison.Ordinal) ? alertId[2..] : alertId);

    // What must be held comes first, as on the night's list, whatever is at stake; the list's unit is a few tens at most.
    private static double Pressing(Alert alert) => alert.Priority + (alert.Lane == Lane.MandatoryHold ? MandatoryFirst : 0);

    private static object?[] Row(string id, Alert alert, AlertFacts facts, NightlyList list, string subject, string state, string openedAt, long version, string? previous) =>
    [
        id, subject, StoreText.Whole(alert.Name), alert.Country, state, StoreText.Of(list.AsOf), openedAt, version, Author, StoreText.Of(list.AsOf), alert.Id, StoreText.Of(list.Date),
        alert.Risk, Pressing(alert), alert.StakeH100e, alert.StakeUsd, facts.Subject, facts.Evidence, previous, 0,
    ];

    private void Write(List<object?[]> opened, List<object?[]> lifted, List<object?[]> subjects, List<(string AlertId, string CaseId)> joins)
    {
        BulkInsert.Run(database.Connection, transaction, $"INSERT INTO cases ({Columns})", "", opened);

        // Figures follow the last night; who looked at a case must look again only when its facts have changed.
        BulkInsert.Run(
            database.Connection, transaction, $"INSERT INTO cases ({Columns})",
            """
            ON CONFLICT (case_id) DO UPDATE SET name = excluded.name, country = excluded.country, alert_id = excluded.alert_id, shown_on = excluded.shown_on, risk = excluded.risk,
                priority = excluded.priority, stake_h100e = excluded.stake_h100e, stake_usd = excluded.stake_usd, subject_facts = excluded.subject_facts,
                evidence_facts = excluded.evidence_facts, is_withdrawn = 0, version = excluded.version,
                changed_by = CASE WHEN excluded.version > cases.version THEN excluded.changed_by ELSE cases.changed_by END,
                changed_at = CASE WHEN excluded.version > cases.version THEN excluded.changed_at ELSE cases.changed_at END
            """, lifted);
        BulkInsert.Run(database.Connection, transaction, "INSERT INTO case_subjects (subject, case_id)", "ON CONFLICT (subject) DO UPDATE SET case_id = excluded.case_id", subjects);
        BulkInsert.Run(database.Connection, transaction, "INSERT INTO case_alerts (alert_id, case_id)", "ON CONFLICT (alert_id) DO NOTHING", joins.Select(j => new object?[] { j.AlertId, j.CaseId }));
    }

    // An alert stands where its case stands; a case that nobody took up and no run stands for is out of sight.
    private void Mirror(string runId)
    {
        database.Connection.Execute(
            """
            UPDATE alerts SET state = (SELECT c.state FROM case_alerts j JOIN cases c ON c.case_id = j.case_id WHERE j.alert_id = alerts.alert_id)
            WHERE state = 'new' AND alert_id IN (SELECT l.alert_id FROM listings l JOIN case_alerts j ON j.alert_id = l.alert_id JOIN cases c ON c.case_id = j.case_id WHERE l.run_id = @runId AND c.state <> 'new')
            """,
            new { runId }, transaction);
        database.Connection.Execute(
            """
            UPDATE cases SET is_withdrawn = 1 - is_withdrawn
            WHERE state = 'new' AND merged_into IS NULL AND is_withdrawn <> CASE WHEN EXISTS (
                SELECT 1 FROM case_alerts j JOIN alerts a ON a.alert_id = j.alert_id WHERE j.case_id = cases.case_id AND a.state <> 'withdrawn') THEN 0 ELSE 1 END
            """, transaction: transaction);
    }

    private static string AlertText(Alert alert) => string.Join(
        '\n',
        [
            alert.Name, alert.Subject, alert.Id, .. alert.Members, alert.Sentence,
            .. alert.Orders.SelectMany(o => (IEnumerable<string?>)[o.OrderId, o.Purchaser, o.EndUser, .. o.Goods, .. o.Parties.SelectMany(p => (string[])[p.PartyId, p.Name])]).OfType<string>(),
            .. alert.ListMatches.SelectMany(m => (string[])[m.Party, m.ListedName]),
        ]);

    private sealed record Known
    {
        public string Subject { get; init; } = "";

        public string CaseId { get; init; } = "";

        public string CaseSubject { get; init; } = "";

        public string State { get; init; } = "";

        public string OpenedAt { get; init; } = "";

        public long Version { get; init; }

        public string ShownOn { get; init; } = "";

        public string SubjectFacts { get; init; } = "";

        public string EvidenceFacts { get; init; } = "";

        public string? DismissedUntil { get; init; }

        public string? HoldId { get; init; }

        public CaseState StateValue => StoreText.Value<CaseState>(State);

        public bool StillDismissed(AlertFacts facts, DateOnly date) =>
            StateValue == CaseState.Dismissed && DismissedUntil is { } until && StoreText.Day(until) >= date && SubjectFacts == facts.Subject && EvidenceFacts == facts.Evidence;
    }
}
