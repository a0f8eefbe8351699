using System.Text.Json;
using System.Text.Json.Serialization;

namespace Screening.Data.Store;

/// <summary>How alerts are written as JSON, in the store and in everything that the verbs print: snake_case names that stay, enumerations as words.</summary>
public static class AlertJson
{
    /// <summary>On one line.</summary>
    public static JsonSerializerOptions Options { get; } = Make(indented: false);

    /// <summary>For people.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    private static JsonSerializerOptions Make(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = indented,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };
}
