using System.Text;

namespace Screening.Cli.Benchmarks.Names;

/// <summary>Comma-separated text with quotes, row by row. A quote without an end is refused.</summary>
internal static class CsvText
{
    /// <summary>The rows of a file in UTF-8, the header among them; lines without any character are left out.</summary>
    /// <exception cref="UsageException">A quoted cell has no end.</exception>
    public static IEnumerable<IReadOnlyList<string>> Read(string file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8);
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false, any = false, hasQuotes = false;
        for (int c = reader.Read(); c >= 0; c = reader.Read())
        {
            any = true;
            if (quoted)
            {
                if (c != '"') cell.Append((char)c);
                else if (reader.Peek() == '"') cell.Append((char)reader.Read());
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = hasQuotes = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                if (cells.Count > 1 || cells[0].Length > 0 || hasQuotes) yield return cells;
                (cells, any, hasQuotes) = ([], false, false);
            }
            else if (c != '\r')
            {
                cell.Append((char)c);
            }
        }

        if (quoted) throw new UsageException($"{file}: a quoted cell has no end");
        if (!any) yield break;
        cells.Add(cell.ToString());
        yield return cells;
    }

    /// <summary>A cell with quotes where it needs them.</summary>
    public static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
