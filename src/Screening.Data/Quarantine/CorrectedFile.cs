using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>
/// Refused rows that were exported as CSV and corrected, perhaps in a spreadsheet. They are told apart by <c>_file</c> and <c>_line</c>, so that a corrected row
/// still comes from the line it stood on. The apostrophes that guarded formulas are taken away again.
/// </summary>
internal sealed class CorrectedFile
{
    private readonly string _name;
    private readonly IReadOnlyList<string> _columns;
    private readonly Dictionary<(string File, long Line), string[]> _rows = [];
    private readonly Dictionary<string, (char Delimiter, IReadOnlyList<string> Columns)> _shapes = new(StringComparer.Ordinal);

    private CorrectedFile(string name, IReadOnlyList<string> columns) => (_name, _columns) = (name, columns);

    /// <summary>The rows that hold anything: a malformed line that nobody filled in does not.</summary>
    public IEnumerable<(string File, long Line)> Places => _rows.Keys;

    /// <summary>Reads a corrected file.</summary>
    /// <exception cref="IngestException">It is no CSV, lacks <c>_file</c> or <c>_line</c>, or names a row twice.</exception>
    public static CorrectedFile Read(string path, CancellationToken cancellation)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path)) throw new IngestException($"the file '{path}' does not exist");
        using var rows = Open(path);
        var columns = rows.Columns.Select(SpreadsheetText.Unguard).ToList();
        var places = ExportColumns.In(columns) ?? throw new IngestException($"{name}: line 1: the columns {ExportColumns.Words} are missing; expected a file of 'screening quarantine export'");
        var source = columns.Where((_, i) => !places.Has(i)).ToList();
        var corrected = new CorrectedFile(name, source);
        var block = new RecordBlock();
        var malformed = new List<MalformedLine>();
        while (true)
        {
            rows.Read(block, malformed, cancellation);
            if (malformed.Count > 0) throw new IngestException(FormattableString.Invariant($"{name}: line {malformed[0].Line} {malformed[0].Reason}"));
            if (block.Count == 0) return corrected;
            for (var i = 0; i < block.Count; i++) corrected.Take(block, i, places);
        }
    }

    /// <summary>Holds the file's columns against those of the refused rows.</summary>
    /// <param name="files">The files they stood in.</param>
    /// <param name="delimiterOf">The delimiter of each.</param>
    /// <exception cref="IngestException">A column is missing or too many, or a file's name says which of two is meant.</exception>
    public void Bind(IReadOnlyList<RefusedFile> files, Func<RefusedFile, char> delimiterOf)
    {
        foreach (var file in files)
        {
            if (!_shapes.TryAdd(file.Name, (delimiterOf(file), []))) throw new IngestException($"two different files of the delivery are called {file.Name}; _file does not say which is meant, so correct them at their source");
            if (file.Header is { } header) _shapes[file.Name] = (_shapes[file.Name].Delimiter, ColumnsOf(header, _shapes[file.Name].Delimiter));
        }
        foreach (var (file, shape) in _shapes)
        {
            if (shape.Columns.FirstOrDefault(c => !_columns.Contains(c)) is { } missing) throw new IngestException($"{_name}: column '{missing}' of {file} is missing; it has {string.Join(", ", _columns)}");
        }
        var known = _shapes.Values.SelectMany(s => s.Columns).ToHashSet(StringComparer.Ordinal);
        if (files.Count > 0 && files.All(f => f.Header is not null) && _columns.FirstOrDefault(c => !known.Contains(c)) is { } unknown)
            throw new IngestException($"{_name}: column '{unknown}' is none of the refused rows; expected {string.Join(", ", known)}");
    }

    /// <summary>A row as it would have stood in its file; null when it was not corrected.</summary>
    public string? Raw(RefusedFile file, long line)
    {
        if (!_rows.TryGetValue((file.Name, line), out var cells)) return null;
        if (file.Header is null) return Json(cells);
        var (delimiter, columns) = _shapes[file.Name];
        return Delimiters.Row(columns.Select(c => cells[Place(c)]), delimiter);
    }

    /// <summary>The columns of a header line.</summary>
    public static IReadOnlyList<string> ColumnsOf(string header, char delimiter)
    {
        using var rows = CsvSource.Open(new MemoryStream(Encoding.UTF8.GetBytes(header + "\n")), delimiter);
        return rows.Columns;
    }

    private static CsvSource Open(string path)
    {
        var bytes = SourceBytes.Open(path, Path.GetFileName(path));
        try
        {
            using var peek = new StreamReader(path, Encoding.UTF8);
            return CsvSource.Open(bytes.Stream, Delimiters.Of(peek.ReadLine() ?? "", []));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private int Place(string column)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i] == column) return i;
        }
        throw new InvalidOperationException($"{_name} was bound without the column '{column}'");
    }

    private void Take(RecordBlock block, int record, ExportColumns.Places places)
    {
        string Cell(int column) => SpreadsheetText.Unguard(Encoding.UTF8.GetString(block.Cell(record, column)));
        var at = FormattableString.Invariant($"{_name}: line {block.Lines[record]}");
        if (!long.TryParse(Cell(places.Line), NumberStyles.None, CultureInfo.InvariantCulture, out var line)) throw new IngestException($"{at}: {ExportColumns.Line} is '{Cell(places.Line)}'; accepted: the line as it was exported");
        var cells = Enumerable.Range(0, block.Columns).Where(i => !places.Has(i)).Select(Cell).ToArray();
        if (cells.All(c => c.Length == 0)) return;
        if (!_rows.TryAdd((Cell(places.File), line), cells)) throw new IngestException(FormattableString.Invariant($"{at}: line {line} of {Cell(places.File)} stands twice in the file; expected once"));
    }

    private string Json(string[] cells)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i].Length > 0) json.WriteString(_columns[i], cells[i]);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
