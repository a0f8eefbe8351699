using System.Runtime.CompilerServices;

namespace Screening.Data.Ingest;

/// <summary>
/// Some records of one source, as text: cells lie in one array of bytes (UTF-8), row after row in the order of the source's columns. Reused from block to
/// block, so that reading a file of any size takes the memory of a few blocks.
/// </summary>
internal sealed class RecordBlock
{
    /// <summary>A block is full with so many records.</summary>
    public const int MostRecords = 8_192;

    /// <summary>Or with so many bytes: a record is begun only below it.</summary>
    public const int FullBytes = 4 << 20;

    private byte[] _bytes = new byte[1 << 16];
    private int[] _starts = [];
    private int[] _lengths = [];
    private int _cells;

    /// <summary>Cells of a record.</summary>
    public int Columns { get; private set; }

    public int Count { get; private set; }

    /// <summary>The physical line each record begins on, from 1; for Parquet its row number.</summary>
    public long[] Lines { get; } = new long[MostRecords];

    /// <summary>Where each record's text as it stood in the file lies among the bytes; negative when the source has none.</summary>
    public int[] RawStarts { get; } = new int[MostRecords];

    public int[] RawLengths { get; } = new int[MostRecords];

    public bool IsFull => Count == MostRecords || Used >= FullBytes;

    /// <summary>Bytes in use.</summary>
    public int Used { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Used);

    /// <summary>Where each cell begins: cell c of record r at <c>r * Columns + c</c>.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, _cells);

    /// <summary>Each cell's bytes; -1 for a missing value.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _cells);

    /// <summary>Empties the block for records of so many cells.</summary>
    public void Clear(int columns)
    {
        Columns = columns;
        Count = _cells = Used = 0;
        if (_starts.Length < columns * MostRecords)
        {
            _starts = new int[columns * MostRecords];
            _lengths = new int[columns * MostRecords];
        }
    }

    public ReadOnlySpan<byte> Cell(int record, int column)
    {
        var at = (record * Columns) + column;
        return _lengths[at] <= 0 ? default : _bytes.AsSpan(_starts[at], _lengths[at]);
    }

    public bool IsMissing(int record, int column) => _lengths[(record * Columns) + column] < 0;

    /// <summary>The record as it stood in the file; empty when the source has no text.</summary>
    public ReadOnlySpan<byte> Raw(int record) => RawStarts[record] < 0 ? default : _bytes.AsSpan(RawStarts[record], RawLengths[record]);

    /// <summary>Adds bytes that cells or the raw text will refer to.</summary>
    /// <returns>Where they begin.</returns>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        var at = Used;
        if (at + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, at + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(at));
        Used = at + bytes.Length;
        return at;
    }

    /// <summary>Takes back bytes that were appended for a record that is none.</summary>
    public void Rewind(int used) => Used = used;

    /// <summary>Adds the next cell of the record that is begun: bytes that were appended. No bytes are a missing value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddCell(int start, int length)
    {
        _starts[_cells] = start;
        _lengths[_cells++] = length == 0 ? -1 : length;
    }

    /// <summary>Ends a record, all of whose cells were added.</summary>
    public void EndRecord(long line, int rawStart, int rawLength)
    {
        if (_cells != (Count + 1) * Columns) throw new InvalidOperationException(FormattableString.Invariant($"record {Count} of a block has {_cells - (Count * Columns)} cells of {Columns}"));
        Lines[Count] = line;
        RawStarts[Count] = rawStart;
        RawLengths[Count++] = rawLength;
    }
}
