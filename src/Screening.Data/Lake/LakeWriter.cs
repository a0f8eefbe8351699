using System.Diagnostics;
using System.Security.Cryptography;

namespace Screening.Data.Lakes;

/// <summary>The one writer of a lake: holds its lock until disposed. Data files come first, the manifest last.</summary>
internal sealed class LakeWriter : IDisposable
{
    private const string LockFile = "_lock";
    private const string ScratchFolder = "_scratch";
    private const int RetryMilliseconds = 50;
    private readonly FileStream _lock;
    private string? _manifestSha256;

    private LakeWriter(Lake lake, FileStream held)
    {
        Lake = lake;
        _lock = held;
        Snapshot = lake.Snapshot();
    }

    public Lake Lake { get; }

    /// <summary>The newest snapshot; no one else can add to it while this writer lives.</summary>
    public LakeSnapshot Snapshot { get; private set; }

    /// <summary>A folder for files that may vanish at any time after this writer.</summary>
    public string Scratch => Path.Combine(Lake.FullPath, ScratchFolder);

    private string MarkPath => Path.Combine(Lake.Manifests, NewestMark.FileName);

    public static LakeWriter Begin(Lake lake, TimeSpan timeout, CancellationToken cancellation)
    {
        var held = Acquire(lake, timeout, cancellation);
        try
        {
            var writer = new LakeWriter(lake, held);
            writer.RepairMark();
            writer.RemoveStrays();
            Directory.CreateDirectory(writer.Scratch);
            return writer;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The path below the lake for a file whose first row became known on a day.</summary>
    public static string DataPath(string dataset, DateOnly firstDay, string name) => FormattableString.Invariant($"{dataset}/date={firstDay:yyyy-MM-dd}/{name}.parquet");

    /// <summary>Size and hash of a file that was just written.</summary>
    public static (long Bytes, string Sha256) Measure(string path)
    {
        using var stream = File.OpenRead(path);
        return (stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Publishes the next manifest. After this returns, every reader sees the files and no crash takes them away.</summary>
    /// <param name="added">New files, in their places.</param>
    /// <param name="removed">Files whose rows stand in the new ones; they stay for older snapshots. None for a delivery.</param>
    /// <param name="sources">New sources; none for a compaction.</param>
    /// <param name="deliveredAtUtc">When the delivery came.</param>
    /// <exception cref="InvalidOperationException">Files are removed that are not there, together with sources, or without their rows being in the added ones.</exception>
    public LakeSnapshot Commit(IReadOnlyList<LakeFile> added, IReadOnlyList<LakeFile> removed, IReadOnlyList<LakeSource> sources, DateTime deliveredAtUtc)
    {
        CheckRemoved(added, removed, sources);
        return Publish(Next(added, removed, sources, deliveredAtUtc));
    }

    /// <summary>Publishes a manifest in which rows are gone: <paramref name="added"/> holds those of <paramref name="removed"/> that stay. Its content id is another.</summary>
    public LakeSnapshot CommitRetention(IReadOnlyList<LakeFile> added, IReadOnlyList<LakeFile> removed)
    {
        if (removed.Count == 0 || removed.Except(Snapshot.AllFiles).Any() || added.Sum(f => f.Rows) >= removed.Sum(f => f.Rows)) throw new InvalidOperationException("retention takes rows away, from files of the snapshot");
        var before = Snapshot.Manifest;
        var gone = removed.Select(f => f.Dataset).ToHashSet(StringComparer.Ordinal);
        var ids = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (dataset, id) in before.DatasetIds) ids[dataset] = gone.Contains(dataset) ? Without(id, removed.Where(f => f.Dataset == dataset), added.Where(f => f.Dataset == dataset)) : id;
        return Publish(Next(added, removed, [], before.DeliveredAtUtc) with { MadeBy = ManifestMaker.Retention, ContentId = Without(before.ContentId, removed, added), DatasetIds = ids });

        static string Without(string id, IEnumerable<LakeFile> removed, IEnumerable<LakeFile> added) => Manifest.Extend(Manifest.Extend(id, removed), added);
    }

    private LakeSnapshot Publish(Manifest manifest)
    {
        var json = manifest.ToJson();
        Posix.SyncFileSystem(Lake.FullPath);

        var draft = Path.Combine(Lake.Manifests, ".draft");
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(json);
            stream.Flush(flushToDisk: true);
        }
        // A link never replaces: a manifest of this number that exists stays, whatever made it.
        Posix.Link(draft, Lake.ManifestPath(manifest.Number));
        File.Delete(draft);
        Posix.SyncDirectory(Lake.Manifests);
        _manifestSha256 = ManifestJson.Sha256(json);
        Snapshot = new LakeSnapshot(Lake, manifest);
        try
        {
            ManifestMarks.Write(MarkPath, new NewestMark(manifest.Number, _manifestSha256));
        }
        catch (IOException)
        {
            // The manifest is published, so this commit has not failed. The next writer writes the mark, as after a kill at this point.
        }
        return Snapshot;
    }

    /// <summary>Deletes what no manifest names: what killed writers left, and after a prune the files that only pruned manifests named.</summary>
    public void RemoveStrays()
    {
        if (Directory.Exists(Scratch)) Directory.Delete(Scratch, recursive: true);
        foreach (var draft in Directory.EnumerateFiles(Lake.Manifests, ".*")) File.Delete(draft);
        RemoveSegments(Lake.Sources);
        RemoveSegments(Lake.Retired);
        foreach (var stray in Strays())
        {
            var path = Path.Combine(Lake.FullPath, stray);
            File.Delete(path);
            var folder = Path.GetDirectoryName(path)!;
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }

    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Scratch)) Directory.Delete(Scratch, recursive: true);
        }
        finally
        {
            // The lock is the open file, not its existence: deleting it would let two writers hold two files of one name.
            _lock.Dispose();
        }
    }

    private static FileStream Acquire(Lake lake, TimeSpan timeout, CancellationToken cancellation)
    {
        var path = Path.Combine(lake.FullPath, LockFile);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (waited.Elapsed >= timeout)
                    throw new LakeException(FormattableString.Invariant($"another writer holds the lake '{lake.FullPath}' ({LockFile}); waited {timeout.TotalSeconds:0.###} s, try again when it is done"), e);
            }
            cancellation.WaitHandle.WaitOne(RetryMilliseconds);
        }
    }

    private Manifest Next(IReadOnlyList<LakeFile> added, IReadOnlyList<LakeFile> removed, IReadOnlyList<LakeSource> sources, DateTime deliveredAtUtc)
    {
        var before = Snapshot.Manifest;
        var number = before.Number + 1;
        var gone = removed.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var isDelivery = removed.Count == 0;
        var oldest = removed.Count == 0 ? 0 : Oldest();
        // A manifest of format 1 lists its sources itself; the first one after it moves them into a segment.
        var moved = before.InlineSources ?? [];
        _manifestSha256 ??= before.Number == 0 ? null : Measure(Lake.ManifestPath(before.Number)).Sha256;
        return new Manifest
        {
            Format = Manifest.CurrentFormat,
            Number = number,
            DeliveredAtUtc = deliveredAtUtc,
            PreviousSha256 = _manifestSha256,
            MadeBy = isDelivery ? ManifestMaker.Delivery : ManifestMaker.Compaction,
            ContentId = isDelivery && added.Count > 0 ? Manifest.Extend(before.ContentId, added) : before.ContentId,
            DatasetIds = isDelivery ? DatasetIds(before.DatasetIds, added) : before.DatasetIds,
            AddedSources = sources.Count,
            Sources = Lake.Sources.Append(before.Sources, number, [.. moved, .. sources]),
            Retired = Lake.Retired.Append(before.Retired, number, [.. removed.Select(f => new RetiredFile(f.Path, number))], f => f.By > oldest),
            Files = [.. before.Files.Where(f => !gone.Contains(f.Path)).Concat(added).OrderBy(f => f.Path, StringComparer.Ordinal)],
        };
    }

    private static SortedDictionary<string, string> DatasetIds(IReadOnlyDictionary<string, string> before, IReadOnlyList<LakeFile> added)
    {
        var ids = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (dataset, id) in before) ids[dataset] = id;
        foreach (var own in added.GroupBy(f => f.Dataset)) ids[own.Key] = Manifest.Extend(ids.GetValueOrDefault(own.Key, Manifest.Empty.ContentId), own);
        return ids;
    }

    private void CheckRemoved(IReadOnlyList<LakeFile> added, IReadOnlyList<LakeFile> removed, IReadOnlyList<LakeSource> sources)
    {
        if (removed.Count == 0) return;
        if (sources.Count > 0) throw new InvalidOperationException("a commit that removes files adds no source");
        if (removed.Except(Snapshot.AllFiles).FirstOrDefault() is { } unknown) throw new InvalidOperationException($"'{unknown.Path}' is not a file of snapshot {Snapshot.Number}");
        foreach (var dataset in removed.Concat(added).Select(f => f.Dataset).Distinct(StringComparer.Ordinal))
        {
            var (left, came) = (Sum(removed, dataset), Sum(added, dataset));
            if (left != came) throw new InvalidOperationException(FormattableString.Invariant($"{left} rows of {dataset} would leave and {came} come; a commit that removes files keeps their rows"));
        }

        static long Sum(IReadOnlyList<LakeFile> files, string dataset) => files.Where(f => f.Dataset == dataset).Sum(f => f.Rows);
    }

    /// <summary>A writer that was killed just after it published a manifest did not come to say so.</summary>
    private void RepairMark()
    {
        if (Snapshot.Number == 0 || Lake.NewestMark() is { } mark && mark.Number == Snapshot.Number) return;
        _manifestSha256 = Measure(Lake.ManifestPath(Snapshot.Number)).Sha256;
        ManifestMarks.Write(MarkPath, new NewestMark(Snapshot.Number, _manifestSha256));
    }

    private long Oldest() => Lake.SnapshotNumbers() is [var first, ..] ? first : 0;

    /// <summary>A segment whose manifest was never published.</summary>
    private void RemoveSegments<T>(ManifestSegments<T> segments)
    {
        foreach (var number in segments.Stored().Where(n => n > Snapshot.Number)) File.Delete(segments.FullPath(number));
    }

    /// <summary>A file is named by an older manifest only if it was retired by one that is newer than the oldest there is: no manifest but the newest need be read.</summary>
    private HashSet<string> Strays()
    {
        var strays = Lake.StoredFiles().Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        strays.ExceptWith(Snapshot.AllFiles.Select(f => f.Path));
        if (strays.Count == 0) return strays;
        var oldest = Oldest();
        strays.ExceptWith(Lake.Retired.Read(Snapshot.Manifest.Retired).Where(f => f.By > oldest).Select(f => f.Path));
        return strays;
    }
}
