using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Screening.Cli;
using Screening.Cli.Nightly;
using Screening.Cli.Nightly.Spread;
using Screening.Data.Jobs;
using Screening.Data.Store;
using Screening.Features;
using Screening.Tests.Data.Store;
using Screening.Web.Jobs;
using Serilog;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

/// <summary>A night over several nodes gives what it gives on one, byte for byte, whatever happens to the nodes.</summary>
public sealed class SpreadTests(SimulatedLakeFixture simulated, PostgresCluster postgres)
{
    private static readonly string[] s_files = ["alerts.csv", "alerts.parquet", "report.html"];

    private static int OutageSeconds => Environment.GetEnvironmentVariable("SCREENING_TEST_OUTAGE") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : 5;

    [Fact]
    public void TwoNodesAndAKilledThirdMakeTheSameNight()
    {
        using var folder = new TemporaryFolder();
        (string lake, Dictionary<string, string> store) = Prepare(folder);
        Done([], "nightly", "--lake", lake, "--out", folder["one"]);
        List<ScreeningProcess> nodes = [.. Enumerable.Range(1, 3).Select(i => Node(store, lake, folder, $"node-{i}"))];
        using ScreeningProcess night = ScreeningProcess.Start(store, "nightly", "--lake", lake, "--out", folder["many"], "--spread", "12");

        // Whichever is at work first dies in the middle of it.
        JobRun? first = null;
        Within(60, () => (first = Runs(store, lake).LastOrDefault(r => r.Outcome == JobOutcome.Running)) is not null);
        Assert.NotNull(first);
        nodes[first.Node[^1] - '1'].KillAfter(TimeSpan.Zero);
        (int code, _, string errors) = night.Wait();
        foreach (ScreeningProcess node in nodes) node.KillAfter(TimeSpan.Zero);
        Assert.True(code == 0, errors);
        foreach (string file in s_files) Assert.Equal(File.ReadAllBytes(folder[Path.Combine("one", file)]), File.ReadAllBytes(folder[Path.Combine("many", file)]));
        Assert.Contains(Runs(store, lake), r => r.Outcome == JobOutcome.Done && r.Node != first.Node);
        Assert.Contains(Runs(store, lake), r => r.RunId == first.RunId && r.Outcome is JobOutcome.Lost or JobOutcome.Done);
        Assert.Empty(Directory.GetDirectories(Path.Combine(lake, "_runs", "nights")));
        nodes.ForEach(n => n.Dispose());
    }

    [Fact]
    public void WithoutAnyNodeAndWithDamagedPartsItIsTheSameMatrix()
    {
        using var folder = new TemporaryFolder();
        (string lake, Dictionary<string, string> store) = Prepare(folder);
        (LoadedLog loaded, ReadPlan reads, FeatureMatrix alone) = Alone(lake);
        const int Tasks = 16;
        NightPlan plan = NightPlan.Of(loaded.Snapshot, loaded.Date, Tasks);
        PartCells[] cells = [.. plan.Tasks.Select(t => PartCells.Of(loaded.Log, loaded.Countries, reads, t))];
        string[] looks = [.. plan.Tasks.Select((t, i) => NightLooks.HashOf(loaded.Log, reads, t, cells[i]))];
        plan.Write(lake);

        // Two tasks with shards of keys, and two others.
        int[] done = [.. Enumerable.Range(1, Tasks - 1).OrderByDescending(task => plan.Tasks[task].Any(s => s.Shards > 1)).Take(2), .. Enumerable.Range(1, Tasks - 1).Where(task => plan.Tasks[task].All(s => s.Shards == 1)).Take(2)];
        Assert.Contains(plan.Tasks[done[0]], s => s.Shards > 1);
        foreach (int task in done)
            Done([], "night-part", "--lake", lake, "--plan", plan.Id, "--task", task.ToString(CultureInfo.InvariantCulture));

        // One part is whole; of the others one has another bit, one is cut short, one is another task's.
        string flipped = NightPart.ValuesOf(lake, plan.Id, done[0]), cut = NightPart.ValuesOf(lake, plan.Id, done[1]);
        byte[] bytes = File.ReadAllBytes(flipped);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(flipped, bytes);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^8]);
        File.Copy(NightPart.FileOf(lake, plan.Id, done[3]), NightPart.FileOf(lake, plan.Id, done[2]), overwrite: true);
        foreach (int task in done[..3]) Assert.NotNull(NightPart.Take(lake, plan, task, looks[task], cells[task], null, out _));
        Assert.Null(NightPart.Take(lake, plan, done[3], looks[done[3]], cells[done[3]], null, out NightPart? part));
        Assert.Contains("tells of other looks", NightPart.Take(lake, plan, done[3], "0", cells[done[3]], null, out _), StringComparison.Ordinal);
        Assert.Equal(Environment.MachineName, part!.Node);

        AssertSame(alone, Replayed(lake, store, loaded, reads, Tasks));
        AssertSame(alone, Replayed(lake, store, loaded, reads, 3));
    }

    [Fact]
    public async Task AStoreThatGoesAwayForAWhileChangesNothing()
    {
        using var folder = new TemporaryFolder();
        string database = string.Create(CultureInfo.InvariantCulture, $"away_{Environment.ProcessId}");
        string admin = postgres.NewStore();
        await Sql(admin, $"CREATE DATABASE {database}");
        (string lake, Dictionary<string, string> store) = Prepare(folder, new NpgsqlConnectionStringBuilder(admin) { Database = database, SearchPath = "public" }.ConnectionString);
        Done([], "nightly", "--lake", lake, "--out", folder["one"]);
        using ScreeningProcess one = Node(store, lake, folder, "node-1"), two = Node(store, lake, folder, "node-2");
        using ScreeningProcess night = ScreeningProcess.Start(store, "nightly", "--lake", lake, "--spread", "3");
        Within(60, () => Runs(store, lake).Any(r => r.Outcome == JobOutcome.Running));
        await Sql(admin, $"ALTER DATABASE {database} ALLOW_CONNECTIONS false");
        await Sql(admin, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
        await Task.Delay(TimeSpan.FromSeconds(OutageSeconds), TestContext.Current.CancellationToken);
        await Sql(admin, $"ALTER DATABASE {database} ALLOW_CONNECTIONS true");
        (int code, _, string errors) = night.Wait();
        one.KillAfter(TimeSpan.Zero);
        two.KillAfter(TimeSpan.Zero);
        Assert.True(code == 0, errors);
        Assert.Equal(File.ReadAllBytes(folder[Path.Combine("one", "alerts.csv")]), File.ReadAllBytes(Directory.GetFiles(Path.Combine(lake, "_reports"), "alerts.csv", SearchOption.AllDirectories).Single()));
        NpgsqlConnection.ClearAllPools();
        using var alerts = AlertStore.Open(StoreAddress.Of(lake, store[StoreAddress.Variable]));
        Assert.NotEmpty(alerts.OpenAlertsBefore(DateOnly.MaxValue));
    }

    [Fact]
    public void ANodeOfAnotherVersionOrClockOrNameTakesNoPart()
    {
        using var folder = new TemporaryFolder();
        (string lake, Dictionary<string, string> store) = Prepare(folder);
        Directory.CreateDirectory(folder["jobs"]);
        using ScreeningProcess wrong = ScreeningProcess.Start(store, "work", "--lake", lake, "--jobs", folder["jobs"], "--name", "late", "--as-of", Moment(DateTime.UtcNow.AddMinutes(-10)));
        (int code, _, string errors) = wrong.Wait();
        Assert.Equal(2, code);
        Assert.Matches(@"the clock of node late is -(59|60)\d s off the store's; accepted: up to 30 s", errors);

        var now = new DateTime(2026, 3, 15, 2, 0, 0, DateTimeKind.Utc);
        using JobStore jobs = JobStore.Open(StoreAddress.Of(lake, store[StoreAddress.Variable]));
        Assert.Null(jobs.Join("one", NodeVersion.Own, now));
        Assert.Null(jobs.Join("two", NodeVersion.Own, now));
        Assert.Contains($"node one runs version {NodeVersion.Own}, and this one is 0.2.0+x; accepted: nodes of one version", jobs.Join("three", "0.2.0+x", now), StringComparison.Ordinal);
        Assert.Equal(["one", "two"], jobs.Nodes(now));
        jobs.Leave("one");
        jobs.Leave("two");
        Assert.Null(jobs.Join("three", "0.2.0+x", now));

        (LoadedLog loaded, _, _) = Alone(lake);
        NightPlan plan = NightPlan.Of(loaded.Snapshot, loaded.Date, 2);
        Refused(lake, plan with { Program = "0.2.0+x" }, "was made by version 0.2.0+x");
        Refused(lake, plan with { SnapshotId = new string('0', 64) }, "this node sees another lake");
        Assert.False(File.Exists(NightPart.FileOf(lake, plan.Id, 1)));
    }

    private static void Refused(string lake, NightPlan plan, string why)
    {
        plan.Write(lake);
        (int code, _, string errors) = ScreeningProcess.Run("night-part", "--lake", lake, "--plan", plan.Id, "--task", "1");
        Assert.Equal(2, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
    }

    private (string Lake, Dictionary<string, string> Store) Prepare(TemporaryFolder folder, string? address = null)
    {
        TemporaryFolder.Copy(simulated.AfterANight, folder["lake"]);
        return (folder["lake"], new Dictionary<string, string> { [StoreAddress.Variable] = address ?? postgres.NewStore() });
    }

    private static (LoadedLog Loaded, ReadPlan Reads, FeatureMatrix Matrix) Alone(string lake)
    {
        LoadedLog loaded = ConsoleProgress.Run(progress => LoadedLog.Of(lake, null, 2, progress, TestContext.Current.CancellationToken));
        ReadPlan reads = NightLooks.Of(loaded.Log, loaded.Date).Plan;
        return (loaded, reads, Engine.Replay(loaded.Log, loaded.Countries, reads, 2, cancellation: TestContext.Current.CancellationToken));
    }

    private static FeatureMatrix Replayed(string lake, Dictionary<string, string> store, LoadedLog loaded, ReadPlan reads, int tasks)
    {
        var place = new JobPlace(lake, StoreAddress.Of(lake, store[StoreAddress.Variable]), new JobCommand("/no/such/program", new Dictionary<string, string>()), "here");
        using SpreadReplay spread = new SpreadReplay(place, loaded.Snapshot, loaded.Date, tasks, 2, Log.Logger) { Patience = TimeSpan.Zero }.Begin(TestContext.Current.CancellationToken);
        return spread.Run(loaded.Log, loaded.Countries, reads, null, TestContext.Current.CancellationToken);
    }

    private static void AssertSame(FeatureMatrix expected, FeatureMatrix actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (int row = 0; row < expected.Rows; row++)
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected[row]).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(actual[row])), $"row {row} differs");
    }

    private static ScreeningProcess Node(Dictionary<string, string> store, string lake, TemporaryFolder folder, string name)
    {
        Directory.CreateDirectory(folder["jobs"]);
        return ScreeningProcess.Start(store, "work", "--lake", lake, "--jobs", folder["jobs"], "--name", name);
    }

    private static IReadOnlyList<JobRun> Runs(Dictionary<string, string> store, string lake)
    {
        using JobStore jobs = JobStore.Open(StoreAddress.Of(lake, store[StoreAddress.Variable]));
        return jobs.Runs(null, 100);
    }

    internal static void Within(int seconds, Func<bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !isSo() && clock.Elapsed.TotalSeconds < seconds;) Thread.Sleep(20);
    }

    private static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task Sql(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, open);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static void Done(Dictionary<string, string> environment, params string[] arguments)
    {
        using ScreeningProcess process = ScreeningProcess.Start(environment, arguments);
        (int code, _, string errors) = process.Wait();
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
    }
}
