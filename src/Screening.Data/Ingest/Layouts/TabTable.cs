namespace Screening.Data.Ingest;

/// <summary>A table with a header and tabs between cells, without quotes, as the SEC writes them.</summary>
internal sealed class TabTable
{
    private const int ShownHeader = 300;
    private readonly TextLines _lines;
    private readonly string _file;
    private readonly LayoutProblems _problems;
    private readonly string[] _header;

    /// <summary>Reads the header.</summary>
    /// <exception cref="IngestException">A needed column is missing or doubled.</exception>
    public TabTable(Stream stream, string file, IEnumerable<string> needed, LayoutProblems problems, LayoutLimits limits, CancellationToken cancellation)
    {
        _file = file;
        _problems = problems;
        _lines = new TextLines(stream, file, limits);
        _header = _lines.Next(cancellation) && _lines.Problem is null ? _lines.Text.Split('\t') : throw new IngestException($"{file}: line 1 is no header: it {_lines.Problem ?? "is missing"}");
        foreach (var column in needed)
        {
            var count = _header.Count(h => h == column);
            if (count != 1) throw new IngestException(FormattableString.Invariant($"{file}: line 1: column '{column}' is there {count} times, expected once; the header is {_lines.Text[..Math.Min(_lines.Text.Length, ShownHeader)]}"));
        }
    }

    /// <summary>The current row's line, from 1.</summary>
    public long Line => _lines.Number;

    /// <summary>The current row.</summary>
    public string Raw => _lines.Text;

    /// <summary>The place of a column; -1 when there is none.</summary>
    public int Place(string column) => Array.IndexOf(_header, column);

    /// <summary>Goes to the next row with the right number of cells; false at the end. Others become problems.</summary>
    public bool Next(CancellationToken cancellation)
    {
        while (_lines.Next(cancellation))
        {
            if (_lines.Problem is null && _lines.Text.Length == 0) continue;
            var cells = _lines.Text.AsSpan().Count('\t') + 1;
            if (_lines.Problem is null && cells == _header.Length) return true;
            _problems.Add(_file, Line, _lines.Problem ?? FormattableString.Invariant($"has {cells} cells, expected {_header.Length}"), Raw);
        }
        return false;
    }

    /// <summary>A cell of the current row.</summary>
    public ReadOnlySpan<char> Cell(int place)
    {
        var rest = Raw.AsSpan();
        for (; place > 0; place--) rest = rest[(rest.IndexOf('\t') + 1)..];
        var end = rest.IndexOf('\t');
        return (end < 0 ? rest : rest[..end]).Trim();
    }

    /// <summary>A cell of the current row; null when it is blank.</summary>
    public string? Text(int place) => Cell(place) is { Length: > 0 } cell ? cell.ToString() : null;
}
