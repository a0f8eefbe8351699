using System.Text.Json.Nodes;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Lakes;

public sealed class ManifestTests : IDisposable
{
    private static readonly DateTime At = new(2024, 6, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly SomeLake _some = new();

    [Fact]
    public void AManifestNamesFewListsOfSourcesHoweverManyDeliveriesThereWere()
    {
        const int Deliveries = 300;
        for (var i = 0; i < Deliveries; i++) Tell(i);

        var newest = _some.Lake.Snapshot();
        Assert.Equal(Enumerable.Range(0, Deliveries).Select(Source), newest.Sources);
        Assert.Equal(Deliveries, newest.SourceCount);
        Assert.Equal([Source(Deliveries - 1)], newest.AddedSources);
        Assert.InRange(newest.Manifest.Sources.Count, 1, 9);
        Assert.All(newest.Manifest.Sources.Zip(newest.Manifest.Sources.Skip(1)), pair => Assert.True(pair.First.Count >= 2 * pair.Second.Count, $"{pair}"));
        Assert.Equal(Enumerable.Range(0, 100).Select(Source), _some.Lake.Snapshot(100).Sources);
        Assert.Empty(newest.Verify(TestContext.Current.CancellationToken));
        Assert.Empty(_some.Lake.VerifyHistory(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AManifestOfTheFirstFormatIsReadAndTheChainGoesOnFromIt()
    {
        var before = _some.Deliver(10);
        RewriteInFirstFormat(1);

        var first = Lake.Open(_some.Lake.FullPath).Snapshot();
        Assert.Equal(before.Sources, first.Sources);
        Assert.Equal(before.Sources, first.AddedSources);
        Assert.Equal(before.AllFiles, first.AllFiles);
        Assert.Equal(Manifest.HashOfFiles(first.AllFiles), first.Id);
        Assert.Equal(first.Id, first.DatasetId("meters"));

        var second = _some.Deliver(5);
        Assert.Equal(Manifest.Extend(first.Id, [second.AllFiles[1]]), second.Id);
        Assert.Equal(["0.csv", "1.csv"], second.Sources.Select(s => s.File));
        Assert.Equal(["1.csv"], second.AddedSources.Select(s => s.File));
        Assert.Empty(_some.Lake.VerifyHistory(TestContext.Current.CancellationToken));
        Assert.Equal(["0.csv"], _some.Lake.Snapshot(1).Sources.Select(s => s.File));
    }

    [Fact]
    public void TheSameDeliveriesGiveTheSameIdAndOthersDoNot()
    {
        using var same = new SomeLake();
        using var other = new SomeLake();
        foreach (var rows in (int[])[5, 7])
        {
            _some.Deliver(rows);
            same.Deliver(rows);
        }
        other.Deliver(5);
        other.Deliver(8);

        Assert.Equal(_some.Lake.Snapshot().Id, same.Lake.Snapshot().Id);
        Assert.NotEqual(_some.Lake.Snapshot().Id, other.Lake.Snapshot().Id);
        Assert.Equal(_some.Lake.Snapshot(1).Id, other.Lake.Snapshot(1).Id);
    }

    [Fact]
    public void ADeliveryThatTellsNothingNewKeepsTheId()
    {
        var before = _some.Deliver(5);
        var after = Tell(1);

        Assert.Equal(2, after.Number);
        Assert.Equal((before.Id, before.DatasetId("meters")), (after.Id, after.DatasetId("meters")));
        Assert.Null(after.DatasetId("orders"));
    }

    [Fact]
    public void AMissingOrAlteredManifestInTheMiddleIsNoticed()
    {
        for (var i = 0; i < 5; i++) _some.Deliver(3);
        File.AppendAllText(_some.ManifestPath(2), " ");
        Assert.Equal(["manifest 2 is not the one that manifest 3 was built on: it was altered or replaced"], Problems());
        File.Delete(_some.ManifestPath(2));
        File.Delete(_some.ManifestPath(3));
        Assert.Equal(["manifests 2 to 3 are missing"], Problems());
        File.Delete(_some.ManifestPath(1));
        Assert.Equal(["manifests 1 to 3 are missing"], Problems());
        File.AppendAllText(_some.ManifestPath(5), " ");
        Assert.Equal(["manifests 1 to 3 are missing", "manifest 5 is not the one that was published: it was altered or replaced"], Problems());
        File.WriteAllText(_some.ManifestPath(4), "{]");
        Assert.Contains(Problems(), p => p.Contains("00000004.json' is damaged", StringComparison.Ordinal));
        File.WriteAllText(_some.ManifestPath(5), "{\"format\": 2, ");
        Assert.Contains(Problems(), p => p.Contains("00000005.json' is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void AMissingNewestManifestIsNoticedByReadersAndWriters()
    {
        for (var i = 0; i < 3; i++) _some.Deliver(3);
        File.Delete(_some.ManifestPath(3));

        Assert.Equal(["manifest 3 is missing"], Problems());
        Assert.Contains("manifest 3 of the lake", Assert.Throws<LakeException>(() => _some.Lake.Snapshot()).Message, StringComparison.Ordinal);
        Assert.Contains("is missing, though it was published", Assert.Throws<LakeException>(() => _some.Lake.Snapshot(3)).Message, StringComparison.Ordinal);
        Assert.Throws<LakeException>(() => _some.Lake.SnapshotAt(Address("2024-01-02")));
        Assert.Throws<LakeException>(() => _some.Deliver(1));
        Assert.Equal(2, _some.Lake.Snapshot(2).Number);
        Assert.Equal(3, _some.DataFiles().Count);

        // What the message says can be done.
        File.Delete(Path.Combine(_some.Lake.FullPath, "_manifests", "newest"));
        Assert.Equal(2, _some.Lake.Snapshot().Number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"number\":")]
    public void ACrashBetweenTheManifestAndItsMarkIsNoError(string? left)
    {
        _some.Deliver(3);
        var mark = Path.Combine(_some.Lake.FullPath, "_manifests", "newest");
        var old = File.ReadAllText(mark);
        _some.Deliver(3);
        if (left is null) File.WriteAllText(mark, old);
        else File.WriteAllText(mark, left);

        Assert.Equal(2, _some.Lake.Snapshot().Number);
        Assert.Empty(Problems());
        _some.Lake.Write(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken).Dispose();
        Assert.Equal(2, _some.Lake.NewestMark()!.Number);
        Assert.Empty(Problems());
    }

    [Fact]
    public void AListOfSourcesThatIsMissingOrChangedIsNamed()
    {
        Tell(1);
        var newest = Lake.Open(_some.Lake.FullPath).Snapshot();
        var list = Path.Combine(_some.Lake.FullPath, "_manifests", "sources", "00000001.json");
        File.AppendAllText(list, " ");
        Assert.Equal(["_manifests/sources/00000001.json does not have the hash that the manifest says"], newest.Verify(TestContext.Current.CancellationToken));
        Assert.Contains("does not have the hash", Assert.Throws<LakeException>(() => newest.Sources).Message, StringComparison.Ordinal);
        File.Delete(list);
        Assert.Equal(["_manifests/sources/00000001.json is missing"], newest.Verify(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void WhatAWriterLeftBeforeItsManifestIsCleared()
    {
        Tell(1);
        var list = Path.Combine(_some.Lake.FullPath, "_manifests", "sources", "00000002.json");
        File.WriteAllText(list, "half a li");
        File.WriteAllText(Path.Combine(_some.Lake.FullPath, "_manifests", ".newest"), "{");

        _some.Lake.Write(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken).Dispose();

        Assert.False(File.Exists(list));
        Assert.Equal(["00000001.json", "newest"], Directory.GetFiles(Path.Combine(_some.Lake.FullPath, "_manifests")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ACommitThatWouldLoseRowsIsRefused()
    {
        var file = _some.Deliver(3).AllFiles.Single();
        using var writer = _some.Lake.Write(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Contains("keeps their rows", Assert.Throws<InvalidOperationException>(() => writer.Commit([file with { Path = "meters/date=2024-01-01/b.parquet", Rows = 2 }], [file], [], At)).Message, StringComparison.Ordinal);
        Assert.Contains("is not a file of", Assert.Throws<InvalidOperationException>(() => writer.Commit([], [file with { Path = "x" }], [], At)).Message, StringComparison.Ordinal);
        Assert.Contains("adds no source", Assert.Throws<InvalidOperationException>(() => writer.Commit([file], [file], [Source(1)], At)).Message, StringComparison.Ordinal);
        Assert.Equal(1, _some.Lake.Snapshot().Number);
    }

    [Fact]
    public void AManifestOfALaterFormatIsRefused()
    {
        _some.Deliver(1);
        File.WriteAllText(_some.ManifestPath(2), File.ReadAllText(_some.ManifestPath(1)).Replace("\"format\": 2", "\"format\": 3", StringComparison.Ordinal));

        Assert.EndsWith("has format 3; this program reads formats 1 and 2", Assert.Throws<LakeException>(() => _some.Lake.Snapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AManifestThatNamesAFileOutsideTheLakeIsRefused()
    {
        _some.Deliver(1);
        File.WriteAllText(_some.ManifestPath(1), File.ReadAllText(_some.ManifestPath(1)).Replace("meters/date=2024-01-01/", "../", StringComparison.Ordinal));

        Assert.Contains("which is not below the lake", Assert.Throws<LakeException>(() => _some.Lake.Snapshot()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _some.Dispose();

    private static SnapshotAddress Address(string text) => SnapshotAddress.TryParse(text, out var address) ? address : throw new InvalidOperationException(text);

    private static LakeSource Source(int n) => new("meters", FormattableString.Invariant($"{n}.csv"), new string('a', 64), null, 1, 0, 1, 0, 0, 0, At.AddDays(n));

    private LakeSnapshot Tell(int n)
    {
        using var writer = _some.Lake.Write(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        return writer.Commit([], [], [Source(n)], At.AddDays(n));
    }

    private IReadOnlyList<string> Problems() => _some.Lake.VerifyHistory(TestContext.Current.CancellationToken);

    /// <summary>As the version before wrote it: every source in the manifest, no hash of the one before, no marks.</summary>
    private void RewriteInFirstFormat(long number)
    {
        var snapshot = _some.Lake.Snapshot(number);
        var json = JsonNode.Parse(File.ReadAllText(_some.ManifestPath(number)))!;
        var sources = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(snapshot.Sources, ManifestJson.Options))!;
        var first = new JsonObject
        {
            ["format"] = 1,
            ["number"] = number,
            ["delivered_at_utc"] = json["delivered_at_utc"]!.DeepClone(),
            ["files"] = json["files"]!.DeepClone(),
            ["sources"] = sources,
        };
        File.WriteAllText(_some.ManifestPath(number), first.ToJsonString(new() { WriteIndented = true }) + "\n");
        Directory.Delete(Path.Combine(_some.Lake.FullPath, "_manifests", "sources"), recursive: true);
        File.Delete(Path.Combine(_some.Lake.FullPath, "_manifests", "newest"));
    }
}
