using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Screening.Alerts;
using Screening.Data.Store;
using Screening.Parties;
using Xunit;

namespace Screening.Tests.Data.Store;

public sealed class AlertStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-store-").FullName;
    private readonly AlertStore _store;

    public AlertStoreTests() => _store = AlertStore.Open(StorePath);

    private string StorePath => Path.Combine(_folder, "store", "screening.db");

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void AnEmptyStoreHasNoNightAndNoAlert()
    {
        Assert.Null(_store.Night());
        Assert.Empty(_store.List());
        Assert.Empty(_store.OpenAlertsBefore(SomeNight.Day(30)));
        Assert.Equal("no run of 2025-06-30 is in the store; run: screening nightly --date 2025-06-30", Assert.Throws<StoreException>(() => _store.Night(SomeNight.Day(30))).Message);
        Assert.StartsWith("there is no alert A-1;", Assert.Throws<StoreException>(() => _store.Show("A-1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANightComesBackAsItWasWritten()
    {
        NightlyList night = SomeNight.Of(_store, SomeNight.Day(30), "R-1", "S-B", "S-A");
        WriteResult written = _store.Write(night, SomeNight.Scores(night.Date));
        Assert.Equal((true, 2, null, 0, 0), (written.IsNew, written.Opened, written.Superseded, written.Added.Count, written.Dropped.Count));
        Assert.Equal(Json(night), Json(_store.Night()!));
        Assert.Equal(Json(night), Json(_store.Night(night.Date)!));
        Assert.Equal(DateTimeKind.Utc, _store.Night()!.AsOf.Kind);
        Assert.All(_store.List(), a => Assert.Equal(("R-1", night.Date, "new", night.Date), (a.RunId, a.Date, a.State, a.OpenedOn)));
        Assert.Equal([("SO-1", -4.5), ("SO-2", -3.5), ("SO-3", -2.5)], Query<(string, double)>("SELECT order_id, margin FROM scores ORDER BY 1"));
    }

    [Fact]
    public void AlertsAreCountedByTheNightsThatStand()
    {
        _store.Write(SomeNight.Of(_store, SomeNight.Day(1), "R-1", "S-A"), []);
        _store.Write(SomeNight.Of(_store, SomeNight.Day(2), "R-2", "S-A", "S-B"), []);
        _store.Write(SomeNight.Of(_store, SomeNight.Day(2), "R-3", "S-A", "S-B", "S-C"), []);
        _store.Write(SomeNight.Of(_store, SomeNight.Day(3), "R-4"), []);
        _store.Write(SomeNight.Of(_store, SomeNight.Day(4), "R-5", "S-A"), []);
        Assert.Equal([(SomeNight.Day(2), 3), (SomeNight.Day(3), 0)], _store.AlertsByNight(SomeNight.Day(2), SomeNight.Day(4)).OrderBy(n => n.Key).Select(n => (n.Key, n.Value)));
    }

    [Fact]
    public void TheVerySameRunAgainAddsNothing()
    {
        NightlyList night = SomeNight.Of(_store, SomeNight.Day(30), "R-1", "S-A");
        _store.Write(night, SomeNight.Scores(night.Date));
        string before = Dump();
        WriteResult again = _store.Write(night with { Capacity = 3 }, SomeNight.Scores(night.Date, 9));
        Assert.Equal((false, 0, null), (again.IsNew, again.Opened, again.Superseded));
        Assert.Equal(before, Dump());
    }

    [Fact]
    public void AnotherRunOfANightReplacesItAndSaysWhatChanged()
    {
        DateOnly date = SomeNight.Day(30);
        Write(date, "R-1", "S-A", "S-B");
        WriteResult second = Write(date, "R-2", "S-B", "S-C");
        Assert.Equal((true, 1, "R-1"), (second.IsNew, second.Opened, second.Superseded));
        Assert.Equal(["S-C"], second.Added);
        Assert.Equal(["S-A"], second.Dropped);
        Assert.Equal(["S-B", "S-C"], _store.List(date).Select(a => a.Alert.Subject));
        Assert.Equal([("S-A", "withdrawn"), ("S-B", "new"), ("S-C", "new")], States());
    }

    [Fact]
    public void AWithdrawnAlertIsStillShownAsItWas()
    {
        DateOnly date = SomeNight.Day(30);
        Write(date, "R-1", "S-A");
        Write(date, "R-2", "S-B");
        StoredAlert shown = _store.Show(AlertStore.NewAlertId("S-A", date));
        Assert.Equal(("withdrawn", "R-1", "S-A"), (shown.State, shown.RunId, shown.Alert.Subject));
        Assert.Equal("R-2", _store.Show(AlertStore.NewAlertId("S-B", date)).RunId);
    }

    [Fact]
    public void AnAlertThatSomebodyHasTakenUpIsNotWithdrawn()
    {
        DateOnly date = SomeNight.Day(30);
        Write(date, "R-1", "S-A", "S-B");
        Execute("UPDATE alerts SET state = 'assigned' WHERE subject = 'S-A'");
        Write(date, "R-2", "S-C");
        Assert.Equal([("S-A", "assigned"), ("S-B", "withdrawn"), ("S-C", "new")], States());
    }

    [Fact]
    public void AnAlertThatAnotherNightListedIsNotWithdrawn()
    {
        Write(SomeNight.Day(29), "R-0", "S-A");
        Write(SomeNight.Day(30), "R-1", "S-A");
        Write(SomeNight.Day(30), "R-2", "S-B");
        Assert.Equal([("S-A", "new"), ("S-B", "new")], States());
    }

    [Fact]
    public void ARunThatComesBackRestoresItsAlerts()
    {
        DateOnly date = SomeNight.Day(30);
        Write(date, "R-1", "S-A", "S-B");
        Write(date, "R-2", "S-B", "S-C");
        WriteResult third = Write(date, "R-1", "S-A", "S-B");
        Assert.Equal((true, 0, "R-2"), (third.IsNew, third.Opened, third.Superseded));
        Assert.Equal(["S-A"], third.Added);
        Assert.Equal(["S-C"], third.Dropped);
        Assert.Equal([("S-A", "new"), ("S-B", "new"), ("S-C", "withdrawn")], States());
        Assert.Equal("R-1", _store.Night(date)!.RunId);
        Assert.Equal([("R-1", null), ("R-2", "R-1")], Query<(string, string?)>("SELECT run_id, superseded_by FROM runs ORDER BY 1"));
    }

    // The 30th by two runs, the 29th filled in between: the first run comes back under the ids of the 29th.
    [Fact]
    public void ARunMayComeBackUnderOtherIds()
    {
        Write(SomeNight.Day(30), "R-1", "S-A");
        Write(SomeNight.Day(29), "R-0", "S-A");
        Write(SomeNight.Day(30), "R-2", "S-B");
        Write(SomeNight.Day(30), "R-1", "S-A");
        StoredAlert alert = Assert.Single(_store.List(SomeNight.Day(30)));
        Assert.Equal((AlertStore.NewAlertId("S-A", SomeNight.Day(29)), 1), (alert.Alert.Id, alert.Alert.Rank));
        Assert.Equal("withdrawn", _store.Show(AlertStore.NewAlertId("S-B", SomeNight.Day(30))).State);
    }

    [Fact]
    public void AnOpenAlertKeepsItsIdOnLaterNights()
    {
        string id = AlertStore.NewAlertId("S-A", SomeNight.Day(27));
        foreach (int day in (int[])[27, 28, 30]) Write(SomeNight.Day(day), $"R-{day}", "S-B", "S-A");
        Assert.Equal(0, Write(SomeNight.Day(30), "R-30b", "S-A").Opened);
        Assert.Equal(id, Assert.Single(_store.List(SomeNight.Day(30))).Alert.Id);
        Assert.Equal((SomeNight.Day(30), SomeNight.Day(27), "R-30b"), (_store.Show(id).Date, _store.Show(id).OpenedOn, _store.Show(id).RunId));
        IReadOnlyDictionary<string, OpenAlert> open = _store.OpenAlertsBefore(SomeNight.Day(30));
        Assert.Equal((id, SomeNight.Day(28), 2), (open["S-A"].AlertId, open["S-A"].LastDate, open["S-A"].Shown.Rank));
        Assert.Equal(SomeNight.Day(30), _store.OpenAlertsBefore(new DateOnly(2025, 7, 1))["S-A"].LastDate);
        Assert.Empty(_store.OpenAlertsBefore(SomeNight.Day(27)));
    }

    [Theory]
    [InlineData("released", false)]
    [InlineData("confirmed", false)]
    [InlineData("dismissed", false)]
    [InlineData("withdrawn", false)]
    [InlineData("new", true)]
    [InlineData("assigned", true)]
    [InlineData("waiting", true)]
    [InlineData("held", true)]
    [InlineData("escalated", true)]
    public void AnAlertIsOpenUntilItIsDecided(string state, bool isOpen)
    {
        Write(SomeNight.Day(28), "R-1", "S-A");
        Execute($"UPDATE alerts SET state = '{state}'");
        Assert.Equal(isOpen, _store.OpenAlertsBefore(SomeNight.Day(29)).ContainsKey("S-A"));
        WriteResult next = Write(SomeNight.Day(29), "R-2", "S-A");
        Assert.Equal(isOpen ? 0 : 1, next.Opened);
        if (state != "withdrawn") Assert.Contains(("S-A", state), States());
    }

    [Fact]
    public void AnEarlierNightSeesNothingOfLaterOnesAndLeavesThemAlone()
    {
        Write(SomeNight.Day(30), "R-30", "S-A");
        WriteResult earlier = Write(SomeNight.Day(28), "R-28", "S-A", "S-B");
        Assert.Equal((2, null), (earlier.Opened, earlier.Superseded));
        Assert.Equal(AlertStore.NewAlertId("S-A", SomeNight.Day(30)), Assert.Single(_store.List()).Alert.Id);
        Assert.Equal("R-30", _store.Night()!.RunId);
        Assert.False(Write(SomeNight.Day(30), "R-30", "S-A").IsNew);
        Write(SomeNight.Day(28), "R-28b", "S-B");
        Assert.Equal(["S-B"], _store.List(SomeNight.Day(28)).Select(a => a.Alert.Subject));
        Assert.Equal(["S-A"], _store.List(SomeNight.Day(30)).Select(a => a.Alert.Subject));
    }

    [Fact]
    public void AnAlertIsShownByTheBeginningOfItsId()
    {
        string[] subjects = [.. Enumerable.Range(0, 40).Select(i => $"S-{i}")];
        Write(SomeNight.Day(30), "R-1", subjects);
        string id = AlertStore.NewAlertId("S-7", SomeNight.Day(30));
        Assert.Equal("S-7", _store.Show(id).Alert.Subject);
        Assert.Equal("S-7", _store.Show(id[..^2]).Alert.Subject);
        string message = Assert.Throws<StoreException>(() => _store.Show("A-")).Message;
        Assert.StartsWith("40 alerts begin with A-: A-", message, StringComparison.Ordinal);
        Assert.Equal(5, message.Split(", ").Length);
        foreach (string unknown in (string[])["A-zzz", "a-", "%", "A-%", "_", "' OR 1=1 --", id + "0"])
            Assert.Contains(unknown, Assert.Throws<StoreException>(() => _store.Show(unknown)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _store.Show(""));
    }

    [Theory]
    [InlineData("Robert'); DROP TABLE alerts; --")]
    [InlineData("\" OR \"\"=\"")]
    [InlineData("晶片有限公司 🛰️ Ünïcødé \u202Eltr")]
    [InlineData("line\nbreak\ttab\\ back\u0000after NUL \u001f")]
    [InlineData("@date $1 ? :key")]
    public void ForeignTextComesBackAsItWas(string text)
    {
        string subject = "S-" + text.Replace("\0", "", StringComparison.Ordinal);
        Alert alert = SomeNight.Alert(subject, SomeNight.Day(30), 1) with { Name = text, Sentence = text, Members = [text], OrderId = text };
        _store.Write(SomeNight.Of(_store, SomeNight.Day(30), "R-1") with { Alerts = [alert] }, [new ScoreRow(text, 1, alert.AsOf, 1, 0.5)]);
        Alert back = Assert.Single(_store.List()).Alert;
        Assert.Equal(Json(alert), Json(back));
        Assert.Equal((text, subject), (back.Name, back.Subject));
        Assert.Equal(alert.Id, _store.OpenAlertsBefore(new DateOnly(2025, 7, 1))[subject].AlertId);
        Assert.Superset(new HashSet<string> { "alerts", "listings", "name_dismissals", "runs", "scores" }, Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet());
    }

    [Fact]
    public void ANightThatFailsHalfWayLeavesNothing()
    {
        Write(SomeNight.Day(29), "R-1", "S-A");
        string before = Dump();
        IEnumerable<ScoreRow> Broken()
        {
            yield return SomeNight.Scores(SomeNight.Day(30)).First();
            throw new InvalidOperationException("broken");
        }

        Assert.Throws<InvalidOperationException>(() => _store.Write(SomeNight.Of(_store, SomeNight.Day(30), "R-2", "S-B"), Broken()));
        Assert.Equal(before, Dump());
        Assert.True(Write(SomeNight.Day(30), "R-2", "S-B").IsNew);
    }

    // What a kill leaves on the disk is what lies there in the middle of a write: database and write-ahead log, copied.
    [Fact]
    public void AKillInTheMiddleOfAWriteLeavesTheNightBefore()
    {
        Write(SomeNight.Day(30), "R-1", "S-A");
        string before = Dump(), copy = Path.Combine(_folder, "after-kill");
        IEnumerable<ScoreRow> Killed()
        {
            // More than fits SQLite's cache, so that uncommitted pages are in the log already.
            foreach (ScoreRow score in SomeNight.Scores(SomeNight.Day(30), 40_000)) yield return score;
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(StorePath)!)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        _store.Write(SomeNight.Of(_store, SomeNight.Day(30), "R-2", "S-B"), Killed());
        Assert.Equal("R-2", _store.Night()!.RunId);
        string path = Path.Combine(copy, "screening.db");
        Assert.True(new FileInfo(path + "-wal").Length > 1_000_000);
        using (AlertStore after = AlertStore.Open(path)) Assert.Equal(["S-A"], after.List().Select(a => a.Alert.Subject));
        Assert.Equal(before, Dump(path));
        using (AlertStore after = AlertStore.Open(path)) Assert.True(after.Write(SomeNight.Of(after, SomeNight.Day(30), "R-2", "S-B"), []).IsNew);
    }

    [Fact]
    public void AStoreIsOpenedAndReadWhileAnotherConnectionWrites()
    {
        Write(SomeNight.Day(30), "R-1", "S-A");
        var seen = new List<string>();
        IEnumerable<ScoreRow> Reading()
        {
            yield return SomeNight.Scores(SomeNight.Day(30)).First();
            var clock = System.Diagnostics.Stopwatch.StartNew();
            using AlertStore reader = AlertStore.Open(StorePath);
            seen.Add(reader.Night()!.RunId);
            seen.Add(Assert.Single(reader.List()).Alert.Subject);

            // A wait for the writer would end only with the timeout.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
        }

        _store.Write(SomeNight.Of(_store, SomeNight.Day(30), "R-2", "S-B"), Reading());
        Assert.Equal(["R-1", "S-A"], seen);
        using AlertStore later = AlertStore.Open(StorePath);
        Assert.Equal("R-2", later.Night()!.RunId);
    }

    [Theory]
    [InlineData("this is no database at all, only a long enough line of words to have a header of its own ................")]
    [InlineData("SQLite format 3\0 and then nonsense")]
    public void AFileThatIsNoDatabaseIsNamed(string content)
    {
        string path = Path.Combine(_folder, "other.db");
        File.WriteAllText(path, string.Concat(Enumerable.Repeat(content, 60)));
        StoreException thrown = Assert.Throws<StoreException>(() => AlertStore.Open(path));
        Assert.StartsWith($"the store {path} cannot be opened: ", thrown.Message, StringComparison.Ordinal);
        Assert.StartsWith(content, File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void DismissalsComeBackInTheirOrderAndAStoreOfTheVersionBeforeIsUpgraded()
    {
        string path = Path.Combine(_folder, "before.db");
        using (SqliteConnection before = Connect(path))
        using (var script = new StreamReader(typeof(AlertStore).Assembly.GetManifestResourceStream("Screening.Data.Store.Sqlite.0001-runs-and-alerts.sql")!))
            before.Execute(script.ReadToEnd() + "PRAGMA user_version = 1");
        using AlertStore store = AlertStore.Open(path);
        Assert.Empty(store.Dismissals());
        NameDismissal first = new("P-1", "E-1", "party", "entry", "晶片 '; --", "OBLIQUE", "another\nfirm", "R", new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc), new DateOnly(2027, 2, 3));
        NameDismissal again = first with { Reason = "again", Until = new DateOnly(2026, 2, 3) };
        store.Dismiss(first);
        store.Dismiss(again);
        Assert.Equal([first, again], store.Dismissals());
        Assert.Equal(DateTimeKind.Utc, store.Dismissals()[0].DismissedAtUtc.Kind);
    }

    [Fact]
    public void AStoreOfALaterVersionIsLeftAlone()
    {
        Execute("PRAGMA user_version = 99");
        StoreException thrown = Assert.Throws<StoreException>(() => AlertStore.Open(StorePath));
        Assert.Equal($"the store {StorePath} has schema 99, made by a later version of Screening; this one knows 7. Use the later version.", thrown.Message);
        Assert.Equal([99], Query<int>("PRAGMA user_version"));
    }

    [Fact]
    public void AnIdComesFromSubjectAndNightAlone()
    {
        Assert.Matches("^A-[0-9a-f]{10}$", AlertStore.NewAlertId("S-A", SomeNight.Day(30)));
        Assert.Distinct([AlertStore.NewAlertId("S-A", SomeNight.Day(30)), AlertStore.NewAlertId("S-A", SomeNight.Day(29)), AlertStore.NewAlertId("S-B", SomeNight.Day(30))]);
        Assert.Equal(AlertStore.NewAlertId("S-A", SomeNight.Day(30)), AlertStore.NewAlertId("S-A", SomeNight.Day(30)));
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, AlertJson.Options);

    private WriteResult Write(DateOnly date, string run, params string[] subjects) => _store.Write(SomeNight.Of(_store, date, run, subjects), SomeNight.Scores(date));

    private List<(string, string)> States() => Query<(string, string)>("SELECT subject, state FROM alerts ORDER BY 1, alert_id");

    private string Dump(string? path = null) => string.Join('\n', ((string[])["runs", "alerts", "listings", "scores"]).SelectMany(table =>
        Query<object>($"SELECT * FROM {table} ORDER BY 1, 2", path).Select(row => table + Json((IDictionary<string, object>)row))));

    private void Execute(string sql)
    {
        using SqliteConnection connection = Connect(null);
        connection.Execute(sql);
    }

    private List<T> Query<T>(string sql, string? path = null)
    {
        using SqliteConnection connection = Connect(path);
        return [.. connection.Query<T>(sql)];
    }

    private SqliteConnection Connect(string? path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path ?? StorePath, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
