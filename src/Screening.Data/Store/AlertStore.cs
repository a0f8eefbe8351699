using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Screening.Alerts;
using Screening.Data.Native;
using Screening.Parties;

namespace Screening.Data.Store;

/// <summary>
/// What the nights found and what people make of it, in SQLite with a write-ahead log: verbs can read while another writes. A night is
/// written in one transaction, so a kill leaves the store as it was before or after. One connection; not thread-safe.
/// </summary>
public sealed class AlertStore : IDisposable
{
    private const string Moment = "yyyy-MM-ddTHH:mm:ss.ffffff'Z'";
    private const string ResourcePrefix = "Screening.Data.Store.";
    private readonly SqliteConnection _connection;

    private AlertStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a store, and makes or upgrades it where needed.</summary>
    /// <exception cref="StoreException">The file is no store, or was made by a later version.</exception>
    public static AlertStore Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        NativeLibraries.UseSqlite();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;");
            Migrate(connection, path);
            return new AlertStore(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreException($"the store {path} cannot be opened: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The open alerts as last shown before a night, by subject.</summary>
    public IReadOnlyDictionary<string, OpenAlert> OpenAlertsBefore(DateOnly date)
    {
        const string Sql = """
            SELECT alert_id AS AlertId, subject AS Subject, date AS Date, content AS Content FROM (
                SELECT a.alert_id, a.subject, r.date, l.content, row_number() OVER (PARTITION BY a.subject ORDER BY r.date DESC, r.run_id) AS place
                FROM alerts a JOIN listings l USING (alert_id) JOIN runs r ON r.run_id = l.run_id
                WHERE a.state NOT IN ('released', 'confirmed', 'dismissed', 'withdrawn') AND r.superseded_by IS NULL AND r.date < @date)
            WHERE place = 1
            """;
        return _connection.Query<ListingRow>(Sql, new { date = Text(date) })
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
        using SqliteTransaction transaction = _connection.BeginTransaction();
        string date = Text(list.Date);
        string? current = _connection.QuerySingleOrDefault<string>(
            "SELECT run_id FROM runs WHERE date = @date AND superseded_by IS NULL", new { date }, transaction);
        if (current == list.RunId) return new WriteResult(false, 0, null, [], []);

        List<string> before = current is null
            ? []
            : [.. _connection.Query<string>(
                "SELECT a.subject FROM listings l JOIN alerts a USING (alert_id) WHERE l.run_id = @current ORDER BY l.rank", new { current }, transaction)];
        _connection.Execute(
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
        _connection.Execute("DELETE FROM listings WHERE run_id = @RunId", new { list.RunId }, transaction);
        int opened = WriteAlerts(list, transaction);
        _connection.Execute(
            """
            INSERT INTO scores (run_id, order_id, order_version, as_of, margin, risk) VALUES (@RunId, @OrderId, @OrderVersion, @asOf, @Margin, @Risk)
            ON CONFLICT DO NOTHING
            """,
            scores.Select(s => new { list.RunId, s.OrderId, s.OrderVersion, asOf = Text(s.AsOf), s.Margin, s.Risk }), transaction);
        if (current is not null) Supersede(current, list.RunId, transaction);
        transaction.Commit();
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
        string? content = _connection.QueryFirstOrDefault<string>(
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
        return _connection.Query<(string Date, long Alerts)>(Sql, new { from = Text(from), before = Text(before) }).ToDictionary(row => Day(row.Date), row => (int)row.Alerts);
    }

    /// <summary>Remembers a reviewer's "not this one".</summary>
    public void Dismiss(NameDismissal dismissal)
    {
        ArgumentNullException.ThrowIfNull(dismissal);
        _connection.Execute(
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
        .. _connection.Query<DismissalRow>(
            """
            SELECT party_id AS PartyId, entry_id AS EntryId, party_facts AS PartyFacts, entry_facts AS EntryFacts, party_name AS PartyName, listed_name AS ListedName,
                reason AS Reason, author AS Author, dismissed_at AS DismissedAt, until AS Until FROM name_dismissals ORDER BY dismissal_id
            """).Select(d => new NameDismissal(
                d.PartyId, d.EntryId, d.PartyFacts, d.EntryFacts, d.PartyName, d.ListedName, d.Reason, d.Author,
                DateTime.ParseExact(d.DismissedAt, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal), Day(d.Until))),
    ];

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private IReadOnlyList<StoredAlert> Select(string where, string key, string order) =>
    [
        .. _connection.Query<ListingRow>(
            $"""
            SELECT l.run_id AS RunId, r.date AS Date, a.state AS State, a.opened_on AS OpenedOn, l.content AS Content
            FROM listings l JOIN alerts a USING (alert_id) JOIN runs r ON r.run_id = l.run_id WHERE {where} ORDER BY {order}
            """,
            new { key }).Select(r => new StoredAlert(r.RunId, Day(r.Date), r.State, Day(r.OpenedOn), Parse(r.Content))),
    ];

    private int WriteAlerts(NightlyList list, SqliteTransaction transaction)
    {
        int opened = 0;
        foreach (Alert alert in list.Alerts)
        {
            opened += _connection.Execute(
                "INSERT INTO alerts (alert_id, subject, opened_on, state, last_run_id) VALUES (@Id, @Subject, @date, 'new', @RunId) ON CONFLICT (alert_id) DO NOTHING",
                new { alert.Id, alert.Subject, date = Text(list.Date), list.RunId }, transaction);
            _connection.Execute(
                "UPDATE alerts SET last_run_id = @RunId, state = CASE state WHEN 'withdrawn' THEN 'new' ELSE state END WHERE alert_id = @Id",
                new { alert.Id, list.RunId }, transaction);
            _connection.Execute(
                "INSERT INTO listings (run_id, alert_id, rank, risk, content) VALUES (@RunId, @Id, @Rank, @Risk, @content)",
                new { list.RunId, alert.Id, alert.Rank, alert.Risk, content = JsonSerializer.Serialize(alert, AlertJson.Options) }, transaction);
        }

        return opened;
    }

    private void Supersede(string current, string by, SqliteTransaction transaction)
    {
        _connection.Execute("UPDATE runs SET superseded_by = @by WHERE run_id = @current", new { current, by }, transaction);
        _connection.Execute(
            """
            UPDATE alerts SET state = 'withdrawn'
            WHERE state = 'new' AND alert_id IN (SELECT alert_id FROM listings WHERE run_id = @current)
                AND alert_id NOT IN (SELECT l.alert_id FROM listings l JOIN runs r ON r.run_id = l.run_id WHERE r.superseded_by IS NULL)
            """,
            new { current }, transaction);
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        List<string> scripts = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        // A store that is up to date is opened without a lock, so that it can be read while a night is written.
        if (connection.QuerySingle<int>("PRAGMA user_version") == scripts.Count) return;
        using SqliteTransaction transaction = connection.BeginTransaction();
        int version = connection.QuerySingle<int>("PRAGMA user_version", transaction: transaction);
        if (version > scripts.Count)
            throw new StoreException($"the store {path} has schema {version}, made by a later version of Screening; this one knows {scripts.Count}. Use the later version.");
        for (int next = version; next < scripts.Count; next++)
        {
            using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream(scripts[next])!;
            using var reader = new StreamReader(script);
            connection.Execute(reader.ReadToEnd(), transaction: transaction);
        }

        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {scripts.Count}"), transaction: transaction);
        transaction.Commit();
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
