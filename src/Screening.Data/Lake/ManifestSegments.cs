namespace Screening.Data.Lakes;

/// <summary>One file of a list that manifests share: <c>_manifests/sources/00000012.json</c>.</summary>
/// <param name="Number">The manifest that wrote it.</param>
/// <param name="Count">Items in it, at least 1.</param>
/// <param name="Sha256">Hash of its bytes.</param>
internal sealed record ManifestSegment(long Number, int Count, string Sha256);

/// <summary>A data file that a manifest no longer names and older ones do.</summary>
/// <param name="Path">Path below the lake.</param>
/// <param name="By">The first manifest without it.</param>
internal sealed record RetiredFile(string Path, long By);

/// <summary>
/// A list that only grows, kept in files that are never edited. Each addition is one file, into which the smaller ones before it are drawn, so that every file
/// has at least twice the items of the next: a manifest names O(log n) of them and an item is rewritten O(log n) times.
/// </summary>
internal sealed class ManifestSegments<T>(string directory, string name)
{
    private readonly Lock _gate = new();
    private Dictionary<string, IReadOnlyList<T>> _read = new(StringComparer.Ordinal);

    private string Folder => Path.Combine(directory, name);

    /// <summary>Numbers of all files, whether a manifest names them or not.</summary>
    public IReadOnlyList<long> Stored() => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder).Select(Manifest.NumberOf).OfType<long>().Order()] : [];

    public string FullPath(long number) => Path.Combine(Folder, Manifest.FileName(number));

    /// <summary>Every item, in order. What was read before and is still named is not read again.</summary>
    /// <exception cref="LakeException">A file is missing or is not the one that the manifest names.</exception>
    public IReadOnlyList<T> Read(IReadOnlyList<ManifestSegment> segments)
    {
        lock (_gate)
        {
            _read = segments.ToDictionary(s => s.Sha256, s => _read.TryGetValue(s.Sha256, out var known) ? known : ReadOne(s), StringComparer.Ordinal);
            return [.. segments.SelectMany(s => _read[s.Sha256])];
        }
    }

    /// <summary>Adds items at the end, in a file of a manifest that is not published yet.</summary>
    /// <param name="segments">The list so far.</param>
    /// <param name="number">The manifest.</param>
    /// <param name="added">The items.</param>
    /// <param name="isNeeded">False for an old item that may be left out when its file is rewritten; null when all are needed.</param>
    /// <returns>The segments of the longer list.</returns>
    public IReadOnlyList<ManifestSegment> Append(IReadOnlyList<ManifestSegment> segments, long number, IReadOnlyList<T> added, Func<T, bool>? isNeeded = null)
    {
        if (added.Count == 0) return segments;
        var kept = segments.Count;
        var count = added.Count;
        while (kept > 0 && segments[kept - 1].Count < 2 * (long)count) count = checked(count + segments[--kept].Count);
        IReadOnlyList<T> items = [.. segments.Skip(kept).SelectMany(ReadOne).Where(item => isNeeded is null || isNeeded(item)), .. added];
        var bytes = ManifestJson.Lines([("items", items)]);
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(FullPath(number), bytes);
        return [.. segments.Take(kept), new ManifestSegment(number, items.Count, ManifestJson.Sha256(bytes))];
    }

    /// <summary>One sentence per file that is missing or changed.</summary>
    public IEnumerable<string> Verify(IReadOnlyList<ManifestSegment> segments)
    {
        foreach (var segment in segments)
        {
            var path = FullPath(segment.Number);
            var shown = $"{Lake.ManifestsFolder}/{name}/{Path.GetFileName(path)}";
            if (!File.Exists(path)) yield return $"{shown} is missing";
            else if (ManifestJson.Sha256(File.ReadAllBytes(path)) != segment.Sha256) yield return $"{shown} does not have the hash that the manifest says";
        }
    }

    private IReadOnlyList<T> ReadOne(ManifestSegment segment)
    {
        var path = FullPath(segment.Number);
        if (!File.Exists(path)) throw new LakeException($"'{path}' is missing, which a manifest names; restore it from a backup");
        var bytes = File.ReadAllBytes(path);
        if (ManifestJson.Sha256(bytes) != segment.Sha256) throw new LakeException($"'{path}' does not have the hash that the manifest says; restore it from a backup");
        return ManifestJson.Parse<Content>(bytes, $"'{path}'").Items;
    }

    private sealed record Content(IReadOnlyList<T> Items);
}
