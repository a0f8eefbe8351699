using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Screening.Alerts;
using Screening.Casework;
using Screening.Parties;

namespace Screening.Data.Store;

/// <summary>
/// What the nights found, in SQLite with a write-ahead log or in PostgreSQL: verbs can read while another writes. A night is written in one transaction, so a kill
/// leaves the store as it was before or after; what people make of it is the <see cref="CaseStore"/>'s. One connection; not thread-safe.
/// </summary>
public sealed class AlertStore : IDisposable
{
    private const string Moment = "yyyy-MM-ddTHH:mm:ss.ffffff'Z'";
    private readonly StoreDatabase _database;

    private AlertStore(StoreDatabase database) => _database = database;

    private DbConnection Connection => _database.Connection;

    /// <summary>Opens a store, and makes or upgrades it where needed.</summary>
    /// <param name="address">File of SQLite, or connection string of PostgreSQL; see <see cref="StoreAddress"/>.</param>
    /// <param name="anchor">File for the heads of the audit log; beside the file of SQLite when null, required for PostgreSQL.</param>
    /// <exception cref="StoreException">It cannot be opened, is no store, or was made by a later version.</exception>
    public static AlertStore Open(string address, string? anchor = null) => new(StoreDatabase.Open(address, anchor));

    /// <summary>Opens the store of a lake.</summary>
    /// <exception cref="StoreException">It cannot be opened, is no store, or was made by a later version.</exception>
    public static AlertStore Open(StoreAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Open(address.Address, address.Anchor);
    }

    /// <summary>The open alerts as last shown before a night, by subject.</summary>
    public IReadOnlyDictionary<string, OpenAlert> OpenAlertsBefore(DateOnly date)
    {
        const string Sql = """
            SELECT alert_id AS AlertId, subject AS Subject, date AS Date, content AS Content FROM (
                SELECT a.alert_id, a.subject, r.date, l.content, row_number() OVER (PARTITION BY a.subject ORDER BY r.date DESC, r.run_id) AS place
                FROM alerts a JOIN listings l USING (alert_id) JOIN runs r ON r.run_id = l.run_id
                WHERE a.state NOT IN ('released', 'confirmed', 'dismissed', 'withdrawn') AND r.superseded_by IS NULL AND r.date < @date) AS shown
            WHERE place = 1
            """;
        return Connection.Query<ListingRow>(Sql, new { date = Text(date) })
            .ToDictionary(r => r.Subject, r => new OpenAlert(r.AlertId, Day(r.Date), Parse(r.Content)), StringComparer.Ordinal);
    }

    /// <summary>The id that a subject's alert opened on a night has.</summary>
    public static string NewAlertId(string subject, DateOnly openedOn) =>
        "A-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject}\u001f{Text(openedOn)}")))[..10];

    /// <summary>
    /// Writes a night. The very same run again adds nothing; another run of the same night replaces the earlier one, whose alerts that are
    /// no longer listed are withdrawn unless somebody has taken them up.
    /// </summary>
    public WriteResult Write(NightlyList list, IEnumerable<ScoreRow> scores)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(scores);
        using DbTransaction transaction = _database.BeginWrite();
        string date = Text(list.Date);
        string? current = Connection.QuerySingleOrDefault<string>(
            "SELECT run_id FROM runs WHERE date = @date AND superseded_by IS NULL", new { date }, transaction);
        if (current == list.RunId) return new WriteResult(false, 0, null, [], []);

        List<string> before = current is null
            ? []
            : [.. Connection.Query<string>(
                "SELECT a.subject FROM listings l JOIN alerts a USING (alert_id) WHERE l.run_id = @current ORDER BY l.rank", new { current }, transaction)];
        Connection.Execute(
            """
            INSERT INTO runs (run_id, date, as_of, data_version, list_version, feature_set, policy, model, capacity, alerts, content, superseded_by)
            VALUES (@RunId, @date, @asOf, @Data, @Lists, @FeatureSet, @Policy, @Model, @Capacity, @Count, @content, NULL)
            ON CONFLICT (run_id) DO UPDATE SET superseded_by = NULL, content = excluded.content, alerts = excluded.alerts
            """,
            new
            {
                list.RunId,
                date,
                asOf = Text(list.AsOf),
                list.Versions.Data,
                list.Versions.Lists,
                list.Versions.FeatureSet,
                list.Versions.Policy,
                list.Versions.Model,
                list.Capacity,
                list.Alerts.Count,
                content = JsonSerializer.Serialize(list with { Alerts = [] }, AlertJson.Options),
            },
            transaction);
        // A run that comes back may carry other ids: nights before it may have been written since.
        Connection.Execute("DELETE FROM listings WHERE run_id = @RunId", new { list.RunId }, transaction);
        int opened = WriteAlerts(list, transaction);
        BulkInsert.Run(
            Connection, transaction, "INSERT INTO scores (run_id, order_id, order_version, as_of, margin, risk)", "ON CONFLICT DO NOTHING",
            scores.Select(s => new object?[] { list.RunId, s.OrderId, s.OrderVersion, Text(s.AsOf), s.Margin, s.Risk }));
        if (current is not null) Supersede(current, list.RunId, transaction);
        new CaseIntake(_database, transaction).Join(list);
        AuditStamp stamp = AuditLog.Append(
            _database, transaction, new CaseActor("nightly", CaseRole.System, list.AsOf), "night", null,
            new { list.RunId, list.Date, Alerts = list.Alerts.Count, opened, Superseded = current, list.Versions });
        transaction.Commit();
        AuditAnchor.Append(_database.Anchor, stamp);
        _database.Settle();
        HashSet<string> now = [.. list.Alerts.Select(a => a.Subject)];
        return new WriteResult(
            true, opened, current,
            current is null ? [] : [.. list.Alerts.Select(a => a.Subject).Where(s => !before.Contains(s))],
            [.. before.Where(s => !now.Contains(s))]);
    }

    /// <summary>The alerts of a night by rank, with where they stand; of the latest night when none is named, and none when there is no night at all.</summary>
    /// <exception cref="StoreException">The named night is not in the store.</exception>
    public IReadOnlyList<StoredAlert> List(DateOnly? date = null) => Night(date) is { } night ? Select("l.run_id = @key", night.RunId, "l.rank") : [];

    /// <summary>A night as it was written; the latest when none is named, <c>null</c> when there is no night at all.</summary>
    /// <exception cref="StoreException">The named night is not in the store.</exception>
    public NightlyList? Night(DateOnly? date = null)
    {
        string? content = Connection.QueryFirstOrDefault<string>(
            "SELECT content FROM runs WHERE superseded_by IS NULL AND (@date IS NULL OR date = @date) ORDER BY date DESC LIMIT 1",
            new { date = date is { } day ? Text(day) : null });
        if (content is null)
            return date is null ? null : throw new StoreException($"no run of {Text(date.Value)} is in the store; run: screening nightly --date {Text(date.Value)}");
        NightlyList night = JsonSerializer.Deserialize<NightlyList>(content, AlertJson.Options)!;
        return night with { Alerts = [.. Select("l.run_id = @key", night.RunId, "l.rank").Select(s => s.Alert)] };
    }

    /// <summary>An alert as last shown, by its id or the beginning of it; one that was withdrawn as it was shown before.</summary>
    /// <exception cref="StoreException">No alert, or more than one, has that id.</exception>
    public StoredAlert Show(string alertId)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        IReadOnlyList<StoredAlert> found = Select("substr(a.alert_id, 1, length(@key)) = @key", alertId, "r.superseded_by IS NOT NULL, r.date DESC, r.run_id");
        List<StoredAlert> latest = [.. found.DistinctBy(f => f.Alert.Id)];
        return latest.Count switch
        {
            1 => latest[0],
            0 => throw new StoreException($"there is no alert {alertId}; 'screening alerts list' shows those there are"),
            _ => throw new StoreException($"{latest.Count} alerts begin with {alertId}: {string.Join(", ", latest.Take(5).Select(f => f.Alert.Id))}"),
        };
    }

    /// <summary>How many alerts each night that stands had, by its date; nights that were not run are not among them.</summary>
    /// <param name="from">First date.</param>
    /// <param name="before">The date after the last.</param>
    public IReadOnlyDictionary<DateOnly, int> AlertsByNight(DateOnly from, DateOnly before)
    {
        const string Sql = """
            SELECT r.date AS Date, count(l.alert_id) AS Alerts FROM runs r LEFT JOIN listings l ON l.run_id = r.run_id
            WHERE r.superseded_by IS NULL AND r.date >= @from AND r.date < @before GROUP BY r.date
            """;
        return Connection.Query<(string Date, long Alerts)>(Sql, new { from = Text(from), before = Text(before) }).ToDictionary(row => Day(row.Date), row => (int)row.Alerts);
    }

    /// <summary>Remembers a reviewer's "not this one".</summary>
    public void Dismiss(NameDismissal dismissal)
    {
        ArgumentNullException.ThrowIfNull(dismissal);
        Connection.Execute(
            """
            INSERT INTO name_dismissals (party_id, entry_id, party_facts, entry_facts, party_name, listed_name, reason, author, dismissed_at, until)
            VALUES (@PartyId, @EntryId, @PartyFacts, @EntryFacts, @PartyName, @ListedName, @Reason, @Author, @at, @until)
            """,
            new
            {
                dismissal.PartyId,
                dismissal.EntryId,
                dismissal.PartyFacts,
                dismissal.EntryFacts,
                dismissal.PartyName,
                dismissal.ListedName,
                dismissal.Reason,
                dismissal.Author,
                at = Text(dismissal.DismissedAtUtc),
                until = Text(dismissal.Until),
            });
    }

    /// <summary>All that was ever put aside, in the order in which it was.</summary>
    public IReadOnlyList<NameDismissal> Dismissals() =>
    [
        .. Connection.Query<DismissalRow>(
            """
            SELECT party_id AS PartyId, entry_id AS EntryId, party_facts AS PartyFacts, entry_facts AS EntryFacts, party_name AS PartyName, listed_name AS ListedName,
                reason AS Reason, author AS Author, dismissed_at AS DismissedAt, until AS Until FROM name_dismissals ORDER BY dismissal_id
            """).Select(d => new NameDismissal(
                d.PartyId, d.EntryId, d.PartyFacts, d.EntryFacts, d.PartyName, d.ListedName, d.Reason, d.Author,
                DateTime.ParseExact(d.DismissedAt, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal), Day(d.Until))),
    ];

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private IReadOnlyList<StoredAlert> Select(string where, string key, string order) =>
    [
        .. Connection.Query<ListingRow>(
            $"""
            SELECT l.run_id AS RunId, r.date AS Date, a.state AS State, a.opened_on AS OpenedOn, l.content AS Content
            FROM listings l JOIN alerts a USING (alert_id) JOIN runs r ON r.run_id = l.run_id WHERE {where} ORDER BY {order}
            """,
            new { key }).Select(r => new StoredAlert(r.RunId, Day(r.Date), r.State, Day(r.OpenedOn), Parse(r.Content))),
    ];

    private int WriteAlerts(NightlyList list, DbTransaction transaction)
    {
        string date = Text(list.Date);
        int opened = BulkInsert.Run(
            Connection, transaction, "INSERT INTO alerts (alert_id, subject, opened_on, state, last_run_id)", "ON CONFLICT (alert_id) DO NOTHING",
            list.Alerts.Select(a => new object?[] { a.Id, a.Subject, date, "new", list.RunId }));
        BulkInsert.Run(
            Connection, transaction, "INSERT INTO listings (run_id, alert_id, rank, risk, content)", "",
            list.Alerts.Select(a => new object?[] { list.RunId, a.Id, a.Rank, a.Risk, JsonSerializer.Serialize(a, AlertJson.Options) }));
        Connection.Execute(
            """
            UPDATE alerts SET last_run_id = @RunId, state = CASE state WHEN 'withdrawn' THEN 'new' ELSE state END
            WHERE alert_id IN (SELECT alert_id FROM listings WHERE run_id = @RunId) AND (last_run_id <> @RunId OR state = 'withdrawn')
            """,
            new { list.RunId }, transaction);
        return opened;
    }

    private void Supersede(string current, string by, DbTransaction transaction)
    {
        Connection.Execute("UPDATE runs SET superseded_by = @by WHERE run_id = @current", new { current, by }, transaction);
        Connection.Execute(
            """
            UPDATE alerts SET state = 'withdrawn'
            WHERE state = 'new' AND alert_id IN (SELECT alert_id FROM listings WHERE run_id = @current)
                AND alert_id NOT IN (SELECT l.alert_id FROM listings l JOIN runs r ON r.run_id = l.run_id WHERE r.superseded_by IS NULL)
            """,
            new { current }, transaction);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateTime at) => at.ToString(Moment, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Alert Parse(string content) => JsonSerializer.Deserialize<Alert>(content, AlertJson.Options)!;

    private sealed record ListingRow
    {
        public string RunId { get; init; } = "";

        public string AlertId { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Date { get; init; } = "";

        public string OpenedOn { get; init; } = "";

        public string State { get; init; } = "";

        public string Content { get; init; } = "";
    }

    private sealed record DismissalRow
    {
        public string PartyId { get; init; } = "";

        public string EntryId { get; init; } = "";

        public string PartyFacts { get; init; } = "";

        public string EntryFacts { get; init; } = "";

        public string PartyName { get; init; } = "";

        public string ListedName { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Author { get; init; } = "";

        public string DismissedAt { get; init; } = "";

        public string Until { get; init; } = "";
    }
}
