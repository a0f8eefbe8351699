namespace Screening.Data.Lakes;

/// <summary>Which snapshots to keep. The newest always stays, and with it every row: pruning takes away the past of the lake, not its data.</summary>
public sealed record PruneRequest
{
    /// <summary>Keep so many, at least 1; null to go by days.</summary>
    public int? Keep { get; init; }

    /// <summary>Keep what was the newest snapshot at any time since this moment; null to go by number.</summary>
    public DateTime? KeepSinceUtc { get; init; }

    /// <summary>Says what would go and deletes nothing; needs no lock.</summary>
    public bool DryRun { get; init; }

    /// <summary>How long to wait for another writer.</summary>
    public double LockTimeoutSeconds { get; init; } = 30;
}

/// <summary>What was pruned, or would be.</summary>
/// <param name="DryRun">True when nothing was deleted.</param>
/// <param name="Snapshots">Snapshots that go.</param>
/// <param name="OldestKept">The oldest snapshot that stays; 0 for an empty lake.</param>
/// <param name="Files">Data files that only they named.</param>
/// <param name="Bytes">Bytes of data files and manifests that are freed.</param>
public sealed record PruneReport(bool DryRun, int Snapshots, long OldestKept, int Files, long Bytes);

/// <summary>
/// Takes away the oldest snapshots and the files that only they named. Manifests go first, the oldest first, so a reader finds a whole snapshot or none; the
/// files follow, and if the prune is killed before, the next writer deletes them.
/// </summary>
public static class Pruning
{
    /// <summary>Prunes.</summary>
    /// <exception cref="ArgumentException">The request says neither or both of how many and since when, or to keep fewer than one.</exception>
    /// <exception cref="LakeException">Another writer holds the lake, or it is damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; a later prune goes on.</exception>
    public static PruneReport Run(Lake lake, PruneRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Keep is null == request.KeepSinceUtc is null) throw new ArgumentException("a prune keeps either a number of snapshots or those since a moment; exactly one must be given");
        if (request.Keep < 1) throw new ArgumentException(FormattableString.Invariant($"a prune was to keep {request.Keep} snapshots; accepted: at least 1"));
        if (request.DryRun) return Plan(lake, lake.Snapshot(), request).Report;

        using var writer = lake.Write(TimeSpan.FromSeconds(request.LockTimeoutSeconds), cancellation);
        var (report, gone, segments) = Plan(lake, writer.Snapshot, request);
        if (gone.Count > 0)
        {
            var first = lake.PrunedMark()?.FirstDeliveredAtUtc ?? Manifest.ReadHead(lake.ManifestPath(gone[0])).DeliveredAtUtc;
            ManifestMarks.Write(Path.Combine(lake.Manifests, PrunedMark.FileName), new PrunedMark(gone[^1], first));
            foreach (var number in gone)
            {
                cancellation.ThrowIfCancellationRequested();
                File.Delete(lake.ManifestPath(number));
            }
            // Were the files gone first, a manifest that comes back after a crash would name nothing.
            Posix.SyncDirectory(lake.Manifests);
        }
        foreach (var segment in segments) File.Delete(segment);
        writer.RemoveStrays();
        return report;
    }

    private static (PruneReport Report, IReadOnlyList<long> Gone, IReadOnlyList<string> Segments) Plan(Lake lake, LakeSnapshot newest, PruneRequest request)
    {
        var numbers = lake.SnapshotNumbers();
        var oldest = numbers.Count == 0 ? 0 : OldestKept(lake, newest, numbers, request);
        List<long> gone = [.. numbers.Where(n => n < oldest)];
        var unneeded = lake.Retired.Read(newest.Manifest.Retired).Where(f => f.By <= oldest).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var files = lake.StoredFiles().Where(f => unneeded.Contains(f.Path)).ToList();
        IReadOnlyList<string> segments = oldest == 0 ? [] : Segments(lake, lake.Snapshot(oldest).Manifest);
        var bytes = files.Sum(f => f.Bytes) + gone.Select(lake.ManifestPath).Concat(segments).Sum(path => new FileInfo(path).Length);
        return (new PruneReport(request.DryRun, gone.Count, oldest, files.Count, bytes), gone, segments);
    }

    /// <summary>By days, the snapshot that was the newest when they began is kept too: a question about any moment since then has an answer.</summary>
    private static long OldestKept(Lake lake, LakeSnapshot newest, IReadOnlyList<long> numbers, PruneRequest request)
    {
        if (request.Keep is { } keep) return numbers[^Math.Min(keep, numbers.Count)];
        for (var i = numbers.Count - 1; i >= 0; i--)
        {
            if (numbers[i] <= newest.Number && Manifest.ReadHead(lake.ManifestPath(numbers[i])).DeliveredAtUtc <= request.KeepSinceUtc) return numbers[i];
        }
        return numbers[0];
    }

    /// <summary>Lists that only pruned manifests name: older than the oldest kept manifest and not named by it, for a later one names no older list than it does.</summary>
    private static IReadOnlyList<string> Segments(Lake lake, Manifest oldest) =>
    [
        .. lake.Sources.Stored().Where(n => n < oldest.Number).Except(oldest.Sources.Select(s => s.Number)).Select(lake.Sources.FullPath),
        .. lake.Retired.Stored().Where(n => n < oldest.Number).Except(oldest.Retired.Select(s => s.Number)).Select(lake.Retired.FullPath),
    ];
}
