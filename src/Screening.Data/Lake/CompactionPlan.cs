using System.Numerics;

namespace Screening.Data.Lakes;

/// <summary>Files whose rows are to stand in other files: as few as the target allows, none overlapping another in known_at.</summary>
/// <param name="Files">At least two, all of one dataset and contract version, by known_at and path.</param>
public sealed record CompactionGroup(IReadOnlyList<LakeFile> Files)
{
    /// <summary>Their rows.</summary>
    public long Rows => Files.Sum(f => f.Rows);

    /// <summary>Their bytes.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);
}

/// <summary>
/// Which files to rewrite. Things of about the same size are merged when there are <see cref="Together"/> of them, so a row is rewritten only when what it lies
/// in grows at least that many times: O(log N) times for N deliveries. The things are small files by themselves, and runs of large files that overlap others.
/// </summary>
internal static class CompactionPlan
{
    /// <summary>So many of about one size are merged; sizes are powers of it.</summary>
    public const int Together = 4;

    private const double Small = 0.25;

    /// <summary>The groups for the files of one dataset, none in two of them; empty when all is well.</summary>
    public static IReadOnlyList<CompactionGroup> Of(IReadOnlyList<LakeFile> files, CompactionTargets targets)
    {
        var groups = new List<CompactionGroup>();
        foreach (var version in files.GroupBy(f => f.ContractVersion).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var ordered = InOrder(version);
            groups.AddRange(Merged([.. ordered.Where(f => targets.Share([f]) < Small).Select(f => new[] { f })], t => Batches(t, targets)));
            if (!targets.CutsOverlaps) continue;
            foreach (var overlapping in Overlapping([.. ordered.Where(f => targets.Share([f]) >= Small)]))
                groups.AddRange(Merged(Runs(overlapping), things => [[.. things]]));
        }
        return groups;
    }

    private static List<LakeFile> InOrder(IEnumerable<LakeFile> files) => [.. files.OrderBy(f => f.MinKnownAtUtc).ThenBy(f => f.MaxKnownAtUtc).ThenBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>From the smallest size up: what is merged counts among the larger ones, so that nothing is rewritten twice at once.</summary>
    private static IEnumerable<CompactionGroup> Merged(IReadOnlyList<IReadOnlyList<LakeFile>> things, Func<IReadOnlyList<IReadOnlyList<LakeFile>>, IEnumerable<IReadOnlyList<IReadOnlyList<LakeFile>>>> batches)
    {
        var sizes = new SortedDictionary<int, List<IReadOnlyList<LakeFile>>>();
        foreach (var thing in things) Put(thing);
        var merged = new HashSet<IReadOnlyList<LakeFile>>(ReferenceEqualityComparer.Instance);
        for (var size = 0; size <= sizes.Keys.LastOrDefault(); size++)
        {
            if (!sizes.TryGetValue(size, out var same)) continue;
            foreach (var batch in batches(same).Where(b => b.Count >= Together).ToList())
            {
                foreach (var part in batch)
                {
                    same.Remove(part);
                    merged.Remove(part);
                }
                var whole = InOrder(batch.SelectMany(b => b));
                merged.Add(whole);
                Put(whole);
            }
        }
        return merged.Select(m => new CompactionGroup(m)).OrderBy(g => g.Files[0].MinKnownAtUtc).ThenBy(g => g.Files[0].Path, StringComparer.Ordinal);

        void Put(IReadOnlyList<LakeFile> thing)
        {
            var size = BitOperations.Log2((ulong)Math.Max(1, thing.Sum(f => f.Rows))) / BitOperations.Log2(Together);
            if (!sizes.TryGetValue(size, out var same)) sizes[size] = same = [];
            same.Add(thing);
        }
    }

    /// <summary>As many neighbours as make one file; what reached the size of a large file is left as it is.</summary>
    private static IEnumerable<IReadOnlyList<IReadOnlyList<LakeFile>>> Batches(IReadOnlyList<IReadOnlyList<LakeFile>> things, CompactionTargets targets)
    {
        var batch = new List<IReadOnlyList<LakeFile>>();
        foreach (var thing in things.Where(t => targets.Share(t) < Small).OrderBy(t => t[0].MinKnownAtUtc).ThenBy(t => t[0].Path, StringComparer.Ordinal))
        {
            if (batch.Count > 0 && targets.Share([.. batch.SelectMany(b => b), .. thing]) > 1)
            {
                yield return batch;
                batch = [];
            }
            batch.Add(thing);
        }
        if (batch.Count > 0) yield return batch;
    }

    /// <summary>Files that share more than an instant with another, each with all it is connected to.</summary>
    private static IEnumerable<IReadOnlyList<LakeFile>> Overlapping(IReadOnlyList<LakeFile> ordered)
    {
        var connected = new List<LakeFile>();
        var until = DateTime.MinValue;
        foreach (var file in ordered)
        {
            if (connected.Count > 0 && file.MinKnownAtUtc >= until)
            {
                if (connected.Count >= Together) yield return connected;
                connected = [];
                until = DateTime.MinValue;
            }
            connected.Add(file);
            if (file.MaxKnownAtUtc > until) until = file.MaxKnownAtUtc;
        }
        if (connected.Count >= Together) yield return connected;
    }

    /// <summary>Files that follow one another without overlap are one run: a reader of a moment opens one file of each.</summary>
    private static List<IReadOnlyList<LakeFile>> Runs(IReadOnlyList<LakeFile> ordered)
    {
        var runs = new List<List<LakeFile>>();
        foreach (var file in ordered)
        {
            if (runs.Find(r => r[^1].MaxKnownAtUtc <= file.MinKnownAtUtc) is { } run) run.Add(file);
            else runs.Add([file]);
        }
        return [.. runs];
    }
}
