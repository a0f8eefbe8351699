using System.Buffers;
using System.Globalization;

namespace Screening.Data.Quarantines;

/// <summary>
/// Text that a spreadsheet must not run as a formula. An apostrophe in front makes it harmless; <see cref="Unguard"/> takes exactly that apostrophe away
/// again, so that a table which went through a spreadsheet gives back what went in.
/// </summary>
public static class SpreadsheetText
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("+-.0123456789");

    /// <summary>The text with an apostrophe in front when it would run, or would look as if it had been guarded.</summary>
    public static string Guard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return NeedsGuard(text) ? "'" + text : text;
    }

    /// <summary>A cell of a table for people's programs (RFC 4180): quoted where it must be, led by an apostrophe where it would run; empty for nothing.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (IsFormula(text)) text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
            ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : text;
    }

    /// <summary>The inverse of <see cref="Guard"/>; any other text stays as it is.</summary>
    public static string Unguard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith('\'') && NeedsGuard(text.AsSpan(1)) ? text[1..] : text;
    }

    // A text of apostrophes and a formula is what a guarded one looks like: it gets one more.
    private static bool NeedsGuard(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart('\'');
        return IsFormula(rest) && !IsNumber(rest);
    }

    /// <summary>True when a spreadsheet would run the text: it looks past white space and marks that nobody sees, and takes full-width signs for the plain ones.</summary>
    public static bool IsFormula(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is '\t' or '\r' or '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠') return true;
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format) return false;
        }
        return false;
    }

    // A signed number computes to itself, and a guard would make it unreadable as a number.
    private static bool IsNumber(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept(OfNumbers) < 0 && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
