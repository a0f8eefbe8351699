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

    public static LakeWriter Begin(Lake lake, TimeSpan timeout, CancellationToken cancellation)
    {
        var held = Acquire(lake, timeout, cancellation);
        try
        {
            var writer = new LakeWriter(lake, held);
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

    /// <summary>The path below the lake for a file of one day.</summary>
    public static string DataPath(string dataset, DateOnly day, string name) => FormattableString.Invariant($"{dataset}/date={day:yyyy-MM-dd}/{name}.parquet");

    /// <summary>Size and hash of a file that was just written.</summary>
    public static (long Bytes, string Sha256) Measure(string path)
    {
        using var stream = File.OpenRead(path);
        return (stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Publishes the next manifest. After this returns, every reader sees the files and no crash takes them away.</summary>
    /// <param name="files">New files, in their places.</param>
    /// <param name="sources">New sources.</param>
    /// <param name="deliveredAtUtc">When the delivery came.</param>
    public LakeSnapshot Commit(IReadOnlyList<LakeFile> files, IReadOnlyList<LakeSource> sources, DateTime deliveredAtUtc)
    {
        Posix.SyncFileSystem(Lake.FullPath);

        var all = Snapshot.AllFiles.Concat(files).OrderBy(f => f.Path, StringComparer.Ordinal).ToList();
        var manifest = new Manifest(Manifest.CurrentFormat, Snapshot.Number + 1, deliveredAtUtc, all, [.. Snapshot.Sources, .. sources]);
        var path = Path.Combine(Lake.Manifests, Manifest.FileName(manifest.Number));
        var draft = Path.Combine(Lake.Manifests, ".draft");
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(manifest.ToJson());
            stream.Flush(flushToDisk: true);
        }
        // A link never replaces: a manifest of this number that exists stays, whatever made it.
        Posix.Link(draft, path);
        File.Delete(draft);
        Posix.SyncDirectory(Lake.Manifests);
        Snapshot = new LakeSnapshot(Lake.FullPath, manifest);
        return Snapshot;
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

    private void RemoveStrays()
    {
        if (Directory.Exists(Scratch)) Directory.Delete(Scratch, recursive: true);
        File.Delete(Path.Combine(Lake.Manifests, ".draft"));
        var strays = Stored().Except(Snapshot.AllFiles.Select(f => f.Path), StringComparer.Ordinal).ToList();
        if (strays.Count == 0) return;
        // An older manifest may name what the newest no longer does.
        var older = Lake.SnapshotNumbers().Where(n => n != Snapshot.Number).SelectMany(n => Lake.Snapshot(n).AllFiles).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var stray in strays.Where(s => !older.Contains(s))) File.Delete(Path.Combine(Lake.FullPath, stray));
    }

    /// <summary>Files below <c>&lt;dataset&gt;/date=.../</c>, as paths below the lake. Everything else in the lake's directory is left alone.</summary>
    private IEnumerable<string> Stored() =>
        from dataset in Directory.EnumerateDirectories(Lake.FullPath)
        where !Path.GetFileName(dataset).StartsWith('_')
        from day in Directory.EnumerateDirectories(dataset, "date=*")
        from file in Directory.EnumerateFiles(day)
        select Path.GetRelativePath(Lake.FullPath, file);
}
