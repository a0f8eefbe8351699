namespace Screening.Data.Lakes;

/// <summary>
/// A directory of Parquet files under contract: <c>&lt;dataset&gt;/date=&lt;first known_at day&gt;/*.parquet</c>, <c>_manifests</c>, <c>_quarantine</c>.
/// A manifest is the commit: a file that no manifest names does not exist for any reader, so a writer killed in the middle leaves nothing half-visible.
/// Safe for use by several threads and processes; one writes at a time.
/// </summary>
public sealed class Lake
{
    internal const string PatternCharacters = "*?[";
    internal const string ManifestsFolder = "_manifests";
    internal const string QuarantineFolder = "_quarantine";

    private Lake(string directory)
    {
        FullPath = directory;
        Sources = new ManifestSegments<LakeSource>(Manifests, "sources");
        Retired = new ManifestSegments<RetiredFile>(Manifests, "retired");
    }

    /// <summary>The lake's directory, as a full path.</summary>
    public string FullPath { get; }

    internal ManifestSegments<LakeSource> Sources { get; }

    internal ManifestSegments<RetiredFile> Retired { get; }

    internal string Manifests => Path.Combine(FullPath, ManifestsFolder);

    /// <summary>Whether a directory is a lake.</summary>
    public static bool IsAt(string directory) => Directory.Exists(Path.Combine(directory, ManifestsFolder));

    /// <summary>Opens a lake that exists.</summary>
    /// <exception cref="LakeException">The directory is missing or is not a lake.</exception>
    public static Lake Open(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var full = Path.GetFullPath(directory);
        RefusePattern(full);
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
        RefusePattern(full);
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
    /// <exception cref="LakeException">There is no manifest of this number, it is damaged, or the newest one that was published is missing.</exception>
    public LakeSnapshot Snapshot(long? number = null)
    {
        // The mark is read before the folder: what it says was published by then.
        var mark = NewestMark();
        var numbers = SnapshotNumbers();
        var newest = numbers.Count == 0 ? 0 : numbers[^1];
        var wanted = number ?? newest;
        if (mark is not null && mark.Number > newest && (number is null || number > newest)) throw new LakeException(NewestIsMissing(mark.Number, newest));
        if (wanted == 0) return new LakeSnapshot(this, Manifest.Empty);
        if (!numbers.Contains(wanted))
        {
            if (numbers.Count > 0 && PrunedMark() is { } pruned && wanted <= pruned.Through)
                throw new LakeException(FormattableString.Invariant($"snapshot {wanted} was pruned from the lake '{FullPath}'; the oldest that is kept is {numbers[0]}"));
            var range = numbers.Count == 0 ? "it has none" : FormattableString.Invariant($"it has {numbers[0]} to {newest}");
            throw new LakeException(FormattableString.Invariant($"the lake '{FullPath}' has no manifest {wanted}; {range}"));
        }
        return new LakeSnapshot(this, Manifest.Read(ManifestPath(wanted)));
    }

    /// <summary>The snapshot that an address means; the newest for null.</summary>
    /// <exception cref="LakeException">As for <see cref="Snapshot"/>; or nothing was delivered by that moment, or what was is pruned.</exception>
    public LakeSnapshot SnapshotAt(SnapshotAddress? address)
    {
        if (address?.AtUtc is not { } moment) return Snapshot(address?.Number);
        // Without the newest manifest there is no saying what was newest at a moment.
        var newest = Snapshot();
        if (newest.Number > 0 && newest.DeliveredAtUtc <= moment) return newest;
        var numbers = SnapshotNumbers();
        // Deliveries may have been told with any time, so the search goes down number by number; it reads the beginning of each manifest.
        for (var i = numbers.Count - 1; i >= 0; i--)
        {
            if (numbers[i] <= newest.Number && Manifest.ReadHead(ManifestPath(numbers[i])).DeliveredAtUtc <= moment) return Snapshot(numbers[i]);
        }
        if (numbers.Count == 0) throw new LakeException($"nothing was ever delivered to the lake '{FullPath}'");
        var oldest = Manifest.ReadHead(ManifestPath(numbers[0])).DeliveredAtUtc;
        var pruned = PrunedMark();
        if (pruned is not null && pruned.FirstDeliveredAtUtc <= moment)
            throw new LakeException(FormattableString.Invariant($"the snapshot of {address.Text} was pruned from the lake '{FullPath}'; the oldest that is kept is {numbers[0]}, delivered {oldest:yyyy-MM-dd HH:mm:ss} UTC"));
        throw new LakeException(FormattableString.Invariant($"nothing was delivered to the lake '{FullPath}' by {address.Text}; its first delivery came {pruned?.FirstDeliveredAtUtc ?? oldest:yyyy-MM-dd HH:mm:ss} UTC"));
    }

    /// <summary>Follows the chain of manifests: each holds the hash of the one before.</summary>
    /// <returns>One sentence per manifest that is missing, altered or damaged; none when the history is whole as far back as it was kept.</returns>
    public IReadOnlyList<string> VerifyHistory(CancellationToken cancellation = default)
    {
        var problems = new List<string>();
        var mark = NewestMark();
        var numbers = SnapshotNumbers();
        var expected = (PrunedMark()?.Through ?? 0) + 1;
        string? before = null;
        foreach (var number in numbers)
        {
            cancellation.ThrowIfCancellationRequested();
            // A prune that was stopped leaves some of what it would have deleted.
            if (number > expected) problems.Add(Missing(expected, number - 1));
            if (number != expected) before = null;
            var bytes = File.ReadAllBytes(ManifestPath(number));
            var own = ManifestJson.Sha256(bytes);
            // What the next one holds the hash of need not be read; the newest, and the first format, have no next one to say so.
            var problem = Manifest.Problem(bytes, ManifestPath(number), isWhole: number == numbers[^1], out var head);
            if (problem is not null) problems.Add(problem);
            else if (before is not null && head.PreviousSha256 is { } said && said != before)
                problems.Add(FormattableString.Invariant($"manifest {number - 1} is not the one that manifest {number} was built on: it was altered or replaced"));
            if (mark is not null && mark.Number == number && mark.Sha256 != own) problems.Add(FormattableString.Invariant($"manifest {number} is not the one that was published: it was altered or replaced"));
            before = own;
            expected = number + 1;
        }
        if (mark is not null && mark.Number >= expected) problems.Add(Missing(expected, mark.Number));
        return problems;
    }

    /// <summary>Measures what lies on disk now.</summary>
    public LakeDiskUse DiskUse()
    {
        var newest = Snapshot().AllFiles.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        long inNewest = 0, older = 0;
        foreach (var (path, bytes) in StoredFiles())
        {
            if (newest.Contains(path)) inNewest += bytes;
            else older += bytes;
        }
        return new LakeDiskUse(inNewest, older, Size(Manifests), Size(Path.Combine(FullPath, QuarantineFolder)), SnapshotNumbers().Count);

        static long Size(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
    }

    /// <summary>Data files that lie in the lake, <c>&lt;dataset&gt;/date=.../*</c>, named by a manifest or not, as paths below the lake. Everything else is none of the lake's.</summary>
    internal IEnumerable<(string Path, long Bytes)> StoredFiles()
    {
        foreach (var dataset in new DirectoryInfo(FullPath).EnumerateDirectories().Where(d => !d.Name.StartsWith('_')))
        {
            foreach (var day in dataset.EnumerateDirectories("date=*"))
            {
                foreach (var file in day.EnumerateFiles()) yield return ($"{dataset.Name}/{day.Name}/{file.Name}", file.Length);
            }
        }
    }

    internal string ManifestPath(long number) => Path.Combine(Manifests, Manifest.FileName(number));

    internal NewestMark? NewestMark() => ManifestMarks.Read<NewestMark>(Path.Combine(Manifests, Lakes.NewestMark.FileName));

    internal PrunedMark? PrunedMark() => ManifestMarks.Read<PrunedMark>(Path.Combine(Manifests, Lakes.PrunedMark.FileName));

    /// <summary>How many sources the snapshot before had; none when it is not there any more.</summary>
    internal int SourcesBefore(long number) => File.Exists(ManifestPath(number - 1)) ? Snapshot(number - 1).SourceCount : 0;

    /// <summary>Takes the lake's lock, waiting for another writer at most <paramref name="timeout"/>, and clears what killed writers left.</summary>
    /// <exception cref="LakeException">Another writer still holds the lake.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    internal LakeWriter Write(TimeSpan timeout, CancellationToken cancellation = default) => LakeWriter.Begin(this, timeout, cancellation);

    /// <summary>DuckDB would take such a path for a pattern, and find the files of a neighbour by it.</summary>
    private static void RefusePattern(string full)
    {
        if (full.AsSpan().IndexOfAny(PatternCharacters) >= 0)
            throw new LakeException($"a lake cannot lie at '{full}': its path holds one of {PatternCharacters}, which DuckDB reads as a pattern; rename the folder, or name a symbolic link to it that has none of them");
    }

    private static string Missing(long first, long last) => first == last
        ? FormattableString.Invariant($"manifest {first} is missing")
        : FormattableString.Invariant($"manifests {first} to {last} are missing");

    private string NewestIsMissing(long published, long newest) => FormattableString.Invariant(
        $"manifest {published} of the lake '{FullPath}' is missing, though it was published; restore {ManifestsFolder}/{Manifest.FileName(published)} from a backup, or delete {ManifestsFolder}/{Lakes.NewestMark.FileName} to go on from manifest {newest} without what came after it");
}
