using System.Text;

namespace Screening.Data.Quarantines;

/// <summary>CSV text, cell by cell: which delimiter it is written with, and how a row is written.</summary>
internal static class Delimiters
{
    private const string Known = ",;\t|";

    /// <summary>The delimiter under which a header has the most cells and every sample as many; a comma when none fits better.</summary>
    /// <param name="header">A header.</param>
    /// <param name="samples">Some records that stood under it.</param>
    public static char Of(string header, IReadOnlyList<string> samples)
    {
        var best = ',';
        var most = 0;
        foreach (var delimiter in Known)
        {
            var cells = Cells(header, delimiter);
            if (cells <= most || !samples.All(s => Cells(s, delimiter) == cells)) continue;
            (best, most) = (delimiter, cells);
        }
        return best;
    }

    /// <summary>A row as CSV, without its line end. A cell is quoted where it must be.</summary>
    public static string Row(IEnumerable<string> cells, char delimiter)
    {
        var row = new StringBuilder();
        var any = false;
        foreach (var cell in cells)
        {
            if (any) row.Append(delimiter);
            any = true;
            var isPlain = cell.AsSpan().IndexOfAny("\"\r\n") < 0 && !cell.Contains(delimiter, StringComparison.Ordinal) && (cell.Length == 0 || (!char.IsWhiteSpace(cell[0]) && !char.IsWhiteSpace(cell[^1])));
            if (isPlain) row.Append(cell);
            else row.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        // A blank line would be no record.
        return row.Length == 0 ? "\"\"" : row.ToString();
    }

    private static int Cells(string text, char delimiter)
    {
        var count = 1;
        var isQuoted = false;
        var begins = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (isQuoted)
            {
                if (text[i] != '"') continue;
                if (i + 1 < text.Length && text[i + 1] == '"') i++;
                else isQuoted = false;
            }
            else if (text[i] == '"' && begins) isQuoted = true;
            else if (text[i] == delimiter) count++;
            begins = text[i] == delimiter && !isQuoted;
        }
        return count;
    }
}
