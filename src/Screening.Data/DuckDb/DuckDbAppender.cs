using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Screening.Data.DuckDb;

/// <summary>
/// Loads rows into a table, column after column of each row, in vectors of 2,048 rows. Rows are in the table after <see cref="Flush"/> or
/// <see cref="Close"/>; <see cref="Dispose"/> without them drops what DuckDB still holds, so that a load that failed half-way is not
/// stored by its clean-up. DuckDB writes by itself about every 200,000 rows: put BEGIN and COMMIT around a load that must be whole.
/// A value that is refused leaves its column still to be given. Not for several threads.
/// </summary>
[SuppressMessage("Naming", "CA1720", Justification = "Named after what is appended")]
public sealed unsafe class DuckDbAppender : IDisposable
{
    private const int ShownValue = 80;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly DuckDbConnection _connection;
    private readonly string _target;
    private readonly DuckDbHandle _handle;
    private readonly DuckDbHandle _chunk;
    private readonly DuckDbChunkColumns _columns;
    private readonly DuckDbChunkColumns.Slot[] _slots;
    private readonly int _capacity;
    private byte[] _scratch = [];
    private long _sent;
    private int _row;
    private int _column;
    private bool _failed;

    private DuckDbAppender(DuckDbConnection connection, string target, DuckDbHandle handle, DuckDbHandle chunk, DuckDbChunkColumns columns)
    {
        _connection = connection;
        _target = target;
        _handle = handle;
        _chunk = chunk;
        _columns = columns;
        _slots = columns.Slots;
        _capacity = columns.MostRows;
        _columns.Fetch(chunk.Raw);
    }

    /// <summary>The table's columns, in order.</summary>
    public IReadOnlyList<DuckDbColumnInfo> Columns => Array.ConvertAll(_slots, static slot => slot.Info);

    /// <summary>Rows ended so far.</summary>
    public long RowCount => _sent + _row;

    /// <summary>A whole number: any integer type that can hold it, or DECIMAL.</summary>
    /// <exception cref="OverflowException">The column cannot hold the value.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Long(long value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type == DuckDbType.BigInt) ((long*)slot.Data)[_row] = value;
        else StoreInteger(ref slot, value);
        return Stored(ref slot);
    }

    /// <inheritdoc cref="Long"/>
    public DuckDbAppender Int(int value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type == DuckDbType.Integer) ((int*)slot.Data)[_row] = value;
        else StoreInteger(ref slot, value);
        return Stored(ref slot);
    }

    /// <inheritdoc cref="Long"/>
    public DuckDbAppender HugeInt(Int128 value)
    {
        ref var slot = ref Next();
        StoreInteger(ref slot, value);
        return Stored(ref slot);
    }

    /// <summary>A DOUBLE or, rounded to it, a FLOAT.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Double(double value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type == DuckDbType.Double) ((double*)slot.Data)[_row] = value;
        else if (slot.Info.Type == DuckDbType.Float) ((float*)slot.Data)[_row] = (float)value;
        else throw Wrong("a double");
        return Stored(ref slot);
    }

    /// <summary>A BOOLEAN.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Bool(bool value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type != DuckDbType.Boolean) throw Wrong("a truth value");
        ((byte*)slot.Data)[_row] = value ? (byte)1 : (byte)0;
        return Stored(ref slot);
    }

    /// <summary>A VARCHAR, or an ENUM's value; null is NULL.</summary>
    /// <exception cref="ArgumentException">The text is not valid Unicode, or not a value of the ENUM.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender String(string? value)
    {
        if (value is null) return Null();
        ref var slot = ref Next();
        if (slot.Info.Type == DuckDbType.Enum) StoreEnum(ref slot, value);
        else if (slot.Info.Type == DuckDbType.Varchar) DuckDbChunkColumns.StoreBytes(slot.Vector, slot.Data, _row, Encode(value));
        else throw Wrong("text");
        return Stored(ref slot);
    }

    /// <summary>A VARCHAR from UTF-8.</summary>
    /// <exception cref="ArgumentException">The bytes are not valid UTF-8.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Utf8(ReadOnlySpan<byte> value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type == DuckDbType.Enum) return String(Encoding.UTF8.GetString(value));
        if (slot.Info.Type != DuckDbType.Varchar) throw Wrong("text");
        if (!System.Text.Unicode.Utf8.IsValid(value)) throw new ArgumentException($"{Place()} the text is not valid UTF-8.");
        DuckDbChunkColumns.StoreBytes(slot.Vector, slot.Data, _row, value);
        return Stored(ref slot);
    }

    /// <summary>A BLOB.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Blob(ReadOnlySpan<byte> value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type != DuckDbType.Blob) throw Wrong("bytes");
        DuckDbChunkColumns.StoreBytes(slot.Vector, slot.Data, _row, value);
        return Stored(ref slot);
    }

    /// <summary>A DECIMAL. Nothing is rounded: digits behind the column's scale must be zero.</summary>
    /// <exception cref="OverflowException">The value has more digits than the column, before or behind the point.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Decimal(decimal value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type != DuckDbType.Decimal) throw Wrong("a decimal");
        var unscaled = DuckDbConvert.Unscaled(value);
        int scale = value.Scale;
        for (; scale > slot.Info.Scale && unscaled % 10 == 0; scale--) unscaled /= 10;
        if (scale > slot.Info.Scale) throw Outside(value.ToString(CultureInfo.InvariantCulture));
        StoreScaled(ref slot, unscaled, slot.Info.Scale - scale);
        return Stored(ref slot);
    }

    /// <summary>A DECIMAL given as its value times 10 to the column's scale: cents for DECIMAL(18,2).</summary>
    /// <exception cref="OverflowException">The value has more digits than the column.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Unscaled(long value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type != DuckDbType.Decimal) throw Wrong("a decimal");
        StoreScaled(ref slot, value, 0);
        return Stored(ref slot);
    }

    /// <summary>A DATE.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Date(DateOnly value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type != DuckDbType.Date) throw Wrong("a date");
        ((int*)slot.Data)[_row] = DuckDbConvert.ToDays(value);
        return Stored(ref slot);
    }

    /// <summary>A TIME.</summary>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Time(TimeOnly value)
    {
        ref var slot = ref Next();
        if (slot.Info.Type != DuckDbType.Time) throw Wrong("a time");
        ((long*)slot.Data)[_row] = value.Ticks / TimeSpan.TicksPerMicrosecond;
        return Stored(ref slot);
    }

    /// <summary>A TIMESTAMP of any unit, from microseconds since 1970-01-01 UTC. A column of seconds or milliseconds takes whole ones only.</summary>
    /// <exception cref="OverflowException">The column's unit cannot hold the moment exactly.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender TimestampMicros(long value)
    {
        ref var slot = ref Next();
        ((long*)slot.Data)[_row] = slot.Info.Type switch
        {
            DuckDbType.Timestamp or DuckDbType.TimestampTz => value,
            DuckDbType.TimestampMs when value % 1000 == 0 => value / 1000,
            DuckDbType.TimestampS when value % 1_000_000 == 0 => value / 1_000_000,
            DuckDbType.TimestampNs when value is >= long.MinValue / 1000 and <= long.MaxValue / 1000 => value * 1000,
            DuckDbType.TimestampMs or DuckDbType.TimestampS or DuckDbType.TimestampNs => throw Outside(FormattableString.Invariant($"{value} microseconds since 1970")),
            _ => throw Wrong("a timestamp"),
        };
        return Stored(ref slot);
    }

    /// <summary>A list of text, for VARCHAR[]; null is NULL, and so is an element that is null.</summary>
    /// <exception cref="ArgumentException">An element is not valid Unicode.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public DuckDbAppender Strings(IReadOnlyList<string?>? values)
    {
        if (values is null) return Null();
        ref var slot = ref Next();
        if (slot.Info.Element?.Type != DuckDbType.Varchar) throw Wrong("a list of text");
        var offset = DuckDbNative.ListSize(slot.Vector);
        var end = offset + (ulong)values.Count;
        _ = DuckDbNative.ReserveList(slot.Vector, end);
        var child = DuckDbNative.ListChild(slot.Vector);
        var data = DuckDbNative.VectorData(child);
        DuckDbNative.EnsureValidityWritable(child);
        var validity = DuckDbNative.VectorValidity(child);
        for (var i = 0; i < values.Count; i++)
        {
            var at = (int)offset + i;
            DuckDbChunkColumns.Mark(validity, at, values[i] is not null);
            if (values[i] is { } value) DuckDbChunkColumns.StoreBytes(child, data, at, Encode(value));
        }
        _ = DuckDbNative.SetListSize(slot.Vector, end);
        ((DuckDbNative.ListEntry*)slot.Data)[_row] = new DuckDbNative.ListEntry { Offset = offset, Length = (ulong)values.Count };
        return Stored(ref slot);
    }

    /// <summary>NULL, for a column of any type.</summary>
    public DuckDbAppender Null()
    {
        ref var slot = ref Next();
        DuckDbChunkColumns.SetNull(ref slot, _row);
        _column++;
        return this;
    }

    /// <summary>Ends the row.</summary>
    /// <exception cref="InvalidOperationException">A column has not been given.</exception>
    /// <exception cref="DuckDbException">DuckDB wrote the rows so far and refused them.</exception>
    public void EndRow()
    {
        ThrowIfUnusable();
        if (_column != _slots.Length)
            throw new InvalidOperationException($"{_target}, row {RowCount + 1}: {_column} of {_slots.Length} columns were given; column {_slots[_column].Info} is next.");
        _column = 0;
        if (++_row == _capacity) Send();
    }

    /// <summary>
    /// A whole row of boxed values: null, bool, sbyte to ulong, Int128, float, double, decimal, string, byte[], DateOnly, TimeOnly,
    /// DateTime (UTC, rounded down to microseconds) or lists of strings. A row that is refused is dropped as a whole.
    /// </summary>
    /// <exception cref="ArgumentException">The number of values is not that of the columns, or a value cannot be stored.</exception>
    /// <exception cref="InvalidCastException">A value is not of its column's type.</exception>
    /// <exception cref="OverflowException">A value is outside its column's range.</exception>
    public void AppendRow(params ReadOnlySpan<object?> values)
    {
        ThrowIfUnusable();
        if (_column != 0) throw new InvalidOperationException($"{_target}, row {RowCount + 1} was begun with {_column} columns; end it first.");
        if (values.Length != _slots.Length) throw new ArgumentException($"{_target}, row {RowCount + 1}: {values.Length} values for {_slots.Length} columns.");
        try
        {
            foreach (var value in values) Append(value);
        }
        catch
        {
            _column = 0;
            throw;
        }
        EndRow();
    }

    /// <summary>Writes every ended row to the table.</summary>
    /// <exception cref="InvalidOperationException">A row is begun and not ended.</exception>
    /// <exception cref="DuckDbException">DuckDB refused the rows, for instance for a constraint. The appender is of no more use.</exception>
    public void Flush()
    {
        ThrowIfUnusable();
        if (_column != 0) throw new InvalidOperationException($"{_target}, row {RowCount + 1} was begun with {_column} columns; end it first.");
        Send();
        _connection.EndStream($"appending to {_target}");
        if (DuckDbNative.FlushAppender(_handle) != 0) throw Fail();
    }

    /// <summary>Writes every ended row to the table and ends the appender.</summary>
    /// <inheritdoc cref="Flush"/>
    public void Close()
    {
        Flush();
        Dispose();
    }

    /// <summary>Ends the appender. Rows that were not flushed are dropped.</summary>
    public void Dispose()
    {
        _chunk.Dispose();
        _handle.Dispose();
    }

    /// <summary>The columns of the chunk that is being filled. Whole columns go between rows; then <see cref="SendChunk"/>.</summary>
    /// <exception cref="InvalidOperationException">A row is begun, or rows wait to be sent.</exception>
    internal DuckDbChunkColumns Chunk
    {
        get
        {
            ThrowIfUnusable();
            if (_row != 0 || _column != 0) throw new InvalidOperationException($"{_target}: whole columns after {_row} rows and {_column} columns of a row.");
            return _columns;
        }
    }

    /// <summary>Sends a chunk whose columns were all given.</summary>
    /// <exception cref="DuckDbException">DuckDB wrote the rows so far and refused them.</exception>
    internal void SendChunk(int rows)
    {
        ThrowIfUnusable();
        _row = rows;
        Send();
    }

    internal static DuckDbAppender Create(DuckDbConnection connection, string table, string? schema)
    {
        var target = schema is null ? table : $"{schema}.{table}";
        // The appender knows types but not names, and errors must name the column.
        DuckDbColumnInfo[] infos;
        using (var empty = connection.Query($"SELECT * FROM {(schema is null ? "" : Quote(schema) + ".")}{Quote(table)} LIMIT 0")) infos = [.. empty.Columns];

        var state = DuckDbNative.CreateAppender(connection.Handle, schema, table, out var native);
        var handle = DuckDbHandle.Appender(native, connection.Handle);
        try
        {
            if (state != 0) throw Error(handle, target);
            var count = DuckDbNative.AppenderColumnCount(handle);
            if (count != (ulong)infos.Length) throw new NotSupportedException($"{target} has generated columns; an appender cannot fill it.");
            var chunk = DuckDbHandle.Chunk(CreateChunk(handle, infos.Length), connection.Handle);
            return new DuckDbAppender(connection, target, handle, chunk, new DuckDbChunkColumns(target, infos));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static nint CreateChunk(DuckDbHandle appender, int columns)
    {
        var types = new nint[columns];
        try
        {
            for (var i = 0; i < columns; i++) types[i] = DuckDbNative.AppenderColumnType(appender, (ulong)i);
            fixed (nint* first = types) return DuckDbNative.CreateChunk(first, (ulong)columns);
        }
        finally
        {
            for (var i = 0; i < columns; i++) DuckDbNative.DestroyLogicalType(ref types[i]);
        }
    }

    private static DuckDbException Error(DuckDbHandle appender, string target)
    {
        var error = DuckDbNative.AppenderErrorData(appender.Raw);
        try
        {
            return new DuckDbException(DuckDbNative.Text(DuckDbNative.ErrorMessage(error)), $"append to {target}", (DuckDbErrorType)DuckDbNative.ErrorType(error));
        }
        finally
        {
            DuckDbNative.DestroyErrorData(ref error);
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void Append(object? value)
    {
        switch (value)
        {
            case null or DBNull: Null(); break;
            case string v: String(v); break;
            case long v: Long(v); break;
            case int v: Int(v); break;
            case double v: Double(v); break;
            case bool v: Bool(v); break;
            case decimal v: Decimal(v); break;
            case DateOnly v: Date(v); break;
            case DateTime { Kind: DateTimeKind.Utc } v: TimestampMicros(DuckDbConvert.ToMicros(v)); break;
            case DateTime v: throw new ArgumentException($"{Place()} {v:O} is a DateTime of kind {v.Kind}; only UTC is accepted.");
            case byte[] v: Blob(v); break;
            case IReadOnlyList<string?> v: Strings(v); break;
            case TimeOnly v: Time(v); break;
            case float v: Double(v); break;
            case short v: Int(v); break;
            case sbyte v: Int(v); break;
            case byte v: Int(v); break;
            case ushort v: Int(v); break;
            case uint v: Long(v); break;
            case ulong v: HugeInt(v); break;
            case Int128 v: HugeInt(v); break;
            default: throw new ArgumentException($"{Place()} a {value.GetType()} cannot be stored.");
        }
    }

    private ref DuckDbChunkColumns.Slot Next()
    {
        ThrowIfUnusable();
        if (_column >= _slots.Length) throw new InvalidOperationException($"{_target}, row {RowCount + 1}: all {_slots.Length} columns were given; end the row.");
        return ref _slots[_column];
    }

    private DuckDbAppender Stored(ref DuckDbChunkColumns.Slot slot)
    {
        if (slot.Validity != null) DuckDbChunkColumns.Mark(slot.Validity, _row, isSet: true);
        _column++;
        return this;
    }

    private void StoreInteger(ref DuckDbChunkColumns.Slot slot, Int128 value)
    {
        var (least, most) = slot.Info.Type switch
        {
            DuckDbType.TinyInt => (sbyte.MinValue, sbyte.MaxValue),
            DuckDbType.SmallInt => (short.MinValue, short.MaxValue),
            DuckDbType.Integer => (int.MinValue, int.MaxValue),
            DuckDbType.BigInt => (long.MinValue, long.MaxValue),
            DuckDbType.UTinyInt => (0, byte.MaxValue),
            DuckDbType.USmallInt => (0, ushort.MaxValue),
            DuckDbType.UInteger => (0, uint.MaxValue),
            DuckDbType.UBigInt => (0, ulong.MaxValue),
            DuckDbType.HugeInt => (Int128.MinValue, Int128.MaxValue),
            DuckDbType.UHugeInt => (0, Int128.MaxValue),
            DuckDbType.Decimal => (Int128.MinValue, Int128.MaxValue),
            _ => throw Wrong("a whole number"),
        };
        if (value < least || value > most) throw Outside(value.ToString(CultureInfo.InvariantCulture));
        if (slot.Info.Type == DuckDbType.Decimal) StoreScaled(ref slot, value, slot.Info.Scale);
        else StorePhysical(ref slot, value);
    }

    private void StoreScaled(ref DuckDbChunkColumns.Slot slot, Int128 value, int powerOfTen)
    {
        var most = (DuckDbConvert.Ten(slot.Info.Width) - 1) / DuckDbConvert.Ten(powerOfTen);
        if (value > most || value < -most) throw Outside(FormattableString.Invariant($"{value}e{powerOfTen - slot.Info.Scale}"));
        StorePhysical(ref slot, value * DuckDbConvert.Ten(powerOfTen));
    }

    private void StoreEnum(ref DuckDbChunkColumns.Slot slot, string value)
    {
        if (!slot.Info.TryGetCode(value, out var code))
            throw new ArgumentException($"{Place()} '{Shorten(value)}' is none of its values: {Shorten(string.Join(", ", slot.Info.EnumValues))}.");
        StorePhysical(ref slot, code);
    }

    // The value has been checked against the column's range.
    private void StorePhysical(ref DuckDbChunkColumns.Slot slot, Int128 value)
    {
        var type = slot.Info.PhysicalType;
        if (type == typeof(long)) ((long*)slot.Data)[_row] = (long)value;
        else if (type == typeof(int)) ((int*)slot.Data)[_row] = (int)value;
        else if (type == typeof(short)) ((short*)slot.Data)[_row] = (short)value;
        else if (type == typeof(sbyte)) ((sbyte*)slot.Data)[_row] = (sbyte)value;
        else if (type == typeof(byte)) ((byte*)slot.Data)[_row] = (byte)value;
        else if (type == typeof(ushort)) ((ushort*)slot.Data)[_row] = (ushort)value;
        else if (type == typeof(uint)) ((uint*)slot.Data)[_row] = (uint)value;
        else if (type == typeof(ulong)) ((ulong*)slot.Data)[_row] = (ulong)value;
        else ((Int128*)slot.Data)[_row] = value;
    }

    private ReadOnlySpan<byte> Encode(string value)
    {
        var most = Strict.GetMaxByteCount(value.Length);
        if (_scratch.Length < most) _scratch = new byte[Math.Max(most, 256)];
        try
        {
            return _scratch.AsSpan(0, Strict.GetBytes(value, _scratch));
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"{Place()} the text is not valid Unicode at character {e.Index}.", e);
        }
    }

    private void Send()
    {
        if (_row == 0) return;
        _connection.EndStream($"appending to {_target}");
        DuckDbNative.SetChunkSize(_chunk, (ulong)_row);
        if (DuckDbNative.AppendChunk(_handle, _chunk) != 0) throw Fail();
        _sent += _row;
        _row = 0;
        DuckDbNative.ResetChunk(_chunk);
        _columns.Fetch(_chunk.Raw);
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_handle.IsDisposed, this);
        if (_failed) throw new InvalidOperationException($"Appending to {_target} has failed before; dispose the appender.");
    }

    private DuckDbException Fail()
    {
        _failed = true;
        return Error(_handle, _target);
    }

    private string Place() => $"{_target}, row {RowCount + 1}, column {_slots[_column].Info}:";

    private InvalidCastException Wrong(string what) => new($"{Place()} {what} was given.");

    private OverflowException Outside(string value) => new($"{Place()} {value} does not fit exactly.");

    private static string Shorten(string value) => value.Length <= ShownValue ? value : value[..ShownValue] + "…";
}
