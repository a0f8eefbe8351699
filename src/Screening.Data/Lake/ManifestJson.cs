using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Screening.Data.Lakes;

/// <summary>How everything below <c>_manifests</c> is written: snake_case, UTC times to the microsecond, one item of a list a line.</summary>
internal static class ManifestJson
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly byte[] ItemBreak = ",\n    "u8.ToArray();

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new UtcTime() },
    };

    /// <summary>An object with one property a line, and one item a line in those that are lists: small, and yet readable and searchable by line.</summary>
    public static byte[] Lines(IEnumerable<(string Name, object? Value)> properties)
    {
        var json = new MemoryStream();
        var first = true;
        foreach (var (name, value) in properties)
        {
            json.Write(first ? "{\n  "u8 : ",\n  "u8);
            json.Write(JsonSerializer.SerializeToUtf8Bytes(name));
            json.Write(": "u8);
            if (value is System.Collections.IEnumerable items and not (string or System.Collections.IDictionary)) Items(json, items);
            else json.Write(JsonSerializer.SerializeToUtf8Bytes(value, Options));
            first = false;
        }
        json.Write("\n}\n"u8);
        return json.ToArray();
    }

    /// <summary>Reads a file of <c>_manifests</c>.</summary>
    /// <exception cref="LakeException">It is damaged; <paramref name="what"/> names it.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Options) ?? throw new JsonException("it holds null");
        }
        catch (JsonException e)
        {
            throw new LakeException($"{what} is damaged: {e.Message}", e);
        }
    }

    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <exception cref="JsonException">It is no time in the one form that is written.</exception>
    public static DateTime ParseTime(string? text) =>
        DateTime.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new JsonException($"'{text}' is not a time of the form 2024-05-01T12:00:00.000000Z");

    private static void Items(MemoryStream json, System.Collections.IEnumerable items)
    {
        var any = false;
        foreach (var item in items)
        {
            json.Write(any ? ItemBreak : "[\n    "u8);
            json.Write(JsonSerializer.SerializeToUtf8Bytes(item, item.GetType(), Options));
            any = true;
        }
        json.Write(any ? "\n  ]"u8 : "[]"u8);
    }

    /// <summary>Times in UTC to the microsecond, always in the same form.</summary>
    private sealed class UtcTime : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ParseTime(reader.GetString());

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(TimeForm, CultureInfo.InvariantCulture));
    }
}
