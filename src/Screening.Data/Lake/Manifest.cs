using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Screening.Data.Lakes;

/// <summary>What made a manifest.</summary>
internal enum ManifestMaker
{
    /// <summary>A delivery: it added files, or told nothing new.</summary>
    Delivery,

    /// <summary>A compaction: other files, the same rows.</summary>
    Compaction,

    /// <summary>Retention: some rows are gone for good, the others are what they were.</summary>
    Retention,
}

/// <summary>
/// What <c>_manifests/00000001.json</c> holds: every file of the snapshot, and which segments list every source ever ingested. Written once, never edited.
/// Format 1 listed the sources themselves and is still read.
/// </summary>
internal sealed record Manifest
{
    public const int CurrentFormat = 2;
    private const string Extension = ".json";
    private const int HeadBytes = 512;

    public required int Format { get; init; }

    public required long Number { get; init; }

    public required DateTime DeliveredAtUtc { get; init; }

    /// <summary>Hash of the bytes of the manifest before this one; null for the first, and in format 1.</summary>
    public string? PreviousSha256 { get; init; }

    public ManifestMaker MadeBy { get; init; }

    /// <summary>The chain over all deliveries' files, which a compaction does not change and retention goes on.</summary>
    public required string ContentId { get; init; }

    /// <summary>The same chain for each dataset that has files.</summary>
    public required IReadOnlyDictionary<string, string> DatasetIds { get; init; }

    /// <summary>How many of the sources, the last ones, this manifest added; null in format 1.</summary>
    public int? AddedSources { get; init; }

    /// <summary>Where the sources are; empty in format 1.</summary>
    public IReadOnlyList<ManifestSegment> Sources { get; init; } = [];

    /// <summary>Where the files are listed that older manifests name and this one no longer does.</summary>
    public IReadOnlyList<ManifestSegment> Retired { get; init; } = [];

    /// <summary>By dataset, day and path.</summary>
    public required IReadOnlyList<LakeFile> Files { get; init; }

    /// <summary>The sources of format 1; null in format 2.</summary>
    public IReadOnlyList<LakeSource>? InlineSources { get; init; }

    public static Manifest Empty { get; } = new()
    {
        Format = CurrentFormat,
        Number = 0,
        DeliveredAtUtc = DateTime.UnixEpoch,
        ContentId = HashOfFiles([]),
        DatasetIds = new SortedDictionary<string, string>(StringComparer.Ordinal),
        AddedSources = 0,
        Files = [],
    };

    public static string FileName(long number) => number.ToString("D8", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The number that a file's name says; null when it is no manifest's name.</summary>
    public static long? NumberOf(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.EndsWith(Extension, StringComparison.Ordinal)) return null;
        return long.TryParse(name.AsSpan(..^Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && FileName(number) == name ? number : null;
    }

    /// <summary>An id one delivery further: equal deliveries in equal order, equal id.</summary>
    public static string Extend(string id, IEnumerable<LakeFile> added)
    {
        var lines = added.Select(f => $"{f.Dataset} {f.Sha256}").Order(StringComparer.Ordinal).Prepend(id);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    /// <summary>The id of some files by themselves: what format 1 went by, and where a chain begins.</summary>
    public static string HashOfFiles(IEnumerable<LakeFile> files)
    {
        var hashes = string.Join('\n', files.Select(f => f.Sha256).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(hashes)));
    }

    public byte[] ToJson() => ManifestJson.Lines(
    [
        ("format", Format),
        ("number", Number),
        ("delivered_at_utc", DeliveredAtUtc),
        ("previous_sha256", PreviousSha256),
        ("made_by", Word(MadeBy)),
        ("content_id", ContentId),
        ("dataset_ids", DatasetIds.Select(d => new DatasetId(d.Key, d.Value)).ToList()),
        ("added_sources", AddedSources),
        ("sources", Sources),
        ("retired", Retired),
        ("files", Files),
    ]);

    public static Manifest Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException e)
        {
            throw new LakeException($"manifest '{path}' is gone: it was pruned or deleted while it was read", e);
        }
        return Parse(bytes, path);
    }

    public static Manifest Parse(byte[] bytes, string path)
    {
        var what = $"manifest '{path}'";
        var format = HeadOf(bytes, what).Format;
        var manifest = format switch
        {
            1 => FromFirst(ManifestJson.Parse<First>(bytes, what)),
            CurrentFormat => FromSecond(ManifestJson.Parse<Second>(bytes, what), what),
            _ => throw new LakeException(FormattableString.Invariant($"{what} has format {format}; this program reads formats 1 and {CurrentFormat}")),
        };
        if (manifest.Number != NumberOf(path)) throw new LakeException(FormattableString.Invariant($"{what} says it is number {manifest.Number}"));
        if (manifest.Files.FirstOrDefault(f => Path.IsPathRooted(f.Path) || f.Path.Split('/').Contains("..")) is { } outside)
            throw new LakeException($"manifest {manifest.Number} is damaged: it names '{outside.Path}', which is not below the lake; restore it from a backup");
        return manifest;
    }

    /// <summary>What stands first in a manifest, without reading the rest.</summary>
    public static ManifestHead ReadHead(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var head = new byte[HeadBytes];
            return HeadOf(head.AsSpan(0, stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)), $"manifest '{path}'");
        }
        catch (FileNotFoundException e)
        {
            throw new LakeException($"manifest '{path}' is gone: it was pruned or deleted while it was read", e);
        }
    }

    /// <summary>What is wrong with a manifest's bytes by themselves; null when nothing is.</summary>
    /// <param name="bytes">The manifest.</param>
    /// <param name="path">Where it was read.</param>
    /// <param name="isWhole">Whether to read all of it; else only its head, unless it is of format 1.</param>
    /// <param name="head">Its head, if it could be read.</param>
    public static string? Problem(byte[] bytes, string path, bool isWhole, out ManifestHead head)
    {
        head = default;
        try
        {
            head = HeadOf(bytes, $"manifest '{path}'");
            if (isWhole || head.Format == 1) _ = Parse(bytes, path);
            return null;
        }
        catch (LakeException e)
        {
            return e.Message;
        }
    }

    private static ManifestHead HeadOf(ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes[..Math.Min(bytes.Length, HeadBytes)], isFinalBlock: false, default);
            int? format = null;
            DateTime? delivered = null;
            string? previous = null;
            while (reader.Read() && reader.CurrentDepth < 2)
            {
                if (reader.TokenType != JsonTokenType.PropertyName) continue;
                var name = reader.GetString();
                if (!reader.Read()) break;
                if (name == "format") format = reader.GetInt32();
                else if (name == "delivered_at_utc") delivered = ManifestJson.ParseTime(reader.GetString());
                else if (name == "previous_sha256") previous = reader.GetString();
                else if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) break;
            }
            return new ManifestHead(format ?? throw new JsonException("it does not begin with its format"), delivered ?? DateTime.UnixEpoch, previous);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new LakeException($"{what} is damaged: {e.Message}", e);
        }
    }

    private static Manifest FromFirst(First first) => new()
    {
        Format = first.Format,
        Number = first.Number,
        DeliveredAtUtc = first.DeliveredAtUtc,
        ContentId = HashOfFiles(first.Files),
        DatasetIds = new SortedDictionary<string, string>(first.Files.GroupBy(f => f.Dataset).ToDictionary(g => g.Key, HashOfFiles), StringComparer.Ordinal),
        Files = first.Files,
        InlineSources = first.Sources,
    };

    private static Manifest FromSecond(Second second, string what) => new()
    {
        Format = second.Format,
        Number = second.Number,
        DeliveredAtUtc = second.DeliveredAtUtc,
        PreviousSha256 = second.PreviousSha256,
        MadeBy = Array.Find(Enum.GetValues<ManifestMaker>(), m => Word(m) == second.MadeBy) is var maker && Word(maker) == second.MadeBy
            ? maker
            : throw new LakeException($"{what} is damaged: made_by is '{second.MadeBy}'; accepted: delivery, compaction, retention"),
        ContentId = second.ContentId,
        DatasetIds = new SortedDictionary<string, string>(second.DatasetIds.ToDictionary(d => d.Dataset, d => d.Id), StringComparer.Ordinal),
        AddedSources = second.AddedSources,
        Sources = second.Sources,
        Retired = second.Retired,
        Files = second.Files,
    };

    private static string Word(ManifestMaker maker) => JsonNamingPolicy.SnakeCaseLower.ConvertName(maker.ToString());

    private sealed record First(int Format, long Number, DateTime DeliveredAtUtc, IReadOnlyList<LakeFile> Files, IReadOnlyList<LakeSource> Sources);

    private sealed record Second(
        int Format, long Number, DateTime DeliveredAtUtc, string? PreviousSha256, string MadeBy, string ContentId, IReadOnlyList<DatasetId> DatasetIds, int AddedSources,
        IReadOnlyList<ManifestSegment> Sources, IReadOnlyList<ManifestSegment> Retired, IReadOnlyList<LakeFile> Files);

    private sealed record DatasetId(string Dataset, string Id);
}

/// <summary>The beginning of a manifest: enough to find one by date and to follow the chain.</summary>
internal readonly record struct ManifestHead(int Format, DateTime DeliveredAtUtc, string? PreviousSha256);
