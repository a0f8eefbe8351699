using System.Security.Cryptography;
using System.Text;

namespace Screening.Data.Ingest;

/// <summary>Called for each well-formed record after the header.</summary>
/// <param name="record">Its number among well-formed records, from 0.</param>
/// <param name="line">The physical line it begins on, from 1.</param>
/// <param name="raw">Its bytes without the line end; only valid during the call.</param>
internal delegate void CsvRecord(long record, long line, ReadOnlySpan<byte> raw);

/// <summary>A piece of a CSV file that is no record.</summary>
/// <param name="Line">Its physical line, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Raw">The line as text; bytes that are not UTF-8 stand as U+FFFD.</param>
internal readonly record struct MalformedLine(long Line, string Reason, string Raw);

/// <summary>
/// Finds the records of a CSV file (RFC 4180, UTF-8) in one pass without copying cells: what DuckDB reads is checked against it, and a row number is turned
/// into a line by it. A line that cannot be a record, or that begins one of the wrong shape, is set aside alone and the scan goes on with the next line, so a
/// stray quote costs one line and not the rest of the file.
/// </summary>
internal sealed class CsvScan
{
    /// <summary>The longest record, in bytes.</summary>
    public const int LongestRecord = 1 << 20;

    private const int MostMalformed = 1_000_000;
    private const int MostUnclosed = 1_000;
    private const int BufferSize = 4 << 20;
    private const byte Quote = (byte)'"';
    private static readonly UTF8Encoding Utf8 = new(false);

    private readonly byte _delimiter;
    private readonly System.Buffers.SearchValues<byte> _stops;
    private readonly List<(long Record, long Line)> _jumps = [];
    private readonly List<MalformedLine> _malformed = [];
    private byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private bool _final;
    private bool _suspect;
    private long _line = 1;
    private long _expectedLine = -1;
    private int _unclosed;
    private bool _sawCr;
    private bool _sawBlank;
    private bool _needsMore;

    private CsvScan(char delimiter)
    {
        _delimiter = checked((byte)delimiter);
        _stops = System.Buffers.SearchValues.Create([_delimiter, Quote, (byte)'\n', (byte)'\r']);
    }

    private enum Shape
    {
        Record,
        Blank,
        NeedsMore,
        Broken,
    }

    /// <summary>Hash of the file's bytes.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Size of the file; 0 for an empty one.</summary>
    public long Bytes { get; private set; }

    /// <summary>The header's cells; empty for an empty file.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The header's bytes.</summary>
    public byte[] HeaderRaw { get; private set; } = [];

    /// <summary>What is wrong with the header; null when it can be read.</summary>
    public string? HeaderProblem { get; private set; }

    /// <summary>Well-formed records after the header.</summary>
    public long Records { get; private set; }

    /// <summary>Lines set aside, in order.</summary>
    public IReadOnlyList<MalformedLine> Malformed => _malformed;

    /// <summary>False when the last record has no line end: legal, and the mark of a file that was cut.</summary>
    public bool EndsWithLineEnd { get; private set; } = true;

    /// <summary>
    /// True when every byte of the file after a byte-order mark is header or well-formed record and every line ends in LF, so that any strict reader agrees.
    /// DuckDB 1.5 in strict mode reads no row at all of a file whose line ends are declared as CR LF.
    /// </summary>
    public bool IsPlain => _malformed.Count == 0 && !_sawBlank && !_sawCr;

    /// <summary>Scans a file.</summary>
    /// <exception cref="IngestException">The file is not CSV at all.</exception>
    public static CsvScan Run(string path, char delimiter, CsvRecord? record, CancellationToken cancellation)
    {
        var scan = new CsvScan(delimiter);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        scan.Fill(stream, hash);
        scan.SkipByteOrderMark();
        scan.ReadHeader(stream, hash);
        if (scan.HeaderProblem is null)
        {
            while (scan.Step(record))
            {
                if (!scan._needsMore) continue;
                cancellation.ThrowIfCancellationRequested();
                scan.Fill(stream, hash);
            }
        }
        while (!scan._final)
        {
            scan._start = scan._end;
            scan.Fill(stream, hash);
        }
        scan.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        scan._buffer = [];
        return scan;
    }

    /// <summary>The physical line that a well-formed record begins on, from 1.</summary>
    public long LineOf(long record)
    {
        var (low, high) = (0, _jumps.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_jumps[middle].Record <= record) low = middle;
            else high = middle - 1;
        }
        return _jumps[low].Line + (record - _jumps[low].Record);
    }

    private bool Step(CsvRecord? record)
    {
        _needsMore = false;
        if (_start == _end)
        {
            if (_final) return false;
            _needsMore = true;
            return true;
        }

        var shape = Next(Header.Count, out var length, out var next, out var lines, out var problem);
        switch (shape)
        {
            case Shape.NeedsMore:
                _needsMore = true;
                return true;
            case Shape.Blank:
                _sawBlank = true;
                break;
            case Shape.Broken:
                SetAside(problem!);
                return true;
            default:
                if (_line != _expectedLine) _jumps.Add((Records, _line));
                record?.Invoke(Records, _line, _buffer.AsSpan(_start, length));
                Records++;
                _expectedLine = _line + 1;
                break;
        }
        _start += next;
        _line += lines;
        return true;
    }

    private void ReadHeader(FileStream stream, IncrementalHash hash)
    {
        if (_start == _end && _final) return;
        while (true)
        {
            var shape = Next(-1, out var length, out var next, out var lines, out var problem);
            if (shape == Shape.NeedsMore)
            {
                Fill(stream, hash);
                continue;
            }
            if (shape == Shape.Broken) HeaderProblem = problem;
            else if (shape == Shape.Blank) HeaderProblem = "is blank";
            if (HeaderProblem is not null) return;
            HeaderRaw = _buffer.AsSpan(_start, length).ToArray();
            Header = Cells(HeaderRaw);
            _start += next;
            _line += lines;
            return;
        }
    }

    /// <summary>The shape of what begins at the current place.</summary>
    /// <param name="columns">Cells that a record must have; -1 for any.</param>
    /// <param name="length">Its bytes without the line end.</param>
    /// <param name="next">Its bytes with the line end.</param>
    /// <param name="lines">Its physical lines.</param>
    /// <param name="problem">What is wrong with it.</param>
    private Shape Next(int columns, out int length, out int next, out int lines, out string? problem)
    {
        var data = _buffer.AsSpan(_start, _end - _start);
        var position = 0;
        var cells = 1;
        lines = 1;
        length = next = 0;
        problem = null;
        while (true)
        {
            if (position < data.Length && data[position] == Quote)
            {
                var shape = QuotedCell(data, ref position, ref lines, cells, out problem);
                if (shape != Shape.Record) return shape;
            }
            else
            {
                var shape = PlainCell(data, ref position, cells, out problem);
                if (shape != Shape.Record) return shape;
            }

            if (position < data.Length && data[position] == _delimiter)
            {
                cells++;
                position++;
                continue;
            }
            break;
        }

        length = position;
        if (!LineEndAt(data, position, out var width)) return TooLong(data, ref problem);
        next = position + width;
        if (length == 0 && width > 0) return Shape.Blank;
        return Judge(data[..length], cells, columns, width > 0, ref problem);
    }

    private Shape Judge(ReadOnlySpan<byte> record, int cells, int columns, bool ended, ref string? problem)
    {
        if (record.Length > LongestRecord) problem = FormattableString.Invariant($"is longer than {LongestRecord} bytes");
        else if (columns >= 0 && cells < columns && !ended && _final) problem = FormattableString.Invariant($"has {cells} cells of {columns} and no line end: the file looks truncated");
        else if (columns >= 0 && cells != columns) problem = FormattableString.Invariant($"has {cells} cells, expected {columns}");
        else if (_suspect && !System.Text.Unicode.Utf8.IsValid(record)) problem = "is not UTF-8";
        else if (_suspect && record.Contains((byte)0)) problem = "holds a NUL character";
        if (problem is not null) return Shape.Broken;
        EndsWithLineEnd = ended;
        return Shape.Record;
    }

    private Shape QuotedCell(ReadOnlySpan<byte> data, ref int position, ref int lines, int cell, out string? problem)
    {
        problem = null;
        var from = position++;
        while (true)
        {
            var found = data[position..].IndexOf(Quote);
            if (found < 0 || position + found > LongestRecord)
            {
                if (!_final && data.Length <= LongestRecord) return Shape.NeedsMore;
                problem = FormattableString.Invariant($"has no closing quote in cell {cell}");
                if (++_unclosed > MostUnclosed)
                    throw new IngestException(FormattableString.Invariant($"more than {MostUnclosed} lines have a quote that is never closed, the last of them line {_line}; is the file CSV with \" as quote?"));
                return Shape.Broken;
            }
            position += found + 1;
            if (position == data.Length && !_final) return Shape.NeedsMore;
            if (position == data.Length || data[position] != Quote) break;
            position++;
        }
        lines += LineEnds(data[from..position]);
        if (position == data.Length || data[position] == _delimiter || data[position] is (byte)'\n' or (byte)'\r') return Shape.Record;
        problem = FormattableString.Invariant($"has text after the closing quote of cell {cell}");
        return Shape.Broken;
    }

    private Shape PlainCell(ReadOnlySpan<byte> data, ref int position, int cell, out string? problem)
    {
        problem = null;
        var from = position;
        while (true)
        {
            var found = data[position..].IndexOfAny(_stops);
            if (found < 0)
            {
                position = data.Length;
                return _final ? Shape.Record : TooLong(data, ref problem);
            }
            position += found;
            if (data[position] != Quote) return Shape.Record;
            if (data[from..position].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
            {
                problem = FormattableString.Invariant($"has blanks before the opening quote of cell {cell}");
                return Shape.Broken;
            }
            position++; // a quote inside an unquoted cell is a character like any other
        }
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
        _sawCr = true;
        return true;
    }

    private void SetAside(string problem)
    {
        if (_malformed.Count == MostMalformed) throw new IngestException(FormattableString.Invariant($"more than {MostMalformed} lines are malformed, the last of them line {_line}; is the file CSV of this delimiter?"));
        var data = _buffer.AsSpan(_start, _end - _start);
        var length = data.IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0) length = data.Length;
        if (!_final && length >= data.Length - 1)
        {
            if (data.Length == _buffer.Length) throw new IngestException(FormattableString.Invariant($"line {_line} is longer than {data.Length} bytes; is the file CSV?"));
            _needsMore = true;
            return;
        }
        var next = length;
        if (next < data.Length) next += data[next] == '\r' && next + 1 < data.Length && data[next + 1] == '\n' ? 2 : 1;
        else if (_final) EndsWithLineEnd = false;
        _malformed.Add(new MalformedLine(_line, problem, Utf8.GetString(data[..Math.Min(length, LongestRecord)]).Replace('\0', '\uFFFD')));
        _start += next;
        _line++;
    }

    private void SkipByteOrderMark()
    {
        var data = _buffer.AsSpan(_start, _end - _start);
        if (data.StartsWith("\uFEFF"u8)) _start += 3;
        else if (data is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) throw new IngestException("the file is UTF-16; accepted: UTF-8, or a mapping file that says source.encoding");
    }

    private void Fill(FileStream stream, IncrementalHash hash)
    {
        var rest = _end - _start;
        if (_start > 0) _buffer.AsSpan(_start, rest).CopyTo(_buffer);
        _start = 0;
        _end = rest;
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        var added = _buffer.AsSpan(_end, read);
        hash.AppendData(added);
        _final = _end + read < _buffer.Length;
        _end += read;
        Bytes += read;
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

    private List<string> Cells(ReadOnlySpan<byte> record)
    {
        var cells = new List<string>();
        var text = Utf8.GetString(record);
        var cell = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == (char)_delimiter)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (text[i] == '"' && cell.Length == 0)
            {
                for (i++; i < text.Length && !(text[i] == '"' && (i + 1 == text.Length || text[i + 1] != '"')); i++)
                {
                    cell.Append(text[i]);
                    if (text[i] == '"') i++;
                }
            }
            else
            {
                cell.Append(text[i]);
            }
        }
        return cells;
    }
}
