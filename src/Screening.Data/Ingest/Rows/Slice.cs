namespace Screening.Data.Ingest;

/// <summary>What became of a row.</summary>
internal enum RowState : byte
{
    Accepted = 0,
    Broken = 1,
    NotForDataset = 2,
    Collapsed = 3,
    Duplicate = 4,
    Conflict = 5,
    AlreadyKnown = 6,
    TooLate = 7,

    /// <summary>Keeps its contract, and its key was seen before or is stored: it is judged when everything was read.</summary>
    Suspect = 8,
}

/// <summary>One column of a slice. Numbers, days, moments and truth values stand as 64-bit numbers, text as its place in the slice's bytes.</summary>
internal sealed class SliceColumn
{
    private long[] _values = [];
    private bool[] _missing = [];
    private short[] _codes = [];

    /// <summary>The value; for text <c>start &lt;&lt; 32 | length</c>, for DOUBLE its bits. Undefined where it is missing.</summary>
    public long[] Values => _values;

    public bool[] Missing => _missing;

    /// <summary>The place in the column's list of accepted codes; undefined where it is missing or the column has none.</summary>
    public short[] Codes => _codes;

    /// <summary>False when no row of the slice can have a value, because the source does not have the column.</summary>
    public bool HasValues { get; set; }

    public void Grow(int capacity)
    {
        Array.Resize(ref _values, capacity);
        Array.Resize(ref _missing, capacity);
        Array.Resize(ref _codes, capacity);
    }
}

/// <summary>A failed check of a cell.</summary>
/// <param name="Row">The row of the slice.</param>
/// <param name="Place">The column's place in the contract, from 1; 0 when it is none of the contract's.</param>
/// <param name="Column">The column.</param>
/// <param name="Value">The cell; null when it is missing.</param>
/// <param name="Check">The rule's short name.</param>
/// <param name="Reason">Why, with what is accepted.</param>
internal readonly record struct FailedCheck(int Row, int Place, string Column, string? Value, string Check, string Reason);

/// <summary>
/// Rows of one file that are read, checked, sorted and written together: typed, column by column. Bounded in rows and bytes, so a delivery of any size
/// takes the memory of a few slices; reused from one to the next.
/// </summary>
internal sealed class Slice
{
    /// <summary>A slice is full with so many rows: one row group of Parquet.</summary>
    public const int MostRows = 1 << 17;

    /// <summary>Or with so many bytes of text.</summary>
    public const int MostBytes = 48 << 20;

    private const int LeastCapacity = 1 << 12;
    private RowState[] _states = [];
    private long[] _lines = [];
    private bool[] _deleted = [];
    private ulong[] _keys = [];
    private long[] _raws = [];
    private byte[] _bytes = new byte[1 << 20];
    private int _used;

    public Slice(int columns)
    {
        Columns = new SliceColumn[columns];
        for (var i = 0; i < columns; i++) Columns[i] = new SliceColumn();
    }

    /// <summary>Its number in the delivery, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>The file's number in the delivery, from 0.</summary>
    public int File { get; private set; }

    public int Count { get; private set; }

    public bool IsFull => Count >= MostRows || _used >= MostBytes;

    /// <summary>In the order of the contract.</summary>
    public SliceColumn[] Columns { get; }

    public RowState[] States => _states;

    /// <summary>Physical lines, from 1.</summary>
    public long[] Lines => _lines;

    /// <summary>True where the row says that what its key names is gone.</summary>
    public bool[] Deleted => _deleted;

    /// <summary>Hash of each row's key.</summary>
    public ulong[] Keys => _keys;

    public List<FailedCheck> Failed { get; } = [];

    public List<MalformedLine> Malformed { get; } = [];

    /// <summary>Where each row's text as it stood in the file lies; negative when there is none.</summary>
    public long[] Raws => _raws;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _used);

    public void Begin(int number, int file)
    {
        Number = number;
        File = file;
        Count = _used = 0;
        Failed.Clear();
        Malformed.Clear();
        foreach (var column in Columns) column.HasValues = false;
    }

    /// <summary>Makes room for a block's rows and takes over its bytes.</summary>
    /// <param name="lines">The rows' lines.</param>
    /// <param name="bytes">What the rows' cells refer to.</param>
    /// <returns>The first of the new rows, and where the bytes begin.</returns>
    public (int Row, int Bytes) Add(ReadOnlySpan<long> lines, ReadOnlySpan<byte> bytes)
    {
        var row = Count;
        if (row + lines.Length > _lines.Length) Grow(Math.Max(LeastCapacity, Math.Max(row + lines.Length, _lines.Length * 4)));
        lines.CopyTo(Lines.AsSpan(row));
        States.AsSpan(row, lines.Length).Clear();
        Deleted.AsSpan(row, lines.Length).Clear();
        Raws.AsSpan(row, lines.Length).Fill(-1);
        Count += lines.Length;
        return (row, Append(bytes));
    }

    public int Append(ReadOnlySpan<byte> bytes)
    {
        var at = _used;
        if (at + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, at + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(at));
        _used = at + bytes.Length;
        return at;
    }

    private void Grow(int capacity)
    {
        // A little more than full at most: doubling beyond would only cost memory.
        capacity = Math.Min(capacity, Math.Max(MostRows + RecordBlock.MostRecords, Count + RecordBlock.MostRecords));
        Array.Resize(ref _states, capacity);
        Array.Resize(ref _lines, capacity);
        Array.Resize(ref _deleted, capacity);
        Array.Resize(ref _keys, capacity);
        Array.Resize(ref _raws, capacity);
        foreach (var column in Columns) column.Grow(capacity);
    }

    public ReadOnlySpan<byte> Text(long place) => place < 0 ? default : _bytes.AsSpan((int)(place >> 32), (int)place);

    /// <summary>Keeps the bytes in their place, for as long as nothing is added.</summary>
    public System.Buffers.MemoryHandle Pin() => new Memory<byte>(_bytes).Pin();

    public static long Place(int start, int length) => ((long)start << 32) | (uint)length;
}
