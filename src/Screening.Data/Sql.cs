using System.Text;

namespace Screening.Data;

/// <summary>
/// The one place where a name or a value becomes SQL text. Whatever comes from a file, a path, a contract or a caller passes through here or is a
/// statement parameter; nothing else builds quotes.
/// </summary>
public static class Sql
{
    /// <summary>A quoted identifier: <c>PO "x"</c> becomes <c>"PO ""x"""</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a NUL character.</exception>
    public static string Identifier(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Quote(name, '"');
    }

    /// <summary>A quoted string literal: <c>it's</c> becomes <c>'it''s'</c>.</summary>
    /// <exception cref="ArgumentException">The value holds a NUL character.</exception>
    public static string Literal(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Quote(value, '\'');
    }

    /// <summary>A list of string literals in brackets: <c>['a', 'b']</c>.</summary>
    /// <exception cref="ArgumentException">A value holds a NUL character.</exception>
    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Literal))}]";

    private static string Quote(string text, char quote)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("SQL text cannot hold a NUL character.", nameof(text));
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var c in text)
        {
            if (c == quote) quoted.Append(quote);
            quoted.Append(c);
        }
        return quoted.Append(quote).ToString();
    }
}
