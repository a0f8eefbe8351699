using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Npgsql;
using Screening.Data.Backups;
using Screening.Data.Keys;
using Screening.Data.Store;
using Screening.Tests.Cli;
using Screening.Tests.Data.Store;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>Backups are drills: each is restored to another place, where what was there before must be there again.</summary>
public sealed class BackupTests(ServedLakeFixture lake, PostgresCluster cluster)
{
    [Fact]
    public async Task ABackupMadeWhileTheEndpointDecidesHasEveryDecisionThatWasAnsweredBeforeItBegan()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder), from = folder["backups"], models = SomeModels(folder);
        Trade trade = lake.Trades[0];
        var before = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using (ServedLake served = await ServedLake.Start(path))
        {
            string key = served.Key(KeyRole.Seller, trade.Seller);
            for (int i = 0; i < 20; i++) before[$"B-{i}"] = await Decided(served, key, $"B-{i}", trade, "decided");
            using var stop = new CancellationTokenSource();
            Task load = Task.Run(async () =>
            {
                for (int i = 0; !stop.IsCancellationRequested; i++) await Decided(served, key, $"L-{i}", trade, "decided");
            }, TestContext.Current.CancellationToken);
            Done(await Task.Run(() => ScreeningProcess.Run("backup", "--lake", path, "--out", from, "--models", models), TestContext.Current.CancellationToken));
            await stop.CancelAsync();
            await load;
        }

        Done(ScreeningProcess.Run("backup", "verify", "--out", from));
        Done(ScreeningProcess.Run("restore", "--from", from, "--lake", folder["restored"], "--models", folder["restored-models"]));
        Assert.Equal("a model", File.ReadAllText(Path.Combine(folder["restored-models"], "m-1", "model.json")));
        await using ServedLake again = await ServedLake.Start(folder["restored"]);
        string sellers = again.Key(KeyRole.Seller, trade.Seller);
        foreach ((string id, string answer) in before) Assert.Equal(answer, await Decided(again, sellers, id, trade, "duplicate"));
        Done(ScreeningProcess.Run("audit", "verify", "--lake", folder["restored"]));
        Assert.Equal(Done(ScreeningProcess.Run("alerts", "list", "--lake", path, "--json")), Done(ScreeningProcess.Run("alerts", "list", "--lake", folder["restored"], "--json")));

        // The night after takes the journal in again, and nothing twice.
        Done(ScreeningProcess.Run("nightly", "--lake", folder["restored"], "--policy", "1.1.0", "--models", models));
        Assert.Equal("20", Count(folder["restored"], "SELECT count(DISTINCT order_id) FROM orders WHERE order_id LIKE 'B-%'"));
        Assert.Equal("0", Count(folder["restored"], "SELECT count(*) FROM (SELECT order_id, version, line_no FROM orders WHERE order_id LIKE 'B-%' GROUP BY ALL HAVING count(*) > 1)"));
    }

    [Fact]
    public async Task ABackupHasTheJournalsOfAllReplicasAndTheyComeBackEachToItsOwn()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        Trade trade = lake.Trades[0];
        var backups = new BackupFolder(folder["backups"]);
        var answers = new Dictionary<string, string>();
        var clock = new FixedClock(ServedLakeFixture.Morning);
        foreach (string? name in (string?[])[null, "a", "b"])
        {
            // Several files each, so that some are shared and some are not.
            await using ServedLake served = await ServedLake.Start(path, clock, options => options with { Replica = name, JournalFileBytes = 5000 });
            string key = served.Key(KeyRole.Seller, trade.Seller);
            for (int i = 0; i < 6; i++) answers[$"B-{name}-{i}"] = await Decided(served, key, $"B-{name}-{i}", trade, "decided");
            if (name == "b") Run(backups, Places(path, folder["models"]), hour: 1);
        }

        Assert.Equal(18, backups.Read().Manifest.JournalRecords);
        Assert.Contains("journal/replica-b/00000000.journal", backups.Read().Manifest.Files.Select(f => f.Path));
        Restore.Run(backups, null, Places(folder["restored"], folder["models"]), TestContext.Current.CancellationToken);
        foreach (string name in (string[])["a", "b"])
        {
            await using ServedLake again = await ServedLake.Start(folder["restored"], clock, options => options with { Replica = name });
            string key = again.Key(KeyRole.Seller, trade.Seller);
            Assert.Equal((6, 12), (again.Server.Live.Book.Count, again.Server.Live.Book.Others.Count));
            foreach ((string id, string answer) in answers) Assert.Equal(answer, await Decided(again, key, id, trade, "duplicate"));
        }

        Done(ScreeningProcess.Run("nightly", "--lake", folder["restored"], "--policy", "1.1.0"));
        Assert.Equal("18", Count(folder["restored"], "SELECT count(*) FROM orders WHERE order_id LIKE 'B-%'"));

        // A journal that lost a record is no whole backup's.
        BackupFile lost = backups.Read().Manifest.Files.Last(f => f.Path.StartsWith("journal/replica-a/", StringComparison.Ordinal));
        string place = Path.Combine(backups.FullPath, lost.IsShared ? "shared" : backups.Names()[0], lost.Path);
        File.WriteAllBytes(place, File.ReadAllBytes(place)[..^50]);
        Assert.Contains(lost.Path, Refused(() => Restore.Run(backups, null, Places(folder["restored2"], folder["models2"]), TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSecondCopiesOnlyWhatIsNewAndTheOldestTakesAlongWhatOnlyItNamed()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        var backups = new BackupFolder(folder["backups"]);
        BackupPlaces places = Places(path, folder["models"]);
        BackupReport first = Run(backups, places, hour: 1);
        BackupReport second = Run(backups, places, hour: 2);
        long shared = first.Manifest.Files.Where(f => f.IsShared).Sum(f => f.Bytes);
        Assert.True(shared > 0 && second.CopiedBytes == first.CopiedBytes - shared, $"{first.CopiedBytes}, {second.CopiedBytes}, {shared}");
        Assert.Equal(first.Manifest.Files.Where(f => f.IsShared), second.Manifest.Files.Where(f => f.IsShared));

        // A compaction and a prune leave other files; only the first two still name the old ones.
        Done(ScreeningProcess.Run("simulate", "--out", folder["more"], "--orders", "300", "--days", "30", "--seed", "6"));
        Directory.CreateDirectory(Path.Combine(path, "_incoming", "tips"));
        File.Copy(Directory.EnumerateFiles(Path.Combine(folder["more"], "_incoming", "tips")).First(), Path.Combine(path, "_incoming", "tips", "more.csv"));
        string gone = Directory.EnumerateFiles(Path.Combine(path, "orders"), "*.parquet", SearchOption.AllDirectories).First();
        Done(ScreeningProcess.Run("nightly", "--lake", path, "--policy", "1.1.0"));
        BackupReport third = Run(backups, places, hour: 3, keep: 1);
        Assert.Equal([first.Name, second.Name], third.Gone);
        Assert.Equal([third.Name], backups.Names());
        Assert.Empty(backups.Verify(third.Name, third.Manifest, TestContext.Current.CancellationToken));
        HashSet<string> named = [.. third.Manifest.Files.Where(f => f.IsShared).Select(f => f.Path)];
        Assert.All(Directory.EnumerateFiles(Path.Combine(backups.FullPath, "shared"), "*", SearchOption.AllDirectories), file => Assert.Contains(Path.GetRelativePath(Path.Combine(backups.FullPath, "shared"), file), named));
        Assert.Contains("lake/" + Path.GetRelativePath(path, gone), named);
        Restore.Run(backups, null, Places(folder["restored"], folder["models"]), TestContext.Current.CancellationToken);
        Assert.Equal(Count(path, "SELECT count(*) FROM tips"), Count(folder["restored"], "SELECT count(*) FROM tips"));
    }

    [Fact]
    public void OneAlteredOrMissingByteOfAnyFileIsFoundAndNothingIsRestored()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        var backups = new BackupFolder(folder["backups"]);
        BackupReport report = Run(backups, Places(path, SomeModels(folder)), hour: 1);
        var random = new Random(TestSeed.Value);
        foreach (BackupFile file in report.Manifest.Files.Where(f => f.Bytes > 0).GroupBy(f => f.Path.Split('/')[0] + Path.GetExtension(f.Path)).Select(g => g.ElementAt(random.Next(g.Count()))))
        {
            string place = file.IsShared ? Path.Combine(backups.FullPath, "shared", file.Path) : Path.Combine(backups.FullPath, report.Name, file.Path);
            byte[] whole = File.ReadAllBytes(place), altered = [.. whole];
            altered[random.Next(altered.Length)] ^= 1;
            foreach (byte[]? bytes in new[] { altered, whole[..^1], null })
            {
                if (bytes is null) File.Delete(place);
                else File.WriteAllBytes(place, bytes);
                Assert.StartsWith(file.Path, Assert.Single(backups.Verify(report.Name, report.Manifest, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
                Assert.Contains(file.Path, Assert.Throws<BackupException>(() => Restore.Run(backups, null, Places(folder["restored"], folder["models2"]), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
                Assert.False(Directory.Exists(folder["restored"]) || Directory.Exists(folder["models2"]));
            }

            File.WriteAllBytes(place, whole);
        }

        Restore.Run(backups, null, Places(folder["restored"], folder["models2"]), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void NothingIsOverwrittenAndNothingLeadsOutOfItsPlace()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        var backups = new BackupFolder(folder["backups"]);
        BackupReport report = Run(backups, Places(path, folder["models"]), hour: 1);
        Assert.Contains("something is there already", Refused(() => Restore.Run(backups, null, Places(path, folder["models"]))), StringComparison.Ordinal);
        Assert.Contains("lies in the lake", Refused(() => Run(new BackupFolder(Path.Combine(path, "backups")), Places(path, folder["models"]), hour: 2)), StringComparison.Ordinal);
        Assert.Contains("is there already", Refused(() => Run(backups, Places(path, folder["models"]), hour: 1)), StringComparison.Ordinal);
        Assert.Contains("there is no backup '20240101T000000Z'", Refused(() => Restore.Run(backups, "20240101T000000Z", Places(folder["restored"], folder["models"]))), StringComparison.Ordinal);

        string manifest = Path.Combine(backups.FullPath, report.Name, BackupManifest.FileName), text = File.ReadAllText(manifest);
        foreach (string wrong in (string[])["lake/../../escaped", "other/file", "lake/", "/etc/escaped"])
        {
            File.WriteAllText(manifest, text.Replace("\"lake/_manifests/newest\"", $"\"{wrong}\"", StringComparison.Ordinal));
            Assert.Contains("belongs nowhere", Refused(() => Restore.Run(backups, null, Places(folder["restored"], folder["models"]))), StringComparison.Ordinal);
        }

        File.WriteAllText(manifest, text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        Assert.Contains("made by a later version", Refused(() => backups.Read()), StringComparison.Ordinal);

        // What was killed has no name, and is nothing; what a backup holds is its owner's.
        Directory.Move(Path.Combine(backups.FullPath, report.Name), Path.Combine(backups.FullPath, ".making-" + report.Name));
        Assert.Contains("no whole backup", Refused(() => backups.Read()), StringComparison.Ordinal);
        Run(backups, Places(path, folder["models"]), hour: 1);
        Assert.Single(Directory.EnumerateDirectories(backups.FullPath, "*2025*"));
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Assert.All(Directory.EnumerateFileSystemEntries(Path.Combine(backups.FullPath, report.Name), "*", SearchOption.AllDirectories), entry => Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(entry) & Others) == 0, entry));
    }

    [Fact]
    public void AStoreOnPostgreSqlComesBackIntoAnEmptyDatabaseAndIntoNoOther()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        File.Delete(Path.Combine(path, "_store", "screening.db"));
        File.Delete(Path.Combine(path, "_store", "screening.db.audit-heads"));
        var from = new Dictionary<string, string> { [StoreAddress.Variable] = NewDatabase("backed_up") };
        var to = new Dictionary<string, string> { [StoreAddress.Variable] = NewDatabase("restored") };
        Done(With(from, "nightly", "--lake", path, "--policy", "1.1.0"));
        string listed = Done(With(from, "alerts", "list", "--lake", path, "--json"));
        Done(With(from, "backup", "--lake", path, "--out", folder["backups"]));
        (int code, _, string errors) = With(from, "restore", "--from", folder["backups"], "--lake", folder["restored"], "--models", folder["models"]);
        Assert.Equal(2, code);
        Assert.Contains("tables already; accepted: an empty database", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["restored"]));
        (code, _, errors) = With(new Dictionary<string, string>(), "restore", "--from", folder["backups"], "--lake", folder["restored"], "--models", folder["models"]);
        Assert.Equal(2, code);
        Assert.Contains("the backup's store is postgres", errors, StringComparison.Ordinal);
        Done(With(to, "restore", "--from", folder["backups"], "--lake", folder["restored"], "--models", folder["models"]));
        Assert.Equal(listed, Done(With(to, "alerts", "list", "--lake", folder["restored"], "--json")));
        Done(With(to, "audit", "verify", "--lake", folder["restored"]));
    }

    private static BackupPlaces Places(string path, string models) => new(path, StoreAddress.Of(path, null), models);

    private static BackupReport Run(BackupFolder folder, BackupPlaces places, int hour, int? keep = null) =>
        Backup.Run(folder, places, keep, "test", new DateTime(2025, 7, 1, hour, 0, 0, DateTimeKind.Utc), TestContext.Current.CancellationToken);

    private static string Refused(Action work) => Assert.Throws<BackupException>(work).Message;

    private static string SomeModels(TemporaryFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder["models"], "m-1"));
        File.WriteAllText(Path.Combine(folder["models"], "m-1", "model.json"), "a model");
        return folder["models"];
    }

    private static string Count(string path, string sql) => Done(ScreeningProcess.Run("query", sql, "--lake", path, "--format", "csv")).Split('\n')[1].Trim();

    private static string Done((int Code, string Output, string Errors) run)
    {
        Assert.True(run.Code == 0, run.Errors);
        return run.Output;
    }

    private static (int Code, string Output, string Errors) With(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = ScreeningProcess.Start(environment, arguments);
        return process.Wait();
    }

    private static async Task<string> Decided(ServedLake served, string key, string id, Trade trade, string status)
    {
        JsonObject order = ServedLake.Order(id, trade);
        using HttpResponseMessage answer = await served.Post("/v1/decisions", key, order.ToJsonString());
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        Assert.Equal(status, answer.Headers.GetValues("Screening-Status").Single());
        return body;
    }

    private string NewDatabase(string name)
    {
        var server = new NpgsqlConnectionStringBuilder(cluster.NewStore());
        using var connection = new NpgsqlConnection(server.ConnectionString);
        connection.Open();
        using NpgsqlCommand command = new($"CREATE DATABASE {name} TEMPLATE template0", connection);
        command.ExecuteNonQuery();
        return $"Host={server.Host};Port={server.Port};Database={name};Username={server.Username}";
    }
}
