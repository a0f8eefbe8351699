using System.Text.Json;
using Screening.Data.Store;

namespace Screening.Web.Triage;

/// <summary>What an entry of the log holds, for people: the words that were written, without ids and codes of the program.</summary>
internal static class DeedText
{
    private static readonly string[] Shown = ["text", "reason", "refusal", "why", "to", "kind", "asked_of", "due_on", "grade", "source", "content", "until", "code", "name", "into", "from"];

    /// <summary>Its lines; none when it was erased or holds nothing for people.</summary>
    public static IReadOnlyList<string> Of(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Content is not { } content) return [];
        using JsonDocument document = JsonDocument.Parse(content);
        JsonElement root = document.RootElement;
        JsonElement told = root.TryGetProperty("act", out JsonElement act) && act.ValueKind == JsonValueKind.Object ? act : root;
        if (told.TryGetProperty("decision", out JsonElement decision) && decision.ValueKind == JsonValueKind.Object)
            return [.. Lines(told, entry.Action), .. Lines(decision, entry.Action)];
        return Lines(told, entry.Action);
    }

    private static string[] Lines(JsonElement told, string action) =>
    [
        .. Shown.Where(key => !(action == "assign" && key == "from")).Where(key => told.TryGetProperty(key, out JsonElement value) && value.ValueKind is JsonValueKind.String)
            .SelectMany(key => key is "text" or "reason" or "content" or "refusal" or "why"
                ? Told.Lines(told.GetProperty(key).GetString())
                : [$"{Word(key)} {Told.Of(told.GetProperty(key).GetString()!.Replace('_', ' '), 500)}"]),
    ];

    private static string Word(string key) => key switch { "asked_of" => "of", "due_on" => "due", "kind" or "grade" or "name" => "", _ => key };
}
