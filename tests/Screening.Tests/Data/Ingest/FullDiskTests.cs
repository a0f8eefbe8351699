using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>A disk that is full at any place of an ingestion: one sentence that says so and names the file, the old snapshot, and a rerun that completes.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void AFullFileSystemStopsAnIngestAtEveryPlace()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_some.Folder, "disk")).FullName;
        var mechanism = SmallDisk.CanMount(disk) ? SmallDisk.FileSystem : SmallDisk.FileLimit;
        output.WriteLine(mechanism == SmallDisk.FileSystem ? "a file system in memory" : "no file system of its own is allowed here: a limit on the size of files stands in for it");
        var (start, files) = Prepared();
        var errors = SmallDisk.Try(mechanism, start, disk, files);

        Report(errors);
        Assert.DoesNotContain(errors, e => e.EndsWith("none", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("slice-", StringComparison.Ordinal));
        if (mechanism != SmallDisk.FileSystem) return;
        Assert.All(errors, e => Assert.Contains("No space left on device", e, StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("quarantine", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("_manifests", StringComparison.Ordinal));
    }

    [Fact]
    public void AFileThatMayNotGrowStopsAnIngest()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_some.Folder, "disk")).FullName;
        var (start, files) = Prepared();
        var errors = SmallDisk.Try(SmallDisk.FileLimit, start, disk, files);

        Report(errors);
        Assert.All(errors, e => Assert.Contains("File too large", e, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(errors, e => e.Contains("slice-", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("quarantine", StringComparison.Ordinal));
    }

    // Every write to /dev/full fails for want of space, for any user: a link to it stands where the ingest will write.
    [Theory]
    [InlineData("sources/00000002.json")]
    [InlineData(".draft")]
    public void WithoutSpaceForThisFileNothingIsIngested(string name)
    {
        var (start, files) = Prepared();
        var whole = Copy(start, "whole");
        Run(whole, files);
        var lake = Copy(start, "full");
        var path = Path.Combine(lake.FullPath, "_manifests", name);

        var e = Assert.Throws<IOException>(() => Run(lake, files, new Now(p => PlaceLink(p.Stage == "committing", path))));

        output.WriteLine(e.Message);
        Assert.StartsWith($"the lake '{lake.FullPath}' could not be written", e.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", e.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(path), e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        AssertOldThenNew(whole, lake, files);
    }

    [Fact]
    public void WithoutSpaceForTheMarkAloneTheDeliveryIsIn()
    {
        var (start, files) = Prepared();
        var whole = Copy(start, "whole");
        Run(whole, files);
        var lake = Copy(start, "full");
        var draft = Path.Combine(lake.FullPath, "_manifests", ".newest");
        var report = Run(lake, files, new Now(p => PlaceLink(p.Stage == "committing", draft)));

        // The manifest is the commit, and it is published; what only confirms it is made good by the next writer.
        Assert.Equal((2, 2), (report.ManifestNumber, lake.Snapshot().Number));
        File.Delete(draft);
        Assert.True(Run(lake, files).Files.All(f => f.AlreadyIngested));
        AssertSame(whole, lake);
    }

    [Fact]
    public void WithoutSpaceToSpillNothingIsIngested()
    {
        // Rows of one key wait for the judge: more than the smallest memory limit holds.
        var random = new Random(2);
        _some.Ingest(_some.Orders("first.csv", SomeDelivery.Orders(2)));
        var file = _some.Orders("versions.csv", Enumerable.Range(0, 70_000).Select(n => SomeDelivery.Order(1, ("end_use", Noise(random, 1_990)), ("known_at", FormattableString.Invariant($"2024-05-02 10:00:00.{n:D6}")))));
        var disk = Directory.CreateDirectory(Path.Combine(_some.Folder, "disk")).FullName;
        var errors = SmallDisk.Try(SmallDisk.Spill, _some.Lake.FullPath, disk, [file]);

        Report(errors);
        Assert.Contains("duckdb_temp_storage", Assert.Single(errors), StringComparison.Ordinal);
    }

    public void Dispose() => _some.Dispose();

    private static void PlaceLink(bool isTime, string path)
    {
        if (!isTime || Path.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, "/dev/full");
    }

    private static IngestReport Run(Lake lake, string[] files, IProgress<IngestProgress>? progress = null) =>
        Ingestion.Run(lake, SomeDelivery.Contracts, IngestChild.Request("orders", files), progress, TestContext.Current.CancellationToken);

    private static void AssertOldThenNew(Lake whole, Lake lake, string[] files)
    {
        Assert.Equal(1, lake.Snapshot().Number);
        Assert.Empty(lake.Snapshot().Verify(TestContext.Current.CancellationToken));
        Run(lake, files);
        AssertSame(whole, lake);
    }

    private static void AssertSame(Lake expected, Lake actual)
    {
        Assert.Equal(Contents(expected), Contents(actual));
        Assert.All(Contents(expected), path => Assert.Equal(File.ReadAllBytes(Path.Combine(expected.FullPath, path)), File.ReadAllBytes(Path.Combine(actual.FullPath, path))));
    }

    private static string[] Contents(Lake lake) =>
        [.. Directory.EnumerateFiles(lake.FullPath, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(lake.FullPath, p)).Order(StringComparer.Ordinal)];

    private void Report(IReadOnlyList<string> errors)
    {
        foreach (var error in errors) output.WriteLine(error.Replace(_some.Folder, "", StringComparison.Ordinal));
    }

    private Lake Copy(string start, string name)
    {
        var path = Path.Combine(_some.Folder, name);
        Cli.TemporaryFolder.Copy(start, path);
        return Lake.Open(path);
    }

    /// <summary>A lake with one delivery, and the next: two files, rows to judge, and refused rows whose text does not get small.</summary>
    private (string Start, string[] Files) Prepared()
    {
        var random = new Random(1);
        var first = _some.Orders("first.csv", SomeDelivery.Orders(200, from: 1_000_000));
        _some.Ingest(first);
        var refused = Enumerable.Range(0, 200).Select(n => SomeDelivery.Order(50_000 + n, ("quantity", "x"), ("end_use", Noise(random, 1_500))));
        var changed = Enumerable.Range(1_000_000, 100).Select(n => SomeDelivery.Order(n, ("status", "changed"), ("known_at", "2024-05-02"), ("end_use", Noise(random, 100))));
        return (_some.Lake.FullPath,
        [
            _some.Orders("0.csv", Enumerable.Range(1, 5_000).Select(n => SomeDelivery.Order(n, ("end_use", Noise(random, 20))))),
            _some.Orders("1.csv", [.. Enumerable.Range(10_000, 5_000).Select(n => SomeDelivery.Order(n, ("end_use", Noise(random, 20)))), .. refused, .. changed]),
        ]);
    }

    private static string Noise(Random random, int length) => string.Create(length, random, static (text, random) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = (char)('a' + random.Next(26));
    });

    private sealed class Now(Action<IngestProgress> report) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => report(value);
    }
}
