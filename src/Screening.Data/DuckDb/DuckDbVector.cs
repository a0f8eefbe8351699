using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Screening.Data.DuckDb;

/// <summary>
/// One column of a chunk, read in place. Rows are numbered from 0. The spans it gives are DuckDB's memory: they end with the chunk,
/// and what stands in a NULL row is undefined.
/// </summary>
[SuppressMessage("Naming", "CA1720", Justification = "Named after what is read")]
public readonly unsafe ref struct DuckDbVector
{
    private const long NeverMicros = long.MaxValue; // 'infinity'; its negative is '-infinity'

    private readonly DuckDbChunk _chunk;
    private readonly nint _vector;
    private readonly void* _data;
    private readonly ulong* _validity;
    private readonly int _rows;

    internal DuckDbVector(DuckDbChunk chunk, DuckDbColumnInfo column, nint vector, void* data, ulong* validity, int rows)
    {
        _chunk = chunk;
        Column = column;
        _vector = vector;
        _data = data;
        _validity = validity;
        _rows = rows;
    }

    /// <summary>The column's name and type.</summary>
    public DuckDbColumnInfo Column { get; }

    /// <summary>One bit per row, the lowest first, set when the row has a value; empty when every row has one.</summary>
    public ReadOnlySpan<ulong> Validity
    {
        get
        {
            ThrowIfClosed();
            return _validity == null ? default : new ReadOnlySpan<ulong>(_validity, (_rows + 63) / 64);
        }
    }

    /// <summary>The values as they lie in memory; the type must be the column's <see cref="DuckDbColumnInfo.PhysicalType"/>.</summary>
    /// <exception cref="InvalidCastException">It is another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        ThrowIfClosed();
        if (typeof(T) != Column.PhysicalType)
        {
            throw new InvalidCastException(Column.PhysicalType is { } wanted
                ? $"Column {Column} holds {wanted.Name} values, not {typeof(T).Name}."
                : $"Column {Column} has no plain values; read it row by row.");
        }
        return new ReadOnlySpan<T>(_data, _rows);
    }

    /// <summary>Whether the row is NULL.</summary>
    public bool IsNull(int row)
    {
        ThrowIfOutside(row);
        return IsNullUnchecked(row);
    }

    /// <summary>A VARCHAR's or BLOB's bytes, valid as long as the chunk; empty for NULL.</summary>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        ThrowIfOutside(row);
        if (Column.Type is not (DuckDbType.Varchar or DuckDbType.Blob)) throw Wrong("bytes", "VARCHAR or BLOB");
        return IsNullUnchecked(row) ? default : DuckDbNative.StringValue.Bytes((DuckDbNative.StringValue*)_data + row);
    }

    /// <summary>A VARCHAR's text or an ENUM's value.</summary>
    public string? String(int row)
    {
        ThrowIfOutside(row);
        if (Column.Type is not (DuckDbType.Varchar or DuckDbType.Enum)) throw Wrong("text", "VARCHAR or ENUM");
        return IsNullUnchecked(row) ? null : Text(row);
    }

    /// <summary>A whole number of any width.</summary>
    /// <exception cref="OverflowException">A HUGEINT or UBIGINT is outside 64 bits.</exception>
    public long? Int64(int row)
    {
        ThrowIfOutside(row);
        if (!IsInteger) throw Wrong("a whole number", "an integer type");
        if (IsNullUnchecked(row)) return null;
        if (Column.Type == DuckDbType.BigInt) return ((long*)_data)[row];
        var value = Integer(row);
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : throw Outside(row, value.ToString(CultureInfo.InvariantCulture), "64 bits");
    }

    /// <summary>A FLOAT or DOUBLE, or the nearest double to an integer or DECIMAL.</summary>
    public double? Double(int row)
    {
        ThrowIfOutside(row);
        if (!IsInteger && Column.Type is not (DuckDbType.Float or DuckDbType.Double or DuckDbType.Decimal)) throw Wrong("a number", "a numeric type");
        if (IsNullUnchecked(row)) return null;
        return Column.Type switch
        {
            DuckDbType.Double => ((double*)_data)[row],
            DuckDbType.Float => ((float*)_data)[row],
            DuckDbType.Decimal => (double)Unscaled(row) / (double)DuckDbConvert.Ten(Column.Scale),
            DuckDbType.UHugeInt => (double)((UInt128*)_data)[row],
            _ => (double)Integer(row),
        };
    }

    /// <summary>A BOOLEAN.</summary>
    public bool? Boolean(int row)
    {
        ThrowIfOutside(row);
        if (Column.Type != DuckDbType.Boolean) throw Wrong("a truth value", "BOOLEAN");
        return IsNullUnchecked(row) ? null : ((byte*)_data)[row] != 0;
    }

    /// <summary>A DECIMAL or an integer, exactly.</summary>
    /// <exception cref="OverflowException">The value has more digits than System.Decimal's 28 to 29.</exception>
    public decimal? Decimal(int row)
    {
        ThrowIfOutside(row);
        if (!IsInteger && Column.Type != DuckDbType.Decimal) throw Wrong("a decimal", "DECIMAL or an integer type");
        if (IsNullUnchecked(row)) return null;
        var unscaled = Column.Type == DuckDbType.Decimal ? Unscaled(row) : Integer(row);
        return DuckDbConvert.ToDecimal(unscaled, Column.Scale) ?? throw Outside(row, $"{unscaled}e-{Column.Scale}", "System.Decimal");
    }

    /// <summary>A DATE.</summary>
    /// <exception cref="OverflowException">The day is infinite or outside year 1 to 9999.</exception>
    public DateOnly? Date(int row)
    {
        ThrowIfOutside(row);
        if (Column.Type != DuckDbType.Date) throw Wrong("a date", "DATE");
        if (IsNullUnchecked(row)) return null;
        var days = ((int*)_data)[row];
        return DuckDbConvert.ToDate(days) ?? throw Outside(row, FormattableString.Invariant($"{days} days since 1970"), "years 1 to 9999");
    }

    /// <summary>
    /// A TIMESTAMP of any unit as microseconds since 1970-01-01 UTC; nanoseconds are rounded down. Infinity is <see cref="long.MaxValue"/>
    /// and minus infinity its negative.
    /// </summary>
    /// <exception cref="OverflowException">Seconds or milliseconds do not fit as microseconds.</exception>
    public long? TimestampMicros(int row)
    {
        ThrowIfOutside(row);
        if (!IsTimestamp) throw Wrong("a timestamp", "a TIMESTAMP type");
        return IsNullUnchecked(row) ? null : Micros(row);
    }

    /// <summary>A VARCHAR[]; null for NULL. An element is null when it is NULL.</summary>
    public string?[]? Strings(int row)
    {
        ThrowIfOutside(row);
        if (Column.Element?.Type is not (DuckDbType.Varchar or DuckDbType.Enum)) throw Wrong("a list of text", "VARCHAR[]");
        if (IsNullUnchecked(row)) return null;
        var entry = ((DuckDbNative.ListEntry*)_data)[row];
        var child = Child();
        var values = new string?[entry.Length];
        for (var i = 0; i < values.Length; i++) values[i] = child.String(checked((int)entry.Offset + i));
        return values;
    }

    /// <summary>
    /// The value boxed: bool, sbyte to ulong, Int128, UInt128, float, double, decimal, string, byte[], DateOnly, TimeOnly, DateTime (UTC, also
    /// for TIMESTAMP without a zone; rounded down to 100 ns), <see cref="DuckDbInterval"/>, string?[] or object?[]; null for NULL.
    /// </summary>
    /// <exception cref="NotSupportedException">STRUCT, MAP, UUID and the like: cast them in SQL.</exception>
    /// <exception cref="OverflowException">A decimal, date or time is outside .NET's range.</exception>
    public object? Value(int row)
    {
        ThrowIfOutside(row);
        if (IsNullUnchecked(row)) return null;
        return Column.Type switch
        {
            DuckDbType.Boolean => ((byte*)_data)[row] != 0,
            DuckDbType.TinyInt => ((sbyte*)_data)[row],
            DuckDbType.SmallInt => ((short*)_data)[row],
            DuckDbType.Integer => ((int*)_data)[row],
            DuckDbType.BigInt => ((long*)_data)[row],
            DuckDbType.UTinyInt => ((byte*)_data)[row],
            DuckDbType.USmallInt => ((ushort*)_data)[row],
            DuckDbType.UInteger => ((uint*)_data)[row],
            DuckDbType.UBigInt => ((ulong*)_data)[row],
            DuckDbType.HugeInt => ((Int128*)_data)[row],
            DuckDbType.UHugeInt => ((UInt128*)_data)[row],
            DuckDbType.Float => ((float*)_data)[row],
            DuckDbType.Double => ((double*)_data)[row],
            DuckDbType.Decimal => Decimal(row),
            DuckDbType.Varchar or DuckDbType.Enum => Text(row),
            DuckDbType.Blob => Utf8(row).ToArray(),
            DuckDbType.Date => Date(row),
            DuckDbType.Time => Time(row),
            DuckDbType.Interval => ((DuckDbInterval*)_data)[row],
            DuckDbType.List => Column.Element!.Type is DuckDbType.Varchar or DuckDbType.Enum ? Strings(row) : List(row),
            _ when IsTimestamp => Moment(row),
            _ => throw new NotSupportedException($"Column {Column} cannot be read; cast it in SQL, for instance to VARCHAR or JSON."),
        };
    }

    private bool IsInteger => Column.Type is >= DuckDbType.TinyInt and <= DuckDbType.UBigInt or DuckDbType.HugeInt or DuckDbType.UHugeInt;

    private bool IsTimestamp => Column.Type is DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.TimestampTz;

    private bool IsNullUnchecked(int row) => _validity != null && (_validity[row >> 6] >> (row & 63) & 1) == 0;

    private string Text(int row) => Column.Type == DuckDbType.Enum
        ? Column.EnumValues[(int)Unscaled(row)]
        : Encoding.UTF8.GetString(DuckDbNative.StringValue.Bytes((DuckDbNative.StringValue*)_data + row));

    private Int128 Integer(int row) => Column.Type switch
    {
        DuckDbType.UHugeInt => ((UInt128*)_data)[row] is var v && v <= (UInt128)Int128.MaxValue ? (Int128)v : throw Outside(row, v.ToString(CultureInfo.InvariantCulture), "128 signed bits"),
        _ => Unscaled(row),
    };

    private Int128 Unscaled(int row)
    {
        var type = Column.PhysicalType;
        if (type == typeof(long)) return ((long*)_data)[row];
        if (type == typeof(int)) return ((int*)_data)[row];
        if (type == typeof(short)) return ((short*)_data)[row];
        if (type == typeof(sbyte)) return ((sbyte*)_data)[row];
        if (type == typeof(byte)) return ((byte*)_data)[row];
        if (type == typeof(ushort)) return ((ushort*)_data)[row];
        if (type == typeof(uint)) return ((uint*)_data)[row];
        if (type == typeof(ulong)) return ((ulong*)_data)[row];
        return ((Int128*)_data)[row];
    }

    private long Micros(int row)
    {
        var value = ((long*)_data)[row];
        if (value == NeverMicros || value == -NeverMicros) return value;
        if (Column.Type == DuckDbType.TimestampNs) return (long)Math.Floor(value / 1000m);
        var unit = Column.Type switch { DuckDbType.TimestampS => 1_000_000, DuckDbType.TimestampMs => 1000, _ => 1 };
        var micros = (Int128)value * unit;
        return micros > -NeverMicros && micros < NeverMicros ? (long)micros : throw Outside(row, value.ToString(CultureInfo.InvariantCulture), "64 bits of microseconds");
    }

    private DateTime Moment(int row)
    {
        var micros = Micros(row);
        var moment = DuckDbConvert.ToDateTime(micros) ?? throw Outside(row, FormattableString.Invariant($"{micros} microseconds since 1970"), "years 1 to 9999");
        return Column.Type == DuckDbType.TimestampNs ? moment.AddTicks((((long*)_data)[row] - (micros * 1000)) / 100) : moment;
    }

    private TimeOnly Time(int row)
    {
        var micros = ((long*)_data)[row];
        return micros is >= 0 and < 86_400_000_000
            ? new TimeOnly(micros * TimeSpan.TicksPerMicrosecond)
            : throw Outside(row, FormattableString.Invariant($"{micros} microseconds"), "a day (24:00 is not a TimeOnly)");
    }

    private object?[] List(int row)
    {
        var entry = ((DuckDbNative.ListEntry*)_data)[row];
        var child = Child();
        var values = new object?[entry.Length];
        for (var i = 0; i < values.Length; i++) values[i] = child.Value(checked((int)entry.Offset + i));
        return values;
    }

    private DuckDbVector Child()
    {
        var child = DuckDbNative.ListChild(_vector);
        return new DuckDbVector(_chunk, Column.Element!, child, DuckDbNative.VectorData(child), DuckDbNative.VectorValidity(child), checked((int)DuckDbNative.ListSize(_vector)));
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(!_chunk.IsOpen, typeof(DuckDbChunk));

    private void ThrowIfOutside(int row)
    {
        if ((uint)row >= (uint)_rows) ThrowOutside(row);
        ThrowIfClosed();
    }

    [DoesNotReturn]
    private void ThrowOutside(int row) => throw new ArgumentOutOfRangeException(nameof(row), row, $"Column {Column} has {_rows} rows in this chunk, numbered from 0.");

    private InvalidCastException Wrong(string what, string wanted) => new($"Column {Column} is not {what}; {wanted} is needed.");

    private OverflowException Outside(int row, string value, string range) => new($"Column {Column}, row {row} of the chunk: {value} is outside {range}.");
}
