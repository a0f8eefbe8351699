namespace Screening.Data.Ingest;

/// <summary>One line of OFAC's comma-separated files: <c>"</c> as quote, doubled inside, and <c>-0-</c> for no value.</summary>
internal static class OfacRow
{
    private const string NoValue = "-0-";

    /// <summary>The cells of a line, trimmed; null where there is no value.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    public static List<string?> Cells(string line, out string? problem)
    {
        var cells = new List<string?>();
        problem = null;
        for (var at = 0; ;)
        {
            var quoted = at < line.Length && line[at] == '"';
            var end = quoted ? Quoted(line, at, out problem) : line.IndexOf(',', at);
            if (problem is not null)
            {
                problem += FormattableString.Invariant($" in cell {cells.Count + 1}");
                return cells;
            }
            if (end < 0) end = line.Length;
            cells.Add(Value(quoted ? line[(at + 1)..(line.LastIndexOf('"', end - 1))].Replace("\"\"", "\"", StringComparison.Ordinal) : line[at..end]));
            if (end == line.Length) return cells;
            at = end + 1;
        }
    }

    /// <summary>Where a quoted cell ends: the place of the comma behind it, or the line's end. Blanks may stand between.</summary>
    private static int Quoted(string line, int at, out string? problem)
    {
        problem = null;
        while (true)
        {
            var quote = line.IndexOf('"', at + 1);
            if (quote < 0)
            {
                problem = "has no closing quote";
                return -1;
            }
            if (quote + 1 < line.Length && line[quote + 1] == '"')
            {
                at = quote + 1;
                continue;
            }
            var end = quote + 1;
            while (end < line.Length && line[end] == ' ') end++;
            if (end == line.Length || line[end] == ',') return end;
            problem = "has text after the closing quote";
            return -1;
        }
    }

    private static string? Value(string cell)
    {
        var value = cell.Trim();
        return value.Length == 0 || value == NoValue ? null : value;
    }
}
