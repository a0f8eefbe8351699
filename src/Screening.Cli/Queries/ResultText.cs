using System.Globalization;
using System.Text;
using System.Text.Json;
using Screening.Cli.Reports;
using Screening.Data.DuckDb;
using Screening.Data.Store;

namespace Screening.Cli.Queries;

/// <summary>Rows of a result as text. CSV and JSON are written row by row; a table must see its rows first to know its widths.</summary>
internal static class ResultText
{
    private const int WidestCell = 60;

    /// <summary>Writes at most so many rows.</summary>
    /// <returns>How many were written, and whether there were more.</returns>
    public static (long Rows, bool IsCut) Write(DuckDbResult result, string format, long? most, TextWriter to)
    {
        var rows = new Rows(result, most ?? long.MaxValue);
        List<string> names = [.. result.Columns.Select(c => c.Name)];
        if (format == "json") WriteJson(names, rows, to);
        else if (format == "csv") WriteCsv(names, rows, to);
        else WriteTable(names, rows, to);
        to.Flush();
        return (rows.Count, rows.IsCut);
    }

    private static void WriteJson(List<string> names, Rows rows, TextWriter to)
    {
        to.Write('[');
        foreach (object?[] row in rows.Read())
        {
            to.Write(rows.Count == 1 ? "\n  " : ",\n  ");
            to.Write(JsonSerializer.Serialize(names.Zip(row).DistinctBy(c => c.First).ToDictionary(c => c.First, c => c.Second), AlertJson.Options));
        }

        to.Write(rows.Count == 0 ? "]\n" : "\n]\n");
    }

    private static void WriteCsv(List<string> names, Rows rows, TextWriter to)
    {
        to.Write(string.Join(',', names.Select(AlertCsv.Text)) + "\r\n");
        foreach (object?[] row in rows.Read()) to.Write(string.Join(',', row.Select(v => v is string or null ? AlertCsv.Text((string?)v) : Text(v))) + "\r\n");
    }

    private static void WriteTable(List<string> names, Rows rows, TextWriter to)
    {
        List<string[]> cells = [.. rows.Read().Select(r => r.Select(v => Line(Text(v))).ToArray())];
        int[] widths = [.. names.Select((n, i) => Math.Min(WidestCell, cells.Select(r => r[i].Length).Append(n.Length).Max()))];
        to.WriteLine(Line(names, widths));
        to.WriteLine(string.Join("  ", widths.Select(w => new string('─', w))));
        foreach (string[] row in cells) to.WriteLine(Line(row, widths));
    }

    private static string Line(string text) => text.Replace('\n', ' ').Replace('\r', ' ');

    private static string Line(IReadOnlyList<string> cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Count; i++)
        {
            string cell = cells[i].Length <= widths[i] ? cells[i] : string.Concat(cells[i].AsSpan(0, widths[i] - 1), "…");
            line.Append(cell.PadRight(widths[i])).Append("  ");
        }

        return line.ToString().TrimEnd();
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        System.Collections.IEnumerable list and not string => string.Join(';', list.Cast<object?>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Counts what is read and stops one short of the row that only says there are more.</summary>
    private sealed class Rows(DuckDbResult result, long most)
    {
        public long Count { get; private set; }

        public bool IsCut { get; private set; }

        public IEnumerable<object?[]> Read()
        {
            foreach (object?[] row in result.Rows())
            {
                IsCut = Count == most;
                if (IsCut) yield break;
                Count++;
                yield return row;
            }
        }
    }
}
