using System.Diagnostics;
using System.Globalization;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Kills, rivals and repetitions: a reader sees the old snapshot or the new one, and the same input gives the same lake.</summary>
public sealed class DurabilityTests(ITestOutputHelper output) : IDisposable
{
    private const int RowsPerFile = 3_000;
    private readonly SomeDelivery _some = new();

    private static int Kills => Environment.GetEnvironmentVariable("SCREENING_TEST_KILLS") is { Length: > 0 } told ? int.Parse(told, CultureInfo.InvariantCulture) : 20;

    [Fact]
    public void AnIngestKilledAtAnyPointLeavesTheOldSnapshotOrTheNewAndARerunCompletes()
    {
        var first = _some.Orders("first.csv", SomeDelivery.Orders(200, from: 1_000_000));
        var files = Delivery();
        var (started, whole) = (NewLake("started", first), NewLake("whole", first));
        int took, changes;
        using (var child = IngestChild.Start())
        {
            using var watch = new Changes(whole, 0, static () => { });
            child.Begin(whole, "orders", files);
            var clock = Stopwatch.StartNew();
            Assert.Equal(Expected.ToString(), child.End());
            (took, changes) = ((int)clock.ElapsedMilliseconds, watch.Count);
        }
        var (before, after) = (started.Snapshot(), whole.Snapshot());
        var seed = TestSeed.Value;
        var random = new Random(seed);
        output.WriteLine(FormattableString.Invariant($"seed {seed}; an uninterrupted run takes {took} ms and changes files {changes} times"));

        var struck = 0;
        var next = IngestChild.Start();
        for (var i = 0; i < Kills; i++)
        {
            var lake = Copy(started, FormattableString.Invariant($"killed-{i}"));
            using var child = next;
            next = IngestChild.Start();
            // Half of the kills come at any time, half at any change of a file: an ingest spends little of its time where most can go wrong.
            var isOver = i % 2 == 0 ? KillAfter(child, lake, files, random.Next(took)) : KillAtChange(child, lake, files, random.Next(changes));
            struck += isOver ? 0 : 1;
            var seen = lake.Snapshot();
            Assert.Equal(seen.Number == before.Number ? before.Id : after.Id, seen.Id);
            Assert.Empty(seen.Verify(TestContext.Current.CancellationToken));
            Assert.Empty(lake.VerifyHistory(TestContext.Current.CancellationToken));

            Ingestion.Run(lake, SomeDelivery.Contracts, IngestChild.Request("orders", files), cancellation: TestContext.Current.CancellationToken);
            AssertSame(whole, lake);
            Directory.Delete(lake.FullPath, recursive: true);
        }
        next.Dispose();
        output.WriteLine(FormattableString.Invariant($"{struck} of {Kills} kills struck before the end"));
        Assert.True(struck > Kills / 4, FormattableString.Invariant($"only {struck} of {Kills} kills struck before the end"));
    }

    [Fact]
    public async Task ThreeProcessesOnThreeDatasetsAllArriveAndAReaderSeesOnlyWholeSnapshots()
    {
        const int Deliveries = 6;
        var rows = new Dictionary<string, Func<int, string>>(StringComparer.Ordinal)
        {
            ["orders"] = n => SomeDelivery.Order(n),
            ["places"] = n => FormattableString.Invariant($"X{n},Invented {n},DE,port,1,2,2024-05-01"),
            ["fx_rates"] = n => FormattableString.Invariant($"EUR,{new DateOnly(2000, 1, 1).AddDays(n):yyyy-MM-dd},1.1,invented,2024-05-01"),
        };
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal) { ["orders"] = 700, ["places"] = 301, ["fx_rates"] = 203 };
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["orders"] = SomeDelivery.OrdersHeader,
            ["places"] = SomeDelivery.PlacesHeader,
            ["fx_rates"] = "currency,day,usd_per_unit,source,known_at",
        };
        var children = rows.Keys.ToDictionary(d => d, _ => IngestChild.Start(), StringComparer.Ordinal);
        try
        {
            var reading = Task.Run(() => ReadUntil([.. rows.Keys], sizes, Deliveries), TestContext.Current.CancellationToken);
            Parallel.ForEach(children, new ParallelOptions { MaxDegreeOfParallelism = children.Count, CancellationToken = TestContext.Current.CancellationToken }, child =>
            {
                var size = sizes[child.Key];
                for (var i = 0; i < Deliveries; i++)
                {
                    var file = _some.Write(FormattableString.Invariant($"{child.Key}-{i}.csv"), Enumerable.Range(i * size, size).Select(rows[child.Key]).Prepend(headers[child.Key]));
                    child.Value.Begin(_some.Lake, child.Key, file);
                    Assert.Equal(new IngestCounts(size, size, 0, 0, 0, 0).ToString(), child.Value.End());
                }
            });
            var (reads, seen) = await reading;
            output.WriteLine(FormattableString.Invariant($"{reads} reads saw {seen} of {(3 * Deliveries) + 1} snapshots"));
        }
        finally
        {
            foreach (var child in children.Values) child.Dispose();
        }
        Assert.Equal(3 * Deliveries, _some.Lake.Snapshot().Sources.Count);
        Assert.Empty(_some.Lake.Snapshot().Verify(TestContext.Current.CancellationToken));
        Assert.Empty(_some.Lake.VerifyHistory(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void TwoIngestsAtOnceBothArrive()
    {
        var files = Enumerable.Range(0, 3).Select(n => _some.Orders(FormattableString.Invariant($"{n}.csv"), SomeDelivery.Orders(2_000, from: 1 + (n * 2_000)))).ToList();
        using var child = IngestChild.Start();
        child.Begin(_some.Lake, "orders", files[0]);
        Parallel.ForEach(files.Skip(1), file => _some.Ingest(file));
        Assert.Equal(new IngestCounts(2_000, 2_000, 0, 0, 0, 0).ToString(), child.End());

        Assert.Equal(3, _some.Lake.Snapshot().Number);
        Assert.Equal(["6000"], _some.Query("SELECT count(DISTINCT order_id) FROM {dataset}"));
        Assert.Empty(_some.Lake.Snapshot().Verify(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ARivalThatWaitsTooLongSaysSo()
    {
        using var writer = _some.Lake.Write(TimeSpan.Zero, TestContext.Current.CancellationToken);
        var request = IngestChild.Request(_some.Orders("orders.csv", SomeDelivery.Orders(2))) with { LockTimeoutSeconds = 0.1 };

        Assert.Contains("another writer holds the lake", Assert.Throws<LakeException>(() => Ingestion.Run(_some.Lake, SomeDelivery.Contracts, request, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("committing")]
    public void ACancelledIngestChangesNothing(string stage)
    {
        var file = _some.Orders("orders.csv", SomeDelivery.Orders(5_000));
        using var source = new CancellationTokenSource();
        var progress = new Now<IngestProgress>(p =>
        {
            if (p.Stage == stage) source.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Ingestion.Run(_some.Lake, SomeDelivery.Contracts, IngestChild.Request(file), progress, source.Token));
        Assert.Equal(0, _some.Lake.Snapshot().Number);
        Assert.Equal(5_000, _some.Ingest(file).Total.Accepted);
    }

    [Theory]
    [InlineData(1, 300_000)]
    [InlineData(12, 150_000)]
    public void ThreadsAndRepetitionsMakeNoDifferenceToTheBytes(int days, int rows)
    {
        var file = _some.Orders("orders.csv", Enumerable.Range(0, rows).Select(n => SomeDelivery.Order(
            n, ("known_at", n % 3 == 0 ? "2024-05-01" : Day(31 + (n % days))), ("quantity", n == 40_000 ? "x" : "7"), ("end_use", n == 30_000 ? "\"a\nb\"" : ""))));
        var lakes = new[] { 1, 2, 2 }.Select((threads, i) =>
        {
            var lake = Lake.Create(Path.Combine(_some.Folder, FormattableString.Invariant($"lake-{i}")));
            var report = Ingestion.Run(lake, SomeDelivery.Contracts, IngestChild.Request(file) with { Threads = threads }, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(new IngestCounts(rows, rows - 1, 0, 1, 0, 0), report.Total);
            Assert.Equal(40_003, report.Reasons.Single().ExampleLine);
            return lake;
        }).ToList();

        AssertSame(lakes[0], lakes[1]);
        AssertSame(lakes[0], lakes[2]);
        foreach (var data in lakes[0].Snapshot().AllFiles)
        {
            var path = lakes[0].Snapshot().FullPath(data);
            Assert.Equal("0", SomeDelivery.Read(
                $"SELECT count(*) FROM (SELECT row(known_at, ordered_at, order_id) AS place, lag(place) OVER (ORDER BY file_row_number) AS before FROM read_parquet('{path}', file_row_number=true)) WHERE before >= place").Single());
        }
    }

    public void Dispose() => _some.Dispose();

    private static string Day(int n) => new DateOnly(2024, 4, 1).AddDays(n).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) + " 10:00:00";

    private static IngestCounts Expected => new(3 * RowsPerFile, (3 * RowsPerFile) - 400, 200, 200, 0, 0);

    /// <summary>Three files that bring every fate: new rows, rows of the first delivery again, rows of each other, changed rows, broken rows.</summary>
    private string[] Delivery() =>
    [
        _some.Orders("0.csv", [.. SomeDelivery.Orders(RowsPerFile - 200), .. SomeDelivery.Orders(200, from: 1_000_000)]),
        _some.Orders("1.csv", [.. SomeDelivery.Orders(RowsPerFile - 100, from: 10_000), .. Enumerable.Range(1, 100).Select(n => SomeDelivery.Order(n, ("quantity", "x")))]),
        _some.Orders("2.csv", [.. SomeDelivery.Orders(RowsPerFile - 200, from: 20_000), .. SomeDelivery.Orders(100, from: 1), .. Enumerable.Range(101, 100).Select(n => SomeDelivery.Order(n, ("status", "changed"), ("known_at", "2024-05-02")))]),
    ];

    /// <summary>True when it had ended by itself.</summary>
    private static bool KillAfter(IngestChild child, Lake lake, string[] files, int milliseconds)
    {
        child.Begin(lake, "orders", files);
        Thread.Sleep(milliseconds);
        child.Kill();
        return child.End() is not null;
    }

    private static bool KillAtChange(IngestChild child, Lake lake, string[] files, int change)
    {
        using var killed = new ManualResetEventSlim();
        using var watch = new Changes(lake, change, () =>
        {
            child.Kill();
            killed.Set();
        });
        child.Begin(lake, "orders", files);
        var isOver = child.End() is not null;
        if (!isOver) killed.Wait(TestContext.Current.CancellationToken);
        return isOver;
    }

    /// <summary>Reads the newest snapshot again and again: each dataset has the rows of whole deliveries, and never fewer than before.</summary>
    private (int Reads, int Snapshots) ReadUntil(IReadOnlyList<string> datasets, Dictionary<string, int> sizes, int deliveries)
    {
        var reads = 0;
        var seen = new SortedSet<long>();
        using var database = Screening.Data.DuckDb.DuckDbDatabase.Open();
        using var connection = database.Connect();
        while (seen.Count == 0 || seen.Max < datasets.Count * deliveries)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var snapshot = _some.Lake.Snapshot();
            long whole = 0;
            foreach (var dataset in datasets)
            {
                var rows = connection.Scalar<long>($"SELECT count(known_at) FROM {snapshot.Relation(SomeDelivery.Contracts[dataset])}", TestContext.Current.CancellationToken);
                Assert.Equal(0, rows % sizes[dataset]);
                whole += rows / sizes[dataset];
            }
            // Each delivery brought one source; the merging of small files, a manifest of its own, brings none and takes no row away.
            Assert.Equal(snapshot.Sources.Count, whole);
            Assert.True(seen.Count == 0 || whole >= seen.Max);
            seen.Add(whole);
            reads++;
        }
        return (reads, seen.Count);
    }

    private Lake Copy(Lake lake, string name)
    {
        var path = Path.Combine(_some.Folder, name);
        Cli.TemporaryFolder.Copy(lake.FullPath, path);
        return Lake.Open(path);
    }

    private static string[] Contents(Lake lake) =>
        [.. Directory.EnumerateFiles(lake.FullPath, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(lake.FullPath, p)).Order(StringComparer.Ordinal)];

    /// <summary>The same files with the same bytes: data, manifests and quarantine.</summary>
    private static void AssertSame(Lake expected, Lake actual)
    {
        Assert.Equal(Contents(expected), Contents(actual));
        Assert.All(Contents(expected), path => Assert.Equal(File.ReadAllBytes(Path.Combine(expected.FullPath, path)), File.ReadAllBytes(Path.Combine(actual.FullPath, path))));
    }

    private Lake NewLake(string name, string first)
    {
        var lake = Lake.Create(Path.Combine(_some.Folder, name));
        Ingestion.Run(lake, SomeDelivery.Contracts, IngestChild.Request(first), cancellation: TestContext.Current.CancellationToken);
        return lake;
    }

    /// <summary>Counts the changes of a lake's files as the kernel reports them, and acts once when one has come.</summary>
    private sealed class Changes : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private int _count;

        public Changes(Lake lake, int at, Action act)
        {
            _watcher = new FileSystemWatcher(lake.FullPath) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.Size | NotifyFilters.LastWrite };
            FileSystemEventHandler changed = (_, _) =>
            {
                if (Interlocked.Increment(ref _count) == at + 1) act();
            };
            _watcher.Created += changed;
            _watcher.Changed += changed;
            _watcher.Deleted += changed;
            _watcher.Renamed += (sender, e) => changed(sender, e);
            _watcher.EnableRaisingEvents = true;
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _watcher.Dispose();
    }

    private sealed class Now<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
