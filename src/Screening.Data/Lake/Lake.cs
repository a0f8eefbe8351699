namespace Screening.Data.Lakes;

/// <summary>
/// A directory of Parquet files under contract: <c>&lt;dataset&gt;/date=&lt;known_at day&gt;/*.parquet</c>, <c>_manifests</c>, <c>_quarantine</c>.
/// A manifest is the commit: a file that no manifest names does not exist for any reader, so a writer killed in the middle leaves nothing half-visible.
/// Safe for use by several threads and processes; one writes at a time.
/// </summary>
public sealed class Lake
{
    internal const string PatternCharacters = "*?[";
    internal const string ManifestsFolder = "_manifests";
    internal const string QuarantineFolder = "_quarantine";

    private Lake(string directory) => FullPath = directory;

    /// <summary>The lake's directory, as a full path.</summary>
    public string FullPath { get; }

    internal string Manifests => Path.Combine(FullPath, ManifestsFolder);

    /// <summary>Opens a lake that exists.</summary>
    /// <exception cref="LakeException">The directory is missing or is not a lake.</exception>
    public static Lake Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var full = Path.GetFullPath(directory);
        if (!Directory.Exists(full)) throw new LakeException($"there is no lake at '{full}': the directory does not exist");
        if (!Directory.Exists(Path.Combine(full, ManifestsFolder))) throw new LakeException($"'{full}' is not a lake: it has no {ManifestsFolder} folder");
        return new Lake(full);
    }

    /// <summary>Makes an empty lake. A lake that exists is opened and not changed.</summary>
    /// <exception cref="LakeException">The directory holds something else.</exception>
    public static Lake Create(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var full = Path.GetFullPath(directory);
        if (full.AsSpan().IndexOfAny(PatternCharacters) >= 0) throw new LakeException($"a lake cannot be made at '{full}': its path holds one of {PatternCharacters}, which DuckDB reads as a pattern");
        if (File.Exists(full)) throw new LakeException($"a lake cannot be made at '{full}': it is a file");
        var manifests = Path.Combine(full, ManifestsFolder);
        // Files may wait in a folder such as _incoming before the lake is made.
        if (!Directory.Exists(manifests) && Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any(e => !Path.GetFileName(e).StartsWith('_')))
            throw new LakeException($"a lake cannot be made at '{full}': the directory is not empty and has no {ManifestsFolder} folder");
        Directory.CreateDirectory(manifests);
        return new Lake(full);
    }

    /// <summary>The numbers of all manifests, ascending.</summary>
    public IReadOnlyList<long> SnapshotNumbers() =>
        [.. Directory.EnumerateFiles(Manifests).Select(Manifest.NumberOf).OfType<long>().Order()];

    /// <summary>The newest snapshot, or the one of a manifest's number. A lake without a manifest has the empty snapshot, number 0.</summary>
    /// <exception cref="LakeException">There is no manifest of this number, or it is damaged.</exception>
    public LakeSnapshot Snapshot(long? number = null)
    {
        var numbers = SnapshotNumbers();
        var wanted = number ?? (numbers.Count == 0 ? 0 : numbers[^1]);
        if (wanted == 0) return new LakeSnapshot(FullPath, Manifest.Empty);
        if (!numbers.Contains(wanted))
        {
            var range = numbers.Count == 0 ? "it has none" : FormattableString.Invariant($"it has {numbers[0]} to {numbers[^1]}");
            throw new LakeException(FormattableString.Invariant($"the lake '{FullPath}' has no manifest {wanted}; {range}"));
        }
        return new LakeSnapshot(FullPath, Manifest.Read(Path.Combine(Manifests, Manifest.FileName(wanted))));
    }

    /// <summary>Takes the lake's lock, waiting for another writer at most <paramref name="timeout"/>, and clears what killed writers left.</summary>
    /// <exception cref="LakeException">Another writer still holds the lake.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    internal LakeWriter Write(TimeSpan timeout, CancellationToken cancellation = default) => LakeWriter.Begin(this, timeout, cancellation);
}
