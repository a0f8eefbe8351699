using System.Buffers;
using System.Text;

namespace Screening.Data.Ingest;

/// <summary>
/// The records of a CSV file (RFC 4180), found in one pass: header, quotes, line ends of any kind and mixed. A line that cannot be a record, or that begins
/// one of the wrong shape, is set aside alone and the reading goes on with the next line, so a stray quote costs one line and not the rest of the file.
/// </summary>
internal sealed class CsvSource : ISource
{
    /// <summary>The longest record, in bytes.</summary>
    public const int LongestRecord = 1 << 20;

    private const int MostMalformed = 1_000_000;
    private const int MostUnclosed = 1_000;
    private const int BufferSize = 4 << 20;
    private const byte Quote = (byte)'"';
    private static readonly UTF8Encoding Utf8 = new(false);

    private readonly Stream _stream;
    private readonly byte _delimiter;
    private readonly SearchValues<byte> _stops;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly List<string> _notes = [];
    private int[] _cells = new int[64]; // start, length, and 1 where quotes are doubled, of each cell of the record at hand
    private int _cellCount;
    private int _start;
    private int _end;
    private bool _final;
    private bool _suspect;
    private long _line = 1;
    private long _records;
    private long _malformed;
    private int _unclosed;
    private bool _endsWithLineEnd = true;
    private bool _ended;
    private byte[] _headerRaw = [];

    private CsvSource(Stream stream, char delimiter)
    {
        _stream = stream;
        _delimiter = checked((byte)delimiter);
        _stops = SearchValues.Create([_delimiter, Quote, (byte)'\n', (byte)'\r']);
    }

    private enum Shape
    {
        Record,
        Blank,
        NeedsMore,
        Broken,
    }

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public string? Header => Utf8.GetString(_headerRaw);

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Begins to read. The header must be readable; whether it fits is the caller's question.</summary>
    /// <param name="stream">UTF-8 without byte-order mark; disposed with the source.</param>
    /// <param name="delimiter">Between cells, an ASCII character.</param>
    /// <exception cref="IngestException">The file is empty or has no header.</exception>
    public static CsvSource Open(Stream stream, char delimiter)
    {
        var source = new CsvSource(stream, delimiter);
        source.Fill();
        if (source._end == 0) throw new IngestException("the file is empty (0 bytes); expected a header on line 1");
        source.ReadHeader();
        return source;
    }

    public void Read(RecordBlock block, ICollection<MalformedLine> malformed, CancellationToken cancellation)
    {
        block.Clear(Columns.Count);
        while (!block.IsFull)
        {
            if (_start == _end)
            {
                if (_final) break;
                cancellation.ThrowIfCancellationRequested();
                Fill();
                continue;
            }
            switch (Next(Columns.Count, out var length, out var next, out var lines, out var problem))
            {
                case Shape.NeedsMore:
                    cancellation.ThrowIfCancellationRequested();
                    Fill();
                    continue;
                case Shape.Broken:
                    SetAside(problem!, malformed, cancellation);
                    continue;
                case Shape.Record:
                    Take(block, length);
                    break;
            }
            _start += next;
            _line += lines;
        }
        if (block.Count == 0) End();
    }

    public void Dispose() => _stream.Dispose();

    private void End()
    {
        if (_ended) return;
        _ended = true;
        if (_records + _malformed == 0) _notes.Add("the file has a header and no rows");
        else if (!_endsWithLineEnd) _notes.Add("the last line has no line end; was the file cut?");
    }

    private void ReadHeader()
    {
        while (true)
        {
            var shape = Next(-1, out var length, out var next, out var lines, out var problem);
            if (shape == Shape.NeedsMore)
            {
                Fill();
                continue;
            }
            if (shape == Shape.Blank) problem = "is blank";
            if (problem is not null && _buffer[_start] == (byte)'{') problem += "; if these are JSON lines, name the file .jsonl or say source.format in a mapping file";
            else if (problem is not null && _buffer.AsSpan(_start, length).Contains((byte)0)) problem += "; source.encoding of a mapping file names an encoding such as utf-16le";
            if (problem is not null) throw new IngestException($"line 1: the header {problem}");
            _headerRaw = _buffer.AsSpan(_start, length).ToArray();
            var columns = new string[_cellCount];
            for (var i = 0; i < columns.Length; i++)
            {
                var cell = Utf8.GetString(Unquoted(i));
                columns[i] = cell.Length > 0 ? cell : FormattableString.Invariant($"column_{i + 1}");
            }
            Columns = columns;
            _start += next;
            _line += lines;
            return;
        }
    }

    private void Take(RecordBlock block, int length)
    {
        var at = block.Append(_buffer.AsSpan(_start, length));
        for (var i = 0; i < _cellCount; i++)
        {
            if (_cells[(i * 3) + 2] == 0)
            {
                block.AddCell(at + _cells[i * 3], _cells[(i * 3) + 1]);
            }
            else
            {
                var text = Unquoted(i);
                block.AddCell(block.Append(text), text.Length);
            }
        }
        block.EndRecord(_line, at, length);
        _records++;
    }

    /// <summary>A cell's text, with doubled quotes made single.</summary>
    private ReadOnlySpan<byte> Unquoted(int cell)
    {
        var text = _buffer.AsSpan(_start + _cells[cell * 3], _cells[(cell * 3) + 1]);
        if (_cells[(cell * 3) + 2] == 0) return text;
        var single = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            single[length++] = text[i];
            if (text[i] == Quote) i++;
        }
        return single.AsSpan(0, length);
    }

    /// <summary>The shape of what begins at the current place; its cells are noted.</summary>
    /// <param name="columns">Cells that a record must have; -1 for any.</param>
    /// <param name="length">Its bytes without the line end.</param>
    /// <param name="next">Its bytes with the line end.</param>
    /// <param name="lines">Its physical lines.</param>
    /// <param name="problem">What is wrong with it.</param>
    private Shape Next(int columns, out int length, out int next, out int lines, out string? problem)
    {
        var data = _buffer.AsSpan(_start, _end - _start);
        var position = 0;
        _cellCount = 0;
        lines = 1;
        length = next = 0;
        problem = null;
        while (true)
        {
            var shape = position < data.Length && data[position] == Quote ? QuotedCell(data, ref position, ref lines, out problem) : PlainCell(data, ref position, out problem);
            if (shape != Shape.Record) return shape;
            if (position == data.Length || data[position] != _delimiter) break;
            position++;
        }

        length = position;
        if (!LineEndAt(data, position, out var width)) return TooLong(data, ref problem);
        next = position + width;
        if (length == 0 && width > 0) return Shape.Blank;
        return Judge(data[..length], columns, width > 0, ref problem);
    }

    private Shape Judge(ReadOnlySpan<byte> record, int columns, bool ended, ref string? problem)
    {
        if (record.Length > LongestRecord) problem = FormattableString.Invariant($"is longer than {LongestRecord} bytes");
        else if (columns >= 0 && _cellCount < columns && !ended && _final) problem = FormattableString.Invariant($"has {_cellCount} cells of {columns} and no line end: the file looks truncated");
        else if (columns >= 0 && _cellCount != columns) problem = FormattableString.Invariant($"has {_cellCount} cells, expected {columns}");
        else if (_suspect && !System.Text.Unicode.Utf8.IsValid(record)) problem = "is not UTF-8; source.encoding of a mapping file names another encoding";
        else if (_suspect && record.Contains((byte)0)) problem = "holds a NUL character";
        else if (columns >= 0 && record.SequenceEqual(_headerRaw)) problem = "repeats the header";
        if (problem is not null) return Shape.Broken;
        _endsWithLineEnd = ended;
        return Shape.Record;
    }

    private void AddCell(int start, int length, bool doubled)
    {
        if ((_cellCount + 1) * 3 > _cells.Length) Array.Resize(ref _cells, _cells.Length * 2);
        var at = _cellCount++ * 3;
        _cells[at] = start;
        _cells[at + 1] = length;
        _cells[at + 2] = doubled ? 1 : 0;
    }

    private Shape QuotedCell(ReadOnlySpan<byte> data, ref int position, ref int lines, out string? problem)
    {
        problem = null;
        var from = position++;
        var doubled = false;
        while (true)
        {
            var found = data[position..].IndexOf(Quote);
            if (found < 0 || position + found > LongestRecord)
            {
                if (!_final && data.Length <= LongestRecord) return Shape.NeedsMore;
                problem = FormattableString.Invariant($"has no closing quote in cell {_cellCount + 1}");
                if (++_unclosed > MostUnclosed)
                    throw new IngestException(FormattableString.Invariant($"more than {MostUnclosed} lines have a quote that is never closed, the last of them line {_line}; is the file CSV with \" as quote?"));
                return Shape.Broken;
            }
            position += found + 1;
            if (position == data.Length && !_final) return Shape.NeedsMore;
            if (position == data.Length || data[position] != Quote) break;
            doubled = true;
            position++;
        }
        var text = data[(from + 1)..(position - 1)];
        lines += LineEnds(text);
        AddCell(from + 1, text.Length, doubled);
        if (position == data.Length || data[position] == _delimiter || data[position] is (byte)'\n' or (byte)'\r') return Shape.Record;
        problem = FormattableString.Invariant($"has text after the closing quote of cell {_cellCount}");
        return Shape.Broken;
    }

    private Shape PlainCell(ReadOnlySpan<byte> data, ref int position, out string? problem)
    {
        problem = null;
        var from = position;
        while (true)
        {
            var found = data[position..].IndexOfAny(_stops);
            if (found < 0)
            {
                position = data.Length;
                if (!_final) return TooLong(data, ref problem);
                break;
            }
            position += found;
            if (data[position] != Quote) break;
            if (data[from..position].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
            {
                problem = FormattableString.Invariant($"has blanks before the opening quote of cell {_cellCount + 1}");
                return Shape.Broken;
            }
            position++; // a quote inside an unquoted cell is a character like any other
        }
        AddCell(from, position - from, doubled: false);
        return Shape.Record;
    }

    private static Shape TooLong(ReadOnlySpan<byte> data, ref string? problem)
    {
        if (data.Length <= LongestRecord) return Shape.NeedsMore;
        problem = FormattableString.Invariant($"is longer than {LongestRecord} bytes");
        return Shape.Broken;
    }

    /// <summary>False when the bytes that decide are not read yet.</summary>
    private bool LineEndAt(ReadOnlySpan<byte> data, int position, out int width)
    {
        width = 0;
        if (position == data.Length) return _final;
        if (data[position] == '\n')
        {
            width = 1;
            return true;
        }
        if (position + 1 == data.Length && !_final) return false;
        width = position + 1 < data.Length && data[position + 1] == '\n' ? 2 : 1;
        return true;
    }

    /// <summary>Sets the physical line at hand aside, however long it is; of a very long one the beginning is kept.</summary>
    private void SetAside(string problem, ICollection<MalformedLine> malformed, CancellationToken cancellation)
    {
        if (++_malformed > MostMalformed) throw new IngestException(FormattableString.Invariant($"more than {MostMalformed} lines are malformed, the last of them line {_line}; is the file CSV of this delimiter?"));
        var raw = "";
        for (long taken = 0; ;)
        {
            var data = _buffer.AsSpan(_start, _end - _start);
            var length = data.IndexOfAny((byte)'\n', (byte)'\r');
            var open = length < 0 || (data[length] == '\r' && length + 1 == data.Length);
            if (open && !_final && (length < 0 ? data.Length : length) < LongestRecord && taken == 0)
            {
                // Not yet too long to keep whole.
                cancellation.ThrowIfCancellationRequested();
                Fill();
                continue;
            }
            if (length < 0) length = data.Length;
            if (taken == 0) raw = Utf8.GetString(data[..Math.Min(length, LongestRecord)]).Replace('\0', '\uFFFD');
            taken += length;
            if (open && !_final)
            {
                _start += length;
                cancellation.ThrowIfCancellationRequested();
                Fill();
                continue;
            }
            if (length == data.Length) _endsWithLineEnd = false;
            else length += data[length] == '\r' && length + 1 < data.Length && data[length + 1] == '\n' ? 2 : 1;
            if (taken > LongestRecord) problem = FormattableString.Invariant($"{problem}: a line of {taken} bytes, of which the first {LongestRecord} are kept here");
            malformed.Add(new MalformedLine(_line++, problem, raw));
            _start += length;
            return;
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
        var all = _buffer.AsSpan(0, _end);
        _suspect = !Ascii.IsValid(all) || all.Contains((byte)0);
    }

    private static int LineEnds(ReadOnlySpan<byte> text)
    {
        var count = text.Count((byte)'\n');
        for (var i = text.IndexOf((byte)'\r'); i >= 0;)
        {
            if (i + 1 == text.Length || text[i + 1] != '\n') count++;
            var more = text[(i + 1)..].IndexOf((byte)'\r');
            if (more < 0) break;
            i += more + 1;
        }
        return count;
    }
}
