using System.Diagnostics;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Kills, rivals and repetitions: a reader sees the old snapshot or the new one, and the same input gives the same lake.</summary>
public sealed class DurabilityTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 8;
    private const int Days = 40;
    private const int Slices = 2;
    private const int RowsPerDay = 4_000;
    private readonly SomeDelivery _some = new();

    [Fact]
    public void AKilledIngestLeavesTheOldSnapshotOrTheNewAndARerunCompletes()
    {
        var file = _some.Orders("orders.csv", Enumerable.Range(0, Days * RowsPerDay).Select(n => SomeDelivery.Order(n, ("known_at", Day(n / RowsPerDay)))).Append(SomeDelivery.Order(0, ("quantity", "x"))));
        var first = _some.Orders("first.csv", SomeDelivery.Order(1_000_000));
        var whole = NewLake("whole", first);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, Finish(IngestChild.Start(whole, file)));
        var took = (int)watch.ElapsedMilliseconds;
        var expected = whole.Snapshot();
        Assert.Equal(1 + Slices, expected.AllFiles.Count);

        var seed = Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine(FormattableString.Invariant($"seed {seed}, an uninterrupted run takes {took} ms"));
        for (var i = 0; i < Kills; i++)
        {
            var lake = NewLake(FormattableString.Invariant($"killed-{i}"), first);
            var before = lake.Snapshot();
            using (var child = IngestChild.Start(lake, file))
            {
                // Half of the kills come at any time, half while the data files are written.
                if (i % 2 == 0) child.WaitForExit(random.Next(took));
                else while (!child.HasExited && Scratch(lake) + DataFiles(lake) <= 1 + random.Next(Slices + 1)) Thread.Sleep(1);
                child.Kill();
                child.WaitForExit();
            }
            var seen = lake.Snapshot();
            output.WriteLine(FormattableString.Invariant($"kill {i}: snapshot {seen.Number}, {DataFiles(lake)} data files"));
            Assert.Equal(seen.Number == before.Number ? before.Id : expected.Id, seen.Id);
            Assert.Empty(seen.Verify(TestContext.Current.CancellationToken));

            Ingestion.Run(lake, SomeDelivery.Contracts, IngestChild.Request(file), cancellation: TestContext.Current.CancellationToken);
            AssertSame(whole, lake);
        }
    }

    [Fact]
    public void TwoIngestsAtOnceBothArrive()
    {
        var files = Enumerable.Range(0, 3).Select(n => _some.Orders(FormattableString.Invariant($"{n}.csv"), SomeDelivery.Orders(2_000, from: 1 + (n * 2_000)))).ToList();
        using var child = IngestChild.Start(_some.Lake, files[0]);
        Parallel.ForEach(files.Skip(1), file => _some.Ingest(file));
        Assert.Equal(0, Finish(child));

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

    private static int DataFiles(Lake lake) => Directory.EnumerateFiles(Path.Combine(lake.FullPath, "orders"), "*", SearchOption.AllDirectories).Count();

    private static int Scratch(Lake lake)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(lake.FullPath, "_scratch"), "*.parquet").Count();
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static int Finish(Process child)
    {
        child.StandardOutput.ReadToEnd();
        var errors = child.StandardError.ReadToEnd();
        child.WaitForExit();
        return errors.Length == 0 ? child.ExitCode : throw new InvalidOperationException(errors);
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

    private sealed class Now<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
