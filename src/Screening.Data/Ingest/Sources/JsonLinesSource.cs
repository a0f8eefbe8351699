using System.Text;
using System.Text.Json;

namespace Screening.Data.Ingest;

/// <summary>
/// The records of a file of JSON lines: one object a line. A nested object's values are columns of their own, <c>buyer.country</c>; a list is its JSON text;
/// null and a key that is not there are a missing value. A line that is no such object is set aside.
/// </summary>
internal sealed class JsonLinesSource : ISource
{
    private const int LongestLine = CsvSource.LongestRecord;
    private const int BufferSize = 4 << 20;
    private static readonly UTF8Encoding Utf8 = new(false);

    private readonly Stream _stream;
    private readonly bool _ignoresOthers;
    private readonly Dictionary<string, int> _places;
    private readonly (int Start, int Length)[] _cells;
    private readonly bool[] _given;
    private readonly bool[] _ever;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly List<string> _notes = [];
    private int _start;
    private int _end;
    private bool _final;
    private long _line = 1;
    private long _records;

    private JsonLinesSource(Stream stream, IReadOnlyList<string> columns, bool ignoresOthers)
    {
        _stream = stream;
        _ignoresOthers = ignoresOthers;
        Columns = columns;
        _places = columns.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        _cells = new (int, int)[columns.Count];
        _given = new bool[columns.Count];
        _ever = new bool[columns.Count];
    }

    public IReadOnlyList<string> Columns { get; }

    public string? Header => null;

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">UTF-8 without byte-order mark; disposed with the source.</param>
    /// <param name="columns">The keys that are wanted.</param>
    /// <param name="ignoresOthers">Whether other keys are passed over; else a record that has one is set aside.</param>
    /// <exception cref="IngestException">The file is empty.</exception>
    public static JsonLinesSource Open(Stream stream, IReadOnlyList<string> columns, bool ignoresOthers)
    {
        var source = new JsonLinesSource(stream, columns, ignoresOthers);
        source.Fill();
        return source._end == 0 ? throw new IngestException("the file is empty (0 bytes); expected one JSON object a line") : source;
    }

    public void Read(RecordBlock block, ICollection<MalformedLine> malformed, CancellationToken cancellation)
    {
        block.Clear(Columns.Count);
        while (!block.IsFull && !(_start == _end && _final))
        {
            var data = _buffer.AsSpan(_start, _end - _start);
            var length = data.IndexOf((byte)'\n');
            if (length < 0 && !_final && data.Length < _buffer.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                Fill();
                continue;
            }
            if (length < 0 && !_final) throw new IngestException(FormattableString.Invariant($"line {_line} is longer than {_buffer.Length} bytes; expected one JSON object a line"));
            if (length < 0) length = data.Length;
            var line = data[..length].TrimEnd((byte)'\r');
            if (Problem(line, block) is { } problem) malformed.Add(new MalformedLine(_line, problem, Utf8.GetString(line[..Math.Min(line.Length, LongestLine)]).Replace('\0', '\uFFFD')));
            _start += Math.Min(length + 1, data.Length);
            _line++;
        }
        if (block.Count == 0) End();
    }

    public void Dispose() => _stream.Dispose();

    private void End()
    {
        if (_notes.Count > 0 || _records == 0) return;
        foreach (var column in Columns.Where((_, i) => !_ever[i])) _notes.Add($"no record has '{column}'");
    }

    /// <summary>Takes a line into the block; null when it was a record or blank, else what is wrong with it.</summary>
    private string? Problem(ReadOnlySpan<byte> line, RecordBlock block)
    {
        if (line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0) return null;
        if (line.Length > LongestLine) return FormattableString.Invariant($"is longer than {LongestLine} bytes");
        if (!System.Text.Unicode.Utf8.IsValid(line)) return "is not UTF-8";
        var before = block.Used;
        var raw = block.Append(line);
        Array.Fill(_cells, (0, 0));
        Array.Clear(_given);
        string? problem;
        try
        {
            var reader = new Utf8JsonReader(line);
            problem = Take(ref reader, raw, block);
        }
        catch (JsonException e)
        {
            problem = FormattableString.Invariant($"is not a JSON object: byte {e.BytePositionInLine} is not what may stand there");
        }
        if (problem is not null)
        {
            block.Rewind(before);
            return problem;
        }
        foreach (var (start, length) in _cells) block.AddCell(start, length);
        for (var i = 0; i < _given.Length; i++) _ever[i] |= _given[i];
        block.EndRecord(_line, raw, line.Length);
        _records++;
        return null;
    }

    private string? Take(ref Utf8JsonReader reader, int raw, RecordBlock block)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return $"is not a JSON object but {(reader.TokenType == JsonTokenType.StartArray ? "a list" : "a value")}; expected one object a line";
        var path = new List<string>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject:
                    if (path.Count == 0)
                    {
                        // Throws when anything follows.
                        reader.Read();
                        return null;
                    }
                    path.RemoveAt(path.Count - 1);
                    break;
                case JsonTokenType.PropertyName:
                    var key = reader.GetString()!;
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        path.Add(key);
                        break;
                    }
                    if (Value(ref reader, raw, path.Count == 0 ? key : $"{string.Join('.', path)}.{key}", block) is { } problem) return problem;
                    break;
            }
        }
        return null;
    }

    /// <summary>Notes where the value lies: in the line itself, or behind it when it had to be unescaped.</summary>
    private string? Value(ref Utf8JsonReader reader, int raw, string key, RecordBlock block)
    {
        var begins = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
        if (!_places.TryGetValue(key, out var place)) return _ignoresOthers ? null : $"has the key '{key}', which is no column; expected {string.Join(", ", Columns)}";
        if (_given[place]) return $"has the key '{key}' twice";
        _given[place] = true;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when reader.ValueIsEscaped:
                return Unescape(ref reader, key, block, out _cells[place]);
            case JsonTokenType.String:
                _cells[place] = (raw + begins + 1, reader.ValueSpan.Length);
                return null;
            default:
                _cells[place] = (raw + begins, (int)reader.BytesConsumed - begins);
                return null;
        }
    }

    private static string? Unescape(ref Utf8JsonReader reader, string key, RecordBlock block, out (int Start, int Length) cell)
    {
        cell = default;
        var text = new byte[reader.ValueSpan.Length];
        try
        {
            var plain = text.AsSpan(0, reader.CopyString(text));
            if (plain.Contains((byte)0)) return $"holds a NUL character in '{key}'";
            cell = (block.Append(plain), plain.Length);
            return null;
        }
        catch (InvalidOperationException)
        {
            return $"has half a surrogate pair in '{key}'";
        }
    }

    private void Fill()
    {
        var rest = _end - _start;
        if (_start > 0) _buffer.AsSpan(_start, rest).CopyTo(_buffer);
        _start = 0;
        var read = _stream.ReadAtLeast(_buffer.AsSpan(rest), _buffer.Length - rest, throwOnEndOfStream: false);
        _final = rest + read < _buffer.Length;
        _end = rest + read;
    }
}
