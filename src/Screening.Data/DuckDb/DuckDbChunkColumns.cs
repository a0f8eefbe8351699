using System.Buffers.Binary;

namespace Screening.Data.DuckDb;

/// <summary>
/// The columns of a data chunk that is being filled, a whole column at a time. Each column must be given for all rows of the chunk. A row of a number column
/// that is NULL needs no value. Not for several threads.
/// </summary>
internal sealed unsafe class DuckDbChunkColumns
{
    private readonly string _target;

    /// <param name="target">What is filled, for messages.</param>
    /// <param name="columns">Names and types.</param>
    public DuckDbChunkColumns(string target, IReadOnlyList<DuckDbColumnInfo> columns)
    {
        _target = target;
        Slots = [.. columns.Select(static info => new Slot { Info = info })];
        MostRows = (int)DuckDbNative.VectorSize();
    }

    /// <summary>Rows that a chunk takes: 2,048.</summary>
    public int MostRows { get; }

    public Slot[] Slots { get; }

    /// <summary>Turns to a chunk, or to the same one after it was emptied.</summary>
    public void Fetch(nint chunk)
    {
        for (var i = 0; i < Slots.Length; i++)
        {
            ref var slot = ref Slots[i];
            slot.Vector = DuckDbNative.ChunkVector(chunk, (ulong)i);
            slot.Data = DuckDbNative.VectorData(slot.Vector);
            slot.Validity = null;
        }
    }

    /// <summary>
    /// Fills a column of a number, day, moment or truth value from 64-bit numbers: the unscaled value, days or microseconds since 1970, 0 or 1, a double's
    /// bits. Each must fit its column.
    /// </summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="values">Where the values are.</param>
    /// <param name="rows">Which of them, at most <see cref="MostRows"/>.</param>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public void SetNumbers(int column, ReadOnlySpan<long> values, ReadOnlySpan<int> rows)
    {
        if (rows.Length > MostRows) throw new InvalidOperationException($"{_target}: {rows.Length} rows for a chunk of {MostRows}.");
        var data = Slots[column].Data;
        var type = Slots[column].Info.PhysicalType;
        if (type == typeof(long) || type == typeof(double)) for (var i = 0; i < rows.Length; i++) ((long*)data)[i] = values[rows[i]];
        else if (type == typeof(int)) for (var i = 0; i < rows.Length; i++) ((int*)data)[i] = (int)values[rows[i]];
        else if (type == typeof(short)) for (var i = 0; i < rows.Length; i++) ((short*)data)[i] = (short)values[rows[i]];
        else if (type == typeof(byte) || type == typeof(bool)) for (var i = 0; i < rows.Length; i++) ((byte*)data)[i] = (byte)values[rows[i]];
        else throw new InvalidCastException($"Column {Slots[column].Info} of {_target} does not hold numbers of 64 bits.");
    }

    /// <summary>Fills a BOOLEAN column.</summary>
    public void SetTruths(int column, ReadOnlySpan<bool> values, ReadOnlySpan<int> rows)
    {
        if (rows.Length > MostRows) throw new InvalidOperationException($"{_target}: {rows.Length} rows for a chunk of {MostRows}.");
        if (Slots[column].Info.Type != DuckDbType.Boolean) throw new InvalidCastException($"Column {Slots[column].Info} of {_target} is no truth value.");
        for (var i = 0; i < rows.Length; i++) ((byte*)Slots[column].Data)[i] = values[rows[i]] ? (byte)1 : (byte)0;
    }

    /// <summary>Puts text, which must be valid UTF-8, into a row; it is copied.</summary>
    public void SetText(int column, int row, ReadOnlySpan<byte> utf8) => StoreBytes(Slots[column].Vector, Slots[column].Data, row, utf8);

    /// <summary>Puts text, which must be valid UTF-8, into a row without copying it: it must stay where it is until the chunk was used.</summary>
    public void ReferText(int column, int row, byte* utf8, int length)
    {
        if (length <= DuckDbNative.StringValue.InlineLength)
        {
            StoreInline(Slots[column].Data, row, new ReadOnlySpan<byte>(utf8, length));
            return;
        }
        ((DuckDbNative.StringValue*)Slots[column].Data)[row] = new DuckDbNative.StringValue { Length = (uint)length, Prefix = *(uint*)utf8, Pointer = (nint)utf8 };
    }

    /// <summary>Makes a row NULL.</summary>
    public void SetNull(int column, int row) => SetNull(ref Slots[column], row);

    /// <summary>Makes every row NULL in a column.</summary>
    public void SetNulls(int column)
    {
        SetNull(column, 0);
        new Span<ulong>(Slots[column].Validity, MostRows / 64).Clear();
    }

    internal static void SetNull(ref Slot slot, int row)
    {
        if (slot.Validity == null)
        {
            DuckDbNative.EnsureValidityWritable(slot.Vector);
            slot.Validity = DuckDbNative.VectorValidity(slot.Vector);
        }
        Mark(slot.Validity, row, isSet: false);
    }

    internal static void Mark(ulong* validity, int row, bool isSet)
    {
        var bit = 1UL << (row & 63);
        if (isSet) validity[row >> 6] |= bit;
        else validity[row >> 6] &= ~bit;
    }

    /// <summary>Up to twelve bytes as two numbers, zeros behind them: cells are short and many, and a call to copy each costs more than the copy.</summary>
    private static (ulong First, uint Last) Inlined(ReadOnlySpan<byte> value)
    {
        var n = value.Length;
        if (n > sizeof(ulong)) return (BinaryPrimitives.ReadUInt64LittleEndian(value), BinaryPrimitives.ReadUInt32LittleEndian(value[(n - 4)..]) >> (8 * (12 - n)));
        if (n == sizeof(ulong)) return (BinaryPrimitives.ReadUInt64LittleEndian(value), 0);
        if (n >= sizeof(uint)) return (BinaryPrimitives.ReadUInt32LittleEndian(value) | ((ulong)(BinaryPrimitives.ReadUInt32LittleEndian(value[(n - 4)..]) >> (8 * (8 - n))) << 32), 0);
        ulong few = 0;
        for (var i = 0; i < n; i++) few |= (ulong)value[i] << (8 * i);
        return (few, 0);
    }

    internal static void StoreBytes(nint vector, void* data, int row, ReadOnlySpan<byte> value)
    {
        if (value.Length <= DuckDbNative.StringValue.InlineLength)
        {
            StoreInline(data, row, value);
            return;
        }
        fixed (byte* bytes = value) DuckDbNative.AssignString(vector, (ulong)row, bytes, (ulong)value.Length);
    }

    private static void StoreInline(void* data, int row, ReadOnlySpan<byte> value)
    {
        // DuckDB compares inlined strings as whole words, so what follows the text must be zero.
        var (first, last) = Inlined(value);
        var slot = (byte*)((DuckDbNative.StringValue*)data + row);
        *(uint*)slot = (uint)value.Length;
        *(ulong*)(slot + sizeof(uint)) = first;
        *(uint*)(slot + sizeof(uint) + sizeof(ulong)) = last;
    }

    /// <summary>A column of the chunk.</summary>
    internal struct Slot
    {
        public DuckDbColumnInfo Info;
        public nint Vector;
        public void* Data;
        public ulong* Validity; // null until the chunk's first NULL
    }
}
