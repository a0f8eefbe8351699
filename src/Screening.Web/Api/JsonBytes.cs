using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Screening.Web.Api;

/// <summary>Bytes of a JSON object. Thousands are written a second: what they are written with is kept by the thread.</summary>
internal static class JsonBytes
{
    private const int FirstBytes = 4096;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;
    [ThreadStatic]
    private static Utf8JsonWriter? t_json;

    /// <summary>How JSON is written that nobody's browser runs.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An object's bytes.</summary>
    /// <param name="fields">Writes its fields; may write another object's bytes by the same means.</param>
    public static byte[] Of(Action<Utf8JsonWriter> fields)
    {
        ArrayBufferWriter<byte> buffer = t_buffer ?? new ArrayBufferWriter<byte>(FirstBytes);
        t_buffer = null;
        Append(buffer, fields);
        byte[] bytes = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        t_buffer = buffer;
        return bytes;
    }

    /// <summary>Writes an object behind what was written before.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="fields">Writes its fields; may write another object's bytes by the same means.</param>
    public static void Append(IBufferWriter<byte> to, Action<Utf8JsonWriter> fields)
    {
        // What throws leaves none behind, and the next makes its own.
        Utf8JsonWriter json = t_json ?? new Utf8JsonWriter(to, Options);
        t_json = null;
        json.Reset(to);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
        json.Flush();
        t_json = json;
    }
}
