using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Lakes;

public sealed class LakeTests : IDisposable
{
    private static readonly TimeSpan NoWait = TimeSpan.FromMilliseconds(120);
    private readonly SomeDelivery _some = new();

    [Fact]
    public void AnEmptyLakeHasAnEmptyTypedRelation()
    {
        var snapshot = _some.Lake.Snapshot();

        Assert.Equal(0, snapshot.Number);
        Assert.Empty(snapshot.Sources);
        Assert.Equal("0", SomeDelivery.Read($"SELECT count(*) FROM {snapshot.Relation(SomeDelivery.Contracts["orders"])}").Single());
        Assert.Equal("DECIMAL(18,3)", SomeDelivery.Read($"SELECT typeof(quantity) FROM (SELECT 1) LEFT JOIN {snapshot.Relation(SomeDelivery.Contracts["orders"])} ON true").Single());
    }

    [Fact]
    public void AnOldSnapshotStaysWhatItWas()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(2)));
        var before = _some.Lake.Snapshot();
        _some.Ingest(_some.Orders("b.csv", SomeDelivery.Orders(3, from: 10)));

        Assert.Equal(2, before.Rows("orders"));
        Assert.Equal(before.Id, _some.Lake.Snapshot(1).Id);
        Assert.Equal(5, _some.Lake.Snapshot().Rows("orders"));
        Assert.Equal(["a.csv", "b.csv"], _some.Lake.Snapshot().Sources.Select(s => s.File));
    }

    [Fact]
    public void AMissingSnapshotNamesTheRange()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(2)));

        Assert.EndsWith("has no manifest 7; it has 1 to 1", Assert.Throws<LakeException>(() => _some.Lake.Snapshot(7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedManifestIsOneSentence()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(2)));
        File.WriteAllText(Path.Combine(_some.Lake.FullPath, "_manifests", "00000002.json"), "{\"format\": 1, ");

        Assert.Contains("00000002.json' is damaged", Assert.Throws<LakeException>(() => _some.Lake.Snapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsNoLakeIsRefused()
    {
        Assert.Contains("is not a lake", Assert.Throws<LakeException>(() => Lake.Open(_some.Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<LakeException>(() => Lake.Open(Path.Combine(_some.Folder, "none"))).Message, StringComparison.Ordinal);
        Assert.Contains("is not empty", Assert.Throws<LakeException>(() => Lake.Create(_some.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PathsWithBlanksQuotesAndLinksWork()
    {
        var real = Directory.CreateDirectory(Path.Combine(_some.Folder, "it's a \"lake\" ü"));
        var link = Path.Combine(_some.Folder, "link");
        Directory.CreateSymbolicLink(link, real.FullName);
        var file = _some.Orders("orders.csv", SomeDelivery.Orders(2));
        File.CreateSymbolicLink(Path.Combine(real.FullName, "_orders.csv"), file);
        var lake = Lake.Create(link);

        var report = Screening.Data.Ingest.Ingestion.Run(lake, SomeDelivery.Contracts, IngestChild.Request(Path.Combine(link, "_orders.csv")), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Total.Accepted);
        Assert.Equal("2", SomeDelivery.Read($"SELECT count(*) FROM {lake.Snapshot().Relation(SomeDelivery.Contracts["orders"])}").Single());
    }

    [Fact]
    public void APathThatLooksLikeAPatternIsRefusedAndALinkToItIsNot()
    {
        var odd = Directory.CreateDirectory(Path.Combine(_some.Folder, "l[1]*?")).FullName;
        var link = Path.Combine(_some.Folder, "link");
        Directory.CreateSymbolicLink(link, odd);

        Assert.Contains("reads as a pattern", Assert.Throws<LakeException>(() => Lake.Create(odd)).Message, StringComparison.Ordinal);
        Lake.Create(link);
        Assert.Contains("name a symbolic link", Assert.Throws<LakeException>(() => Lake.Open(odd)).Message, StringComparison.Ordinal);
        Screening.Data.Ingest.Ingestion.Run(Lake.Open(link), SomeDelivery.Contracts, IngestChild.Request(_some.Orders("orders.csv", SomeDelivery.Orders(2))), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("2", SomeDelivery.Read($"SELECT count(*) FROM {Lake.Open(link).Snapshot().Relation(SomeDelivery.Contracts["orders"])}").Single());
    }

    [Fact]
    public void ASecondWriterWaitsAndThenSaysWho()
    {
        using (_some.Lake.Write(NoWait, TestContext.Current.CancellationToken))
        {
            var e = Assert.Throws<LakeException>(() => Lake.Open(_some.Lake.FullPath).Write(NoWait, TestContext.Current.CancellationToken));

            Assert.Contains("another writer holds the lake", e.Message, StringComparison.Ordinal);
            Assert.Contains("waited 0.12 s", e.Message, StringComparison.Ordinal);
        }
        _some.Lake.Write(NoWait, TestContext.Current.CancellationToken).Dispose();
    }

    [Fact]
    public void FilesThatNoManifestNamesAreInvisibleAndCleared()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(2)));
        var named = _some.Lake.Snapshot().Files("orders").Single();
        var stray = Path.Combine(_some.Lake.FullPath, "orders", "date=2024-05-01", "stray.parquet");
        File.Copy(_some.Lake.Snapshot().FullPath(named), stray);
        var mine = Path.Combine(_some.Lake.FullPath, "notes.txt");
        File.WriteAllText(mine, "not the lake's");

        Assert.Equal("2", _some.Query("SELECT count(*) FROM {dataset}").Single());
        _some.Lake.Write(NoWait, TestContext.Current.CancellationToken).Dispose();

        Assert.False(File.Exists(stray));
        Assert.True(File.Exists(_some.Lake.Snapshot().FullPath(named)));
        Assert.True(File.Exists(mine));
    }

    [Fact]
    public void APublishedManifestIsNeverReplaced()
    {
        using var writer = _some.Lake.Write(NoWait, TestContext.Current.CancellationToken);
        File.WriteAllText(Path.Combine(_some.Lake.FullPath, "_manifests", "00000001.json"), "someone else's");

        Assert.Throws<LakeException>(() => writer.Commit([], [], [], SomeDelivery.DeliveredAtUtc));
        Assert.Equal("someone else's", File.ReadAllText(Path.Combine(_some.Lake.FullPath, "_manifests", "00000001.json")));
    }

    [Fact]
    public void VerifyFindsAChangedAndAMissingFile()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(2)));
        _some.Ingest(_some.Orders("b.csv", SomeDelivery.Order(9, ("known_at", "2024-05-02"))));
        var snapshot = _some.Lake.Snapshot();
        var files = snapshot.Files("orders");
        Assert.Equal(2, files.Count);
        var bytes = File.ReadAllBytes(snapshot.FullPath(files[0]));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(snapshot.FullPath(files[0]), bytes);
        File.Delete(snapshot.FullPath(files[1]));

        Assert.Equal([$"{files[0].Path} does not have the hash that the manifest says", $"{files[1].Path} is missing"], snapshot.Verify(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AnOlderContractsFilesReadWithNullsForNewColumns()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(2)));
        var orders = SomeDelivery.Contracts["orders"];
        var newer = orders with { Version = "1.1.0", Columns = [.. orders.Columns, new ContractColumn { Name = "incoterm", Type = new ColumnType(ColumnKind.Text) }] };

        Assert.Equal("2", SomeDelivery.Read($"SELECT count(*) FROM {_some.Lake.Snapshot().Relation(newer)} WHERE incoterm IS NULL AND quantity = 8").Single());
    }

    public void Dispose() => _some.Dispose();
}
