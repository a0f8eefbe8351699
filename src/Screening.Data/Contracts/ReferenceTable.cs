using System.Text;

namespace Screening.Data.Contracts;

/// <summary>A table of facts that contracts and mappings look things up in: <c>reference/&lt;name&gt;.csv</c> beside the contracts.</summary>
public sealed record ReferenceTable
{
    private const char AliasSeparator = ';';

    public required string Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Rows by columns; an empty cell is empty text.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>The distinct values of a column that are not empty, in ordinal order.</summary>
    /// <exception cref="ContractException">There is no such column.</exception>
    public IReadOnlyList<string> Values(string column)
    {
        var index = IndexOf(column);
        return [.. Rows.Select(row => row[index]).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>From each spelling in <paramref name="column"/> and in <c>aliases</c> (separated by semicolons), trimmed and in lower case, to the row's first column.</summary>
    /// <exception cref="ContractException">There is no such column, or one spelling leads to two rows.</exception>
    public IReadOnlyDictionary<string, string> Lookup(string column)
    {
        var spelt = IndexOf(column);
        var aliases = Columns.ToList().IndexOf("aliases");
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            var spellings = aliases < 0 ? [row[spelt]] : row[aliases].Split(AliasSeparator).Prepend(row[spelt]);
            foreach (var spelling in spellings.Select(s => s.Trim().ToLowerInvariant()).Where(s => s.Length > 0))
            {
                if (!found.TryAdd(spelling, row[0]) && found[spelling] != row[0])
                    throw new ContractException($"reference table {Name}: '{spelling}' leads to both {found[spelling]} and {row[0]}; a spelling must lead to one row");
            }
        }
        return found;
    }

    /// <summary>Reads a reference table: comma-separated with a header, UTF-8.</summary>
    /// <exception cref="ContractException">The file is not such a table.</exception>
    internal static ReferenceTable Read(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var records = Records(File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)), Path.GetFileName(path)).ToList();
        if (records.Count == 0) throw new ContractException($"reference table {Path.GetFileName(path)}: the file is empty, expected a header");
        var columns = records[0];
        for (var i = 1; i < records.Count; i++)
        {
            if (records[i].Count != columns.Count)
                throw new ContractException(FormattableString.Invariant($"reference table {Path.GetFileName(path)}, record {i + 1}: {records[i].Count} cells, expected {columns.Count}"));
        }
        return new ReferenceTable { Name = name, Columns = columns, Rows = [.. records.Skip(1)] };
    }

    private int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column) return i;
        }
        throw new ContractException($"reference table {Name} has no column '{column}'; it has {string.Join(", ", Columns)}");
    }

    private static IEnumerable<List<string>> Records(string text, string file)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c != '\n') continue;
                yield return cells;
                cells = [];
            }
            else if (c is not ('\r' or '\uFEFF'))
            {
                cell.Append(c);
            }
        }
        if (quoted) throw new ContractException($"reference table {file}: a quoted cell has no end");
        if (cells.Count == 0 && cell.Length == 0) yield break;
        cells.Add(cell.ToString());
        yield return cells;
    }
}
