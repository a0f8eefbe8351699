using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Lakes;

public sealed class PruningTests(ITestOutputHelper output) : IDisposable
{
    private static readonly CompactionTargets Targets = new() { Rows = 2000, Bytes = long.MaxValue };
    private readonly SomeLake _some = new();

    [Fact]
    public void WhatOnlyPrunedSnapshotsNameIsFreedAndNoRowIsLost()
    {
        for (var night = 0; night < 6; night++) _some.Deliver(20);
        _some.Compact(Targets);
        _some.Deliver(20);
        var newest = _some.Lake.Snapshot();
        var (id, rows, files) = (newest.Id, _some.Rows(newest), _some.DataFiles());
        Assert.Equal(8, files.Count);

        var would = Pruning.Run(_some.Lake, new PruneRequest { Keep = 2, DryRun = true }, TestContext.Current.CancellationToken);
        Assert.Equal(files, _some.DataFiles());
        var did = Pruning.Run(_some.Lake, new PruneRequest { Keep = 2 }, TestContext.Current.CancellationToken);

        Assert.Equal(would with { DryRun = false }, did);
        Assert.Equal((6, 7L, 6), (did.Snapshots, did.OldestKept, did.Files));
        Assert.Equal([7, 8], _some.Lake.SnapshotNumbers());
        Assert.Equal(2, _some.DataFiles().Count);
        Assert.Equal((id, rows), (_some.Lake.Snapshot().Id, _some.Rows(_some.Lake.Snapshot())));
        Assert.Equal(7, _some.Lake.Snapshot().Sources.Count);
        Assert.Empty(_some.Lake.VerifyHistory(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Directory.EnumerateDirectories(Path.Combine(_some.Lake.FullPath, "meters")), d => !Directory.EnumerateFileSystemEntries(d).Any());
        Assert.EndsWith("snapshot 3 was pruned from the lake '" + _some.Lake.FullPath + "'; the oldest that is kept is 7", Assert.Throws<LakeException>(() => _some.Lake.Snapshot(3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AByteCountIsWhatIsFreed()
    {
        for (var night = 0; night < 40; night++) _some.Deliver(20);
        _some.Compact(Targets);
        var before = Size();

        var report = Pruning.Run(_some.Lake, new PruneRequest { Keep = 1 }, TestContext.Current.CancellationToken);

        // The mark of what was pruned is new.
        Assert.Equal(before - report.Bytes + new FileInfo(Path.Combine(_some.Lake.FullPath, "_manifests", "pruned")).Length, Size());

        long Size() => new DirectoryInfo(_some.Lake.FullPath).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
    }

    [Fact]
    public void TheNewestIsNeverPrunedAndAgainFindsNothing()
    {
        for (var night = 0; night < 3; night++) _some.Deliver(20);

        Assert.Equal(2, Pruning.Run(_some.Lake, new PruneRequest { KeepSinceUtc = SomeLake.Start.AddYears(5) }, TestContext.Current.CancellationToken).Snapshots);
        Assert.Equal(new PruneReport(false, 0, 3, 0, 0), Pruning.Run(_some.Lake, new PruneRequest { Keep = 1 }, TestContext.Current.CancellationToken));
        Assert.Equal([3], _some.Lake.SnapshotNumbers());
        using var empty = new SomeLake();
        Assert.Equal(0, Pruning.Run(empty.Lake, new PruneRequest { Keep = 1 }, TestContext.Current.CancellationToken).OldestKept);
    }

    [Fact]
    public void ByDaysTheSnapshotThatWasNewestWhenTheyBeganStays()
    {
        for (var night = 0; night < 6; night++) _some.Deliver(20);

        // Delivered on January 1 to 6; at noon of the 4th the fourth was the newest.
        Pruning.Run(_some.Lake, new PruneRequest { KeepSinceUtc = SomeLake.Start.AddDays(3.5) }, TestContext.Current.CancellationToken);

        Assert.Equal([4, 5, 6], _some.Lake.SnapshotNumbers());
        Assert.Equal(4, At("2024-01-04").Number);
        Assert.EndsWith("the snapshot of 2024-01-03 was pruned from the lake '" + _some.Lake.FullPath + "'; the oldest that is kept is 4, delivered 2024-01-04 00:00:00 UTC", Assert.Throws<LakeException>(() => At("2024-01-03")).Message, StringComparison.Ordinal);
        Assert.Contains("its first delivery came 2024-01-01", Assert.Throws<LakeException>(() => At("2023-12-03")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(2, true)]
    [InlineData(0, false)]
    public void ARequestThatIsNoneIsRefused(int? keep, bool since) =>
        Assert.Throws<ArgumentException>(() => Pruning.Run(_some.Lake, new PruneRequest { Keep = keep, KeepSinceUtc = since ? SomeLake.Start : null }, TestContext.Current.CancellationToken));

    [Fact]
    public void EverySnapshotThatIsKeptStaysWhatItWasWhateverIsDone()
    {
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        var told = new Dictionary<long, (string Id, string Rows, int Sources)>();
        for (var step = 0; step < 80; step++)
        {
            var what = random.Next(10);
            if (what < 7) _some.Deliver(random.Next(1, 60), SomeLake.Start.AddDays(random.Next(30)), hours: random.Next(1, 200), extra: random.Next(2) == 0);
            else if (what < 9) _some.Compact(new CompactionTargets { Rows = random.Next(20, 400), Bytes = long.MaxValue });
            else Pruning.Run(_some.Lake, new PruneRequest { Keep = random.Next(1, 20) }, TestContext.Current.CancellationToken);
            var newest = _some.Lake.Snapshot();
            told.TryAdd(newest.Number, (newest.Id, _some.Rows(newest), newest.SourceCount));
        }

        var fresh = Lake.Open(_some.Lake.FullPath);
        Assert.Empty(fresh.VerifyHistory(TestContext.Current.CancellationToken));
        var numbers = fresh.SnapshotNumbers();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            var snapshot = fresh.Snapshot(number);
            Assert.Empty(snapshot.Verify(TestContext.Current.CancellationToken));
            Assert.Equal(told[number], (snapshot.Id, _some.Rows(snapshot), snapshot.Sources.Count));
            named.UnionWith(snapshot.AllFiles.Select(f => f.Path));
        }
        // And nothing lies there that no snapshot names.
        fresh.Write(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken).Dispose();
        Assert.Equal(named.Order(StringComparer.Ordinal), _some.DataFiles());
    }

    public void Dispose() => _some.Dispose();

    private LakeSnapshot At(string text) => SnapshotAddress.TryParse(text, out var address) ? _some.Lake.SnapshotAt(address) : throw new InvalidOperationException(text);
}
