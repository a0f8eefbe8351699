using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Data.Quarantines;

/// <summary>
/// Refused rows as a table to be corrected: the source's own columns, then <c>_line</c>, <c>_file</c>, <c>_problem</c> (every reason) and <c>_raw</c> (the text of a
/// line that has no cells). CSV is written with the source's delimiter, with a byte-order mark for spreadsheets, formulas guarded as <see cref="SpreadsheetText"/> says.
/// </summary>
public static class QuarantineExport
{
    /// <summary>Accepted formats.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "jsonl", "parquet"];

    /// <summary>Writes the open rows of a delivery.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="settledToo">Whether rows that a replay settled are written too.</param>
    /// <param name="path">The file; replaced when it is there.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Rows written.</returns>
    public static long Write(Lake lake, RefusedDelivery delivery, string format, bool settledToo, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(delivery);
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        var scratch = Directory.CreateTempSubdirectory("screening-export-");
        try
        {
            var rows = new RefusedRows(delivery) { SettledToo = settledToo };
            var files = rows.Files(connection, lake.Snapshot(), scratch.FullName, cancellation).Select(f => new ExportedFile(f, RefusedRows.DelimiterOf(connection, f, cancellation))).ToList();
            var columns = files.SelectMany(f => f.Columns).Distinct(StringComparer.Ordinal).ToList();
            IReadOnlyList<string> all = [.. columns, .. ExportColumns.Behind(columns)];
            using ITable table = format switch
            {
                "csv" => new CsvTable(path, all, files.Count == 0 ? ',' : files[0].Delimiter),
                "jsonl" => new JsonTable(path, all),
                _ => new ParquetTable(path, all, connection),
            };
            var written = files.Sum(f => f.Write(table, columns, Problems(connection, f.File, cancellation), cancellation));
            table.End();
            return written;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>All that is wrong with each row of a file, as one text.</summary>
    private static Dictionary<long, string> Problems(DuckDbConnection connection, RefusedFile file, CancellationToken cancellation)
    {
        var problems = new Dictionary<long, string>();
        using var result = connection.Query($"""
            SELECT line, string_agg(concat_ws(' ', column_name, CASE WHEN value IS NOT NULL THEN '''' || left(value, 100) || '''' END, reason), '; ' ORDER BY column_name, check_name, reason)
            FROM {RefusedDelivery.Refused} WHERE file_sha256 = $1 GROUP BY 1
            """, [file.Sha256], cancellation);
        foreach (var row in result.Rows()) problems[(long)row[0]!] = (string)row[1]!;
        return problems;
    }

    /// <summary>A format.</summary>
    private interface ITable : IDisposable
    {
        void Add(IReadOnlyList<string> cells);

        void End();
    }

    private sealed class ExportedFile(RefusedFile file, char delimiter)
    {
        public RefusedFile File { get; } = file;

        public char Delimiter { get; } = delimiter;

        public IReadOnlyList<string> Columns { get; } = file.Header is { } header ? CorrectedFile.ColumnsOf(header, delimiter) : file.Keys();

        public long Write(ITable table, List<string> columns, Dictionary<long, string> problems, CancellationToken cancellation)
        {
            long written = 0;
            var block = new RecordBlock();
            var malformed = new List<MalformedLine>();
            var waiting = new Queue<MalformedLine>();
            using var source = File.Open(Delimiter, Columns, ignoresOthers: false);
            var places = columns.Select(c => source.Columns.ToList().IndexOf(c)).ToArray();
            do
            {
                source.Read(block, malformed, cancellation);
                waiting = new Queue<MalformedLine>(waiting.Concat(malformed).OrderBy(m => m.Line));
                malformed.Clear();
                for (var i = 0; i < block.Count; i++)
                {
                    while (waiting.TryPeek(out var next) && next.Line < block.Lines[i]) written += Add(table, columns.Select(_ => ""), waiting.Dequeue(), problems);
                    var cells = places.Select(p => p < 0 ? "" : Encoding.UTF8.GetString(block.Cell(i, p)));
                    written += Add(table, cells, new MalformedLine(block.Lines[i], "", ""), problems);
                }
            }
            while (block.Count > 0);
            while (waiting.TryDequeue(out var last)) written += Add(table, columns.Select(_ => ""), last, problems);
            return written;
        }

        private int Add(ITable table, IEnumerable<string> cells, MalformedLine line, Dictionary<long, string> problems)
        {
            table.Add([.. cells, line.Line.ToString(CultureInfo.InvariantCulture), File.Name, problems.GetValueOrDefault(line.Line, line.Reason), line.Raw]);
            return 1;
        }
    }

    private sealed class CsvTable : ITable
    {
        /// <summary>Characters that a cell of a spreadsheet holds.</summary>
        private const int LongestRaw = 32_000;

        private readonly StreamWriter _writer;
        private readonly char _delimiter;

        public CsvTable(string path, IReadOnlyList<string> columns, char delimiter)
        {
            _writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };
            _delimiter = delimiter;
            Add(columns);
        }

        // A malformed line may be as long as the longest record; with its quotes doubled the row would be longer, and no reader would take the file.
        public void Add(IReadOnlyList<string> cells) =>
            _writer.WriteLine(Delimiters.Row(cells.Select((c, i) => SpreadsheetText.Guard(i == cells.Count - 1 && c.Length > LongestRaw ? c[..LongestRaw] : c)), _delimiter));

        public void End() => _writer.Flush();

        public void Dispose() => _writer.Dispose();
    }

    private sealed class JsonTable(string path, IReadOnlyList<string> columns) : ITable
    {
        private readonly FileStream _stream = File.Create(path);

        public void Add(IReadOnlyList<string> cells)
        {
            using (var json = new Utf8JsonWriter(_stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                for (var i = 0; i < cells.Count; i++)
                {
                    if (i == cells.Count - 4) json.WriteNumber(columns[i], long.Parse(cells[i], CultureInfo.InvariantCulture));
                    else if (cells[i].Length == 0) json.WriteNull(columns[i]);
                    else json.WriteString(columns[i], cells[i]);
                }
                json.WriteEndObject();
            }
            _stream.WriteByte((byte)'\n');
        }

        public void End() => _stream.Flush();

        public void Dispose() => _stream.Dispose();
    }

    private sealed class ParquetTable : ITable
    {
        private const string Name = "q_export";
        private readonly DuckDbConnection _connection;
        private readonly DuckDbAppender _rows;
        private readonly string _path;

        public ParquetTable(string path, IReadOnlyList<string> columns, DuckDbConnection connection)
        {
            (_path, _connection) = (path, connection);
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {Name} ({string.Join(", ", columns.Select((c, i) => $"{Sql.Identifier(c)} {(i == columns.Count - 4 ? "BIGINT" : "VARCHAR")}"))})");
            _rows = connection.Appender(Name);
        }

        public void Add(IReadOnlyList<string> cells)
        {
            for (var i = 0; i < cells.Count; i++)
            {
                if (i == cells.Count - 4) _rows.Long(long.Parse(cells[i], CultureInfo.InvariantCulture));
                else _rows.String(cells[i].Length == 0 ? null : cells[i]);
            }
            _rows.EndRow();
        }

        public void End()
        {
            _rows.Close();
            _connection.Execute($"COPY {Name} TO {Sql.Literal(_path)} (FORMAT parquet, COMPRESSION zstd)");
        }

        public void Dispose() => _rows.Dispose();
    }
}
