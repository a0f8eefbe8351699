using Screening.Data;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Lakes;

public sealed class CompactionTests : IDisposable
{
    private const int Runs = 6;
    private static readonly CompactionTargets Targets = new() { Rows = 2000, Bytes = long.MaxValue };
    private readonly SomeLake _some = new();

    [Fact]
    public void SmallFilesBecomeOneAndTheRowsAndTheIdStay()
    {
        LakeSnapshot before = _some.Lake.Snapshot();
        for (var night = 0; night < 9; night++) before = _some.Deliver(20, extra: night >= 5);
        var rows = _some.Rows(before);

        var report = _some.Compact(Targets);

        var after = _some.Lake.Snapshot();
        Assert.Equal((9, 1, 9, 180L, 10L), (report.FilesBefore, report.FilesAfter, report.FilesRewritten, report.RowsRewritten, report.ManifestNumber));
        Assert.Equal(rows, _some.Rows(after));
        Assert.Equal((before.Id, before.DatasetId("meters"), before.DeliveredAtUtc), (after.Id, after.DatasetId("meters"), after.DeliveredAtUtc));
        Assert.Equal(before.Sources, after.Sources);
        Assert.Empty(after.AddedSources);
        Assert.True(after.IsCompaction);
        var file = Assert.Single(after.AllFiles);
        Assert.StartsWith("meters/date=2024-01-01/20240101-20240109-", file.Path, StringComparison.Ordinal);
        Assert.Equal((SomeLake.Start, before.AllFiles[^1].MaxKnownAtUtc), (file.MinKnownAtUtc, file.MaxKnownAtUtc));
        Assert.Equal(80, _some.Count($"SELECT count(_source) FROM read_parquet({Sql.Literal(after.FullPath(file))})"));
        AssertSorted(after);
        Assert.Equal(0, _some.Compact(Targets).FilesRewritten);
        Assert.Equal(10, _some.Lake.Snapshot().Number);
    }

    [Fact]
    public void OldSnapshotsStayReadable()
    {
        for (var night = 0; night < 5; night++) _some.Deliver(20);
        var before = _some.Lake.Snapshot();
        var rows = _some.Rows(before);
        _some.Compact(Targets);
        _some.Deliver(20);

        Assert.Equal(rows, _some.Rows(_some.Lake.Snapshot(5)));
        Assert.Empty(_some.Lake.Snapshot(5).Verify(TestContext.Current.CancellationToken));
        Assert.Equal(7, _some.DataFiles().Count);
        Assert.NotEqual(before.Id, _some.Lake.Snapshot().Id);
    }

    [Fact]
    public void OverlappingRunsBecomeFilesThatDoNotOverlap()
    {
        // ├───── run 0: ten years, sorted ─────┤        ├─ cut ─┤├─ cut ─┤├─ cut ─┤
        // ├───── run 1 ────────────────────────┤   →
        LakeSnapshot before = _some.Lake.Snapshot();
        for (var run = 0; run < Runs; run++) before = _some.Deliver(2000, SomeLake.Start.AddMinutes(run), hours: 24 * 3650);
        var rows = _some.Rows(before);

        var report = _some.Compact(Targets);

        var after = _some.Lake.Snapshot();
        Assert.Equal(Runs, report.FilesAfter);
        Assert.Equal(rows, _some.Rows(after));
        AssertApart(after);
        AssertSorted(after);
        Assert.All(after.AllFiles, f => Assert.InRange(f.Rows, 1000, 3000));
        Assert.Equal(0, _some.Compact(Targets).FilesRewritten);
    }

    [Fact]
    public void ADayThatIsMoreThanAFileIsCutWithinIt()
    {
        for (var run = 0; run < Runs; run++) _some.Deliver(2000, SomeLake.Start.AddMilliseconds(run), hours: 3);

        _some.Compact(Targets);

        var after = _some.Lake.Snapshot();
        Assert.Equal(Runs, after.AllFiles.Count);
        AssertApart(after);
        AssertSorted(after);
    }

    [Fact]
    public void OneInstantIsNeverCut()
    {
        for (var run = 0; run < Runs; run++) _some.Deliver(2000, SomeLake.Start.AddDays(-run / 10.0), hours: 0);
        Assert.Equal(0, _some.Compact(Targets).FilesRewritten);

        // All but one row of each run became known at once.
        using var other = new SomeLake();
        for (var run = 0; run < Runs; run++) other.Deliver(2000, SomeLake.Start.AddMicroseconds(run), hours: 0.0000006);
        var rows = other.Rows(other.Lake.Snapshot());
        other.Compact(Targets);
        Assert.Single(other.Lake.Snapshot().AllFiles);
        Assert.Equal(rows, other.Rows(other.Lake.Snapshot()));
    }

    [Fact]
    public void ThreadsAndRepetitionsMakeNoDifferenceToTheBytes()
    {
        using var again = new SomeLake();
        foreach (var lake in (SomeLake[])[_some, again])
        {
            for (var run = 0; run < Runs; run++) lake.Deliver(2000, SomeLake.Start.AddMinutes(run), hours: 24 * 60);
            for (var night = 0; night < 5; night++) lake.Deliver(30);
        }
        _some.Compact(Targets, threads: 1);
        again.Compact(Targets, threads: 2);

        Assert.Equal(File.ReadAllBytes(_some.ManifestPath(Runs + 6)), File.ReadAllBytes(again.ManifestPath(Runs + 6)));
        Assert.Empty(_some.Lake.Snapshot().Verify(TestContext.Current.CancellationToken));
        Assert.Empty(again.Lake.Snapshot().Verify(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void FilesOfAnOlderContractKeepTheirVersion()
    {
        for (var night = 0; night < 8; night++) _some.Deliver(20, version: night < 4 ? "1.0.0" : "1.1.0");

        _some.Compact(Targets);

        Assert.Equal(["1.0.0", "1.1.0"], _some.Lake.Snapshot().AllFiles.Select(f => f.ContractVersion));
    }

    [Fact]
    public void FilesThatAreNotWhatTheManifestSaysAreNotMerged()
    {
        for (var night = 0; night < 5; night++) _some.Deliver(20);
        var snapshot = _some.Lake.Snapshot();
        using (var connection = _some.Database.Connect())
        {
            connection.Execute($"COPY (FROM read_parquet({Sql.Literal(snapshot.FullPath(snapshot.AllFiles[1]))}) LIMIT 19) TO {Sql.Literal(snapshot.FullPath(snapshot.AllFiles[0]))} (FORMAT parquet)", TestContext.Current.CancellationToken);
        }

        Assert.Contains("was not committed", Assert.Throws<LakeException>(() => _some.Compact(Targets)).Message, StringComparison.Ordinal);
        Assert.Equal(5, _some.Lake.Snapshot().Number);
        _some.Lake.Write(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken).Dispose();
        Assert.Equal(5, _some.DataFiles().Count);
    }

    [Fact]
    public void ADryRunSaysWhatThereIsToDoAndNeedsNoLock()
    {
        for (var night = 0; night < 5; night++) _some.Deliver(20);
        using var held = _some.Lake.Write(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        var report = Assert.Single(Compaction.Run(_some.Lake, [SomeLake.Contract], new CompactionRequest { DryRun = true }, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal((true, 5, null, 5, 100L), (report.DryRun, report.FilesBefore, report.FilesAfter, report.FilesRewritten, report.RowsRewritten));
        Assert.Equal(5, _some.DataFiles().Count);
    }

    [Fact]
    public void ACancelledCompactionChangesNothing()
    {
        for (var night = 0; night < 5; night++) _some.Deliver(20);
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Compaction.Run(_some.Lake, [SomeLake.Contract], new CompactionRequest(), cancellation: stop.Token));
        Assert.Equal(5, _some.Lake.Snapshot().Number);
    }

    public void Dispose() => _some.Dispose();

    private static void AssertApart(LakeSnapshot snapshot)
    {
        var files = snapshot.AllFiles.OrderBy(f => f.MinKnownAtUtc).ToList();
        Assert.All(files.Zip(files.Skip(1)), pair => Assert.True(pair.First.MaxKnownAtUtc < pair.Second.MinKnownAtUtc, $"{pair.First.Path} overlaps {pair.Second.Path}"));
    }

    /// <summary>Each file keeps the total order, and the manifest says its bounds.</summary>
    private void AssertSorted(LakeSnapshot snapshot)
    {
        Assert.All(snapshot.AllFiles, f =>
        {
            var file = $"read_parquet({Sql.Literal(snapshot.FullPath(f))}, file_row_number=true)";
            Assert.Equal(0, _some.Count($"SELECT count(*) FROM (SELECT (known_at, read_at, meter) AS place, lag((known_at, read_at, meter)) OVER (ORDER BY file_row_number) AS before FROM {file}) WHERE before >= place"));
            Assert.Equal(1, _some.Count(FormattableString.Invariant($"SELECT count(*) FROM (SELECT min(known_at) AS low, max(known_at) AS high, count(*) AS n FROM {file}) WHERE low = TIMESTAMP '{f.MinKnownAtUtc:yyyy-MM-dd HH:mm:ss.ffffff}' AND high = TIMESTAMP '{f.MaxKnownAtUtc:yyyy-MM-dd HH:mm:ss.ffffff}' AND n = {f.Rows}")));
        });
    }
}
