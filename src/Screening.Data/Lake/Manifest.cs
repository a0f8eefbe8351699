using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Screening.Data.Lakes;

/// <summary>What <c>_manifests/00000001.json</c> holds: every file of the snapshot and every source ever ingested. Written once, never edited.</summary>
internal sealed record Manifest(int Format, long Number, DateTime DeliveredAtUtc, IReadOnlyList<LakeFile> Files, IReadOnlyList<LakeSource> Sources)
{
    public const int CurrentFormat = 1;
    private const string Extension = ".json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new UtcTime() },
    };

    public static Manifest Empty { get; } = new(CurrentFormat, 0, DateTime.UnixEpoch, [], []);

    public static string FileName(long number) => number.ToString("D8", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The number that a file's name says; null when it is no manifest's name.</summary>
    public static long? NumberOf(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.EndsWith(Extension, StringComparison.Ordinal)) return null;
        return long.TryParse(name.AsSpan(..^Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && FileName(number) == name ? number : null;
    }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    public static Manifest Read(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it holds null");
            if (manifest.Format != CurrentFormat) throw new LakeException(FormattableString.Invariant($"manifest '{path}' has format {manifest.Format}; this program reads format {CurrentFormat}"));
            if (manifest.Number != NumberOf(path)) throw new LakeException(FormattableString.Invariant($"manifest '{path}' says it is number {manifest.Number}"));
            return manifest;
        }
        catch (JsonException e)
        {
            throw new LakeException($"manifest '{path}' is damaged: {e.Message}", e);
        }
    }

    /// <summary>Times in UTC to the microsecond, always in the same form.</summary>
    private sealed class UtcTime : JsonConverter<DateTime>
    {
        private const string Form = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTime.TryParseExact(reader.GetString(), Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : throw new JsonException($"'{reader.GetString()}' is not a time of the form 2024-05-01T12:00:00.000000Z");

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(Form, CultureInfo.InvariantCulture));
    }
}
