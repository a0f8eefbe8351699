using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>A Parquet file. Its values become text in DuckDB's own spelling and are then checked like any other; a record's line is its row number from 1, its text a JSON object of its values.</summary>
internal sealed class ParquetSource : ISource
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbResult _rows;
    private readonly long _records;
    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly Utf8JsonWriter _json;
    private readonly JsonEncodedText[] _names;
    private DuckDbChunk? _chunk;
    private int _next;
    private long _read;

    private ParquetSource(DuckDbConnection connection, DuckDbResult rows, IReadOnlyList<string> columns, long records)
    {
        _connection = connection;
        _rows = rows;
        _records = records;
        Columns = columns;
        _names = [.. columns.Select(c => JsonEncodedText.Encode(c, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
        _json = new Utf8JsonWriter(_raw, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    public IReadOnlyList<string> Columns { get; }

    public string? Header => null;

    public IReadOnlyList<string> Notes => _records == 0 ? ["the file has no rows"] : [];

    /// <summary>Reads a file's footer and begins to read its rows.</summary>
    /// <param name="database">Where it is read; may open the file.</param>
    /// <param name="path">The file, without characters of a pattern.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">The file is not readable Parquet.</exception>
    public static ParquetSource Open(DuckDbDatabase database, string path, CancellationToken cancellation)
    {
        if (new FileInfo(path).Length == 0) throw new IngestException("the file is empty (0 bytes); expected Parquet");
        var connection = database.Connect();
        try
        {
            var file = $"read_parquet({Sql.Literal(path)}, hive_partitioning=false)";
            var columns = new List<string>();
            using (var described = connection.Query($"SELECT column_name FROM (DESCRIBE SELECT * FROM {file})", cancellation))
            {
                foreach (var row in described.Rows()) columns.Add((string)row[0]!);
            }
            var records = connection.Scalar<long>($"SELECT count(*) FROM {file}", cancellation);
            var texts = string.Join(", ", columns.Select(c => $"CAST({Sql.Identifier(c)} AS VARCHAR)"));
            return new ParquetSource(connection, connection.Query($"SELECT {texts} FROM {file}", cancellation), columns, records);
        }
        catch (DuckDbException e)
        {
            connection.Dispose();
            throw new IngestException($"the file is not readable Parquet: {e.Message.Split('\n')[0]}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Read(RecordBlock block, ICollection<MalformedLine> malformed, CancellationToken cancellation)
    {
        block.Clear(Columns.Count);
        while (!block.IsFull)
        {
            if (_chunk is null || _next == _chunk.RowCount)
            {
                _chunk = Next();
                _next = 0;
                if (_chunk is null) break;
            }
            _json.Reset(_raw);
            _json.WriteStartObject();
            for (var column = 0; column < Columns.Count; column++)
            {
                var text = _chunk[column].Utf8(_next);
                block.AddCell(block.Append(text), text.Length);
                if (text.IsEmpty) _json.WriteNull(_names[column]);
                else _json.WriteString(_names[column], text);
            }
            _json.WriteEndObject();
            _json.Flush();
            block.EndRecord(++_read, block.Append(_raw.WrittenSpan), _raw.WrittenCount);
            _raw.ResetWrittenCount();
            _next++;
        }
        if (block.Count == 0 && _read != _records) throw new IngestException(FormattableString.Invariant($"the file says {_records} rows and gave {_read}; it changed, or is damaged"));
    }

    public void Dispose()
    {
        _json.Dispose();
        _rows.Dispose();
        _connection.Dispose();
    }

    private DuckDbChunk? Next()
    {
        try
        {
            return _rows.NextChunk();
        }
        catch (DuckDbException e)
        {
            throw new IngestException(FormattableString.Invariant($"the file cannot be read on after row {_read}: {e.Message.Split('\n')[0]}"), e);
        }
    }
}
