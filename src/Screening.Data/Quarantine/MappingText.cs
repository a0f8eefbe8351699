using System.Globalization;
using System.Text;
using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>A mapping as YAML that <see cref="MappingFile.Read"/> reads back as the same mapping. Every text is quoted, so no value can end its line.</summary>
internal static class MappingText
{
    /// <summary>What stands above the columns.</summary>
    public static string Head(MappingFile mapping, string description)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"dataset: {Quoted(mapping.Dataset)}\ndescription: {Quoted(description)}\n");
        var source = $"format: {mapping.Source.Format}";
        if (mapping.Source.Format == SourceFormat.Csv) source += $", delimiter: {Quoted(mapping.Source.Delimiter.ToString())}";
        if (mapping.Source.Encoding is { } encoding) source += $", encoding: {encoding}";
        text.Append(CultureInfo.InvariantCulture, $"source: {{{source}}}\n");
        if (mapping.Where is { } where) text.Append(CultureInfo.InvariantCulture, $"where: {Quoted(where)}\n");
        if (mapping.DeleteWhen is { } gone) text.Append(CultureInfo.InvariantCulture, $"delete_when: {Quoted(gone)}\n");
        if (mapping.DeleteFrom is { } from) text.Append(CultureInfo.InvariantCulture, $"delete_from: {Quoted(from)}\n");
        if (mapping.Distinct != Distinctness.None) text.Append(CultureInfo.InvariantCulture, $"distinct: {(mapping.Distinct == Distinctness.Key ? "key" : "true")}\n");
        return text.Append("columns:\n").ToString();
    }

    /// <summary>A column, on one line.</summary>
    public static string Column(string name, IReadOnlyList<MappedValue> chain) =>
        chain.Count == 1 ? $"{name}: {Value(chain[0])}" : $"{name}: {{first_of: [{string.Join(", ", chain.Select(Value))}]}}";

    /// <summary>A text in a form that cannot break its line.</summary>
    public static string Quoted(string text)
    {
        if (!text.Any(IsSpecial)) return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (IsSpecial(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A text for a comment: on one line, and not too long.</summary>
    public static string Shown(string text)
    {
        const int Longest = 40;
        var shown = string.Concat(text.Take(Longest).Select(c => IsSpecial(c) || char.IsSurrogate(c) ? ' ' : c));
        return text.Length > Longest ? shown + "..." : shown;
    }

    // What ends a line or cannot be seen; the byte-order mark and the no-break blank among them.
    private static bool IsSpecial(char c) => char.IsControl(c) || c is '\u00A0' or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    private static string Value(MappedValue value)
    {
        var keys = new List<string>();
        if (value.From is { } from) keys.Add($"from: {Quoted(from)}");
        if (value.Constant is { } constant) keys.Add($"constant: {Quoted(constant)}");
        if (value.Expression is { } expression) keys.Add($"expression: {Quoted(expression)}");
        if (value.DeliveredAt) keys.Add("delivered_at: true");
        if (value.FileTime) keys.Add("file_time: true");
        if (value.NullWhen.Count > 0) keys.Add($"null_when: [{string.Join(", ", value.NullWhen.Select(n => n.IsPattern ? $"{{matches: {Quoted(n.Text)}}}" : Quoted(n.Text)))}]");
        if (value.Lookup is { } lookup) keys.Add($"lookup: {lookup}");
        if (value.DateFormats.Count > 0) keys.Add($"date: [{string.Join(", ", value.DateFormats.Select(Quoted))}]");
        if (value.Multiply is { } factor) keys.Add($"multiply: {factor.ToString(CultureInfo.InvariantCulture)}");
        if (value.Unit is { } unit) keys.Add($"unit: {Quoted(unit)}");
        if (value.Round) keys.Add("round: true");
        if (value.Currency is { } currency) keys.Add($"currency: {Value(currency)}");
        if (value.RateDay is { } day) keys.Add($"rate_day: {Value(day)}");
        return $"{{{string.Join(", ", keys)}}}";
    }
}
