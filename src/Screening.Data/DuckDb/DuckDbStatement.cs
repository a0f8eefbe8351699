using System.Runtime.InteropServices;
using System.Text;

namespace Screening.Data.DuckDb;

/// <summary>One prepared statement: binds parameters and executes.</summary>
internal sealed unsafe class DuckDbStatement : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly DuckDbHandle _connection;
    private readonly DuckDbHandle _handle;
    private readonly string _sql;

    private DuckDbStatement(DuckDbHandle connection, DuckDbHandle handle, string sql)
    {
        _connection = connection;
        _handle = handle;
        _sql = sql;
    }

    /// <summary>Splits a script. The handle frees the parsed statements.</summary>
    public static DuckDbHandle Extract(DuckDbHandle connection, string sql, out int count)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        // The C API takes a terminated string: the rest would be dropped without a word.
        if (sql.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException($"SQL contains a NUL character: {DuckDbException.Shorten(sql)}", nameof(sql));

        var found = DuckDbNative.ExtractStatements(connection, sql, out var native);
        var statements = DuckDbHandle.Statements(native, connection);
        if (found == 0)
        {
            var error = DuckDbNative.Text(DuckDbNative.ExtractStatementsError(native));
            statements.Dispose();
            throw new DuckDbException(error.Length == 0 ? "There is no statement in the SQL" : error, sql);
        }
        count = (int)found;
        return statements;
    }

    public static DuckDbStatement Prepare(DuckDbHandle connection, DuckDbHandle statements, int index, string sql)
    {
        var state = DuckDbNative.PrepareExtracted(connection, statements, (ulong)index, out var native);
        var handle = DuckDbHandle.Prepared(native, connection);
        if (state == 0) return new DuckDbStatement(connection, handle, sql);

        var error = DuckDbNative.Text(DuckDbNative.PrepareError(native));
        handle.Dispose();
        throw new DuckDbException(error, sql);
    }

    public void Bind(ReadOnlySpan<object?> parameters)
    {
        var wanted = DuckDbNative.ParameterCount(_handle);
        if (wanted != (ulong)parameters.Length)
            throw new ArgumentException($"The SQL has {wanted} parameters, {parameters.Length} values were given: {DuckDbException.Shorten(_sql)}", nameof(parameters));
        for (var i = 0; i < parameters.Length; i++)
        {
            if (BindOne((ulong)i + 1, parameters[i]) != 0)
                throw new DuckDbException($"DuckDB refused parameter {i + 1}, '{parameters[i]}' ({parameters[i]?.GetType().Name ?? "null"})", _sql);
        }
    }

    /// <summary>Executes; the token interrupts it. A streaming result may still fail while its rows are fetched.</summary>
    public DuckDbHandle Execute(bool streaming, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var native = DuckDbHandle.NewResult();
        var handle = DuckDbHandle.Result(native, _connection);
        try
        {
            int state;
            using (DuckDbInterruption.Start(_connection, cancellation))
            {
                state = streaming ? DuckDbNative.ExecuteStreaming(_handle, native) : DuckDbNative.Execute(_handle, native);
            }
            if (state != 0) throw Error(native, _sql, cancellation);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();

    internal static Exception Error(DuckDbNative.Result* result, string sql, CancellationToken cancellation)
    {
        var message = DuckDbNative.Text(DuckDbNative.ResultError(result));
        var error = new DuckDbException(message, sql, (DuckDbErrorType)DuckDbNative.ResultErrorType(result));
        return error.ErrorType == DuckDbErrorType.Interrupt && cancellation.IsCancellationRequested
            ? new OperationCanceledException($"The statement was cancelled: {DuckDbException.Shorten(sql)}", error, cancellation)
            : error;
    }

    private int BindOne(ulong index, object? value) => value switch
    {
        null or DBNull => DuckDbNative.BindNull(_handle, index),
        bool v => DuckDbNative.BindBoolean(_handle, index, v ? (byte)1 : (byte)0),
        int v => DuckDbNative.BindInt32(_handle, index, v),
        long v => DuckDbNative.BindInt64(_handle, index, v),
        double v => DuckDbNative.BindDouble(_handle, index, v),
        decimal v => DuckDbNative.BindDecimal(_handle, index, DuckDbConvert.ToNative(v)),
        string v => BindText(index, v),
        DateOnly v => DuckDbNative.BindDate(_handle, index, DuckDbConvert.ToDays(v)),
        DateTime { Kind: DateTimeKind.Utc } v => DuckDbNative.BindTimestamp(_handle, index, DuckDbConvert.ToMicros(v)),
        DateTime v => throw new ArgumentException($"Parameter {index}, {v:O}, is a DateTime of kind {v.Kind}; only UTC is accepted: {DuckDbException.Shorten(_sql)}", nameof(value)),
        byte[] v => BindBytes(index, v),
        _ => throw new ArgumentException(
            $"Parameter {index} is a {value.GetType()}; accepted are null, bool, int, long, double, decimal, string, DateOnly, DateTime (UTC) and byte[]: {DuckDbException.Shorten(_sql)}", nameof(value)),
    };

    private int BindText(ulong index, string value)
    {
        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(value);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"Parameter {index} is not valid Unicode text at character {e.Index}: {DuckDbException.Shorten(_sql)}", nameof(value), e);
        }
        fixed (byte* start = &MemoryMarshal.GetArrayDataReference(bytes)) return DuckDbNative.BindVarchar(_handle, index, start, (ulong)bytes.Length);
    }

    private int BindBytes(ulong index, byte[] value)
    {
        fixed (byte* start = &MemoryMarshal.GetArrayDataReference(value)) return DuckDbNative.BindBlob(_handle, index, start, (ulong)value.Length);
    }
}
