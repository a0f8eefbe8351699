using System.Globalization;

namespace Screening.Data.DuckDb;

/// <summary>
/// A connection. One thread at a time, except <see cref="Progress"/>, which any thread may read; cancellation may come from any thread too.
/// A connection has one open result: the next statement, or an appender's flush, ends a result whose rows were not all read.
/// A cancelled statement inside a transaction leaves it to be rolled back.
/// </summary>
public sealed class DuckDbConnection : IDisposable
{
    private readonly DuckDbHandle _handle;
    private DuckDbResult? _streaming;

    private DuckDbConnection(DuckDbHandle handle) => _handle = handle;

    /// <summary>How much of the running statement is done, 0 to 100 as DuckDB estimates it; -1 when none runs or no estimate exists. For any thread.</summary>
    public double Progress
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsDisposed, this);
            return DuckDbNative.Progress(_handle).Percentage;
        }
    }

    internal DuckDbHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsDisposed, this);
            return _handle;
        }
    }

    /// <summary>Runs one statement or a script of several, in order; earlier ones stay done when a later one fails.</summary>
    /// <returns>Rows inserted, updated and deleted, over all statements.</returns>
    /// <exception cref="DuckDbException">A statement failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled and the running statement was interrupted.</exception>
    public long Execute(string sql, CancellationToken cancellation = default) => Execute(sql, [], cancellation);

    /// <summary>Runs one statement with values for its <c>?</c> or <c>$1</c>.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="parameters">null, bool, int, long, double, decimal, string, DateOnly, DateTime (UTC only) or byte[].</param>
    /// <param name="cancellation">Interrupts the statement.</param>
    /// <returns>Rows inserted, updated and deleted.</returns>
    /// <exception cref="ArgumentException">A parameter is of another type, or their number is wrong.</exception>
    /// <exception cref="DuckDbException">The statement failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled and the statement was interrupted.</exception>
    public long Execute(string sql, ReadOnlySpan<object?> parameters, CancellationToken cancellation = default)
    {
        long changed = 0;
        using var statements = Extract(sql, parameters, out var count);
        for (var i = 0; i < count; i++) changed += ExecuteOne(statements, i, sql, parameters, cancellation);
        return changed;
    }

    /// <summary>Runs a query and streams its rows. Of a script, the last statement's rows are given.</summary>
    /// <exception cref="DuckDbException">A statement failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, here or while rows are fetched.</exception>
    public DuckDbResult Query(string sql, CancellationToken cancellation = default) => Query(sql, [], cancellation);

    /// <summary>Runs a query with values for its <c>?</c> or <c>$1</c> and streams its rows; parameters as in <see cref="Execute(string, ReadOnlySpan{object?}, CancellationToken)"/>.</summary>
    /// <exception cref="ArgumentException">A parameter is of another type, or their number is wrong.</exception>
    /// <exception cref="DuckDbException">The statement failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, here or while rows are fetched.</exception>
    public DuckDbResult Query(string sql, ReadOnlySpan<object?> parameters, CancellationToken cancellation = default)
    {
        using var statements = Extract(sql, parameters, out var count);
        for (var i = 0; i < count - 1; i++) ExecuteOne(statements, i, sql, parameters, cancellation);
        var statement = DuckDbStatement.Prepare(Handle, statements, count - 1, sql);
        try
        {
            statement.Bind(parameters);
            _streaming = new DuckDbResult(this, statement, statement.Execute(streaming: true, cancellation), sql, cancellation);
            return _streaming;
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    /// <summary>The first column of the first row.</summary>
    /// <returns>Null when the value is NULL or there is no row, if <typeparamref name="T"/> can be null.</returns>
    /// <exception cref="InvalidOperationException">The value is NULL or there is no row, and <typeparamref name="T"/> cannot be null: missing is not zero.</exception>
    /// <exception cref="InvalidCastException">The value is no <typeparamref name="T"/>.</exception>
    /// <exception cref="OverflowException">The value is outside the range of <typeparamref name="T"/>.</exception>
    public T? Scalar<T>(string sql, CancellationToken cancellation = default) => Scalar<T>(sql, [], cancellation);

    /// <summary>The first column of the first row of a query with parameters.</summary>
    /// <inheritdoc cref="Scalar{T}(string, CancellationToken)"/>
    public T? Scalar<T>(string sql, ReadOnlySpan<object?> parameters, CancellationToken cancellation = default)
    {
        using var result = Query(sql, parameters, cancellation);
        var value = result.NextChunk()?[0].Value(0);
        if (value is T same) return same;
        var target = Nullable.GetUnderlyingType(typeof(T));
        if (value is null)
        {
            if (target is null && typeof(T).IsValueType)
                throw new InvalidOperationException($"The query gave no value, and {typeof(T).Name} cannot be null: {DuckDbException.Shorten(sql)}");
            return default;
        }
        return (T)ChangeType(value, target ?? typeof(T), sql);
    }

    /// <summary>Appends rows to a table.</summary>
    /// <param name="table">The table's name, without quotes.</param>
    /// <param name="schema">Null for the search path's.</param>
    /// <exception cref="DuckDbException">There is no such table.</exception>
    public DuckDbAppender Appender(string table, string? schema = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        return DuckDbAppender.Create(this, table, schema);
    }

    /// <summary>Closes the connection, once its open results and appenders are disposed too.</summary>
    public void Dispose() => _handle.Dispose();

    internal static DuckDbConnection Start(DuckDbHandle handle)
    {
        var connection = new DuckDbConnection(handle);
        try
        {
            // Progress is only counted with the bar on; local days and zone shifts must not depend on the machine.
            connection.Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0; SET TimeZone = 'UTC'");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>DuckDB closes an open stream without a word when another statement begins; its reader must hear of it.</summary>
    internal void EndStream(string by)
    {
        _streaming?.Supersede(by);
        _streaming = null;
    }

    internal void Forget(DuckDbResult result)
    {
        if (ReferenceEquals(_streaming, result)) _streaming = null;
    }

    private DuckDbHandle Extract(string sql, ReadOnlySpan<object?> parameters, out int count)
    {
        var handle = Handle;
        EndStream(sql);
        var statements = DuckDbStatement.Extract(handle, sql, out count);
        if (count == 1 || parameters.Length == 0) return statements;
        statements.Dispose();
        throw new ArgumentException($"Parameters go with one statement, the SQL has {count}: {DuckDbException.Shorten(sql)}", nameof(parameters));
    }

    private unsafe long ExecuteOne(DuckDbHandle statements, int index, string sql, ReadOnlySpan<object?> parameters, CancellationToken cancellation)
    {
        using var statement = DuckDbStatement.Prepare(Handle, statements, index, sql);
        statement.Bind(parameters);
        using var result = statement.Execute(streaming: false, cancellation);
        return checked((long)DuckDbNative.RowsChanged((DuckDbNative.Result*)result.Raw));
    }

    private static object ChangeType(object value, Type target, string sql)
    {
        try
        {
            // Sums are HUGEINT, which Convert does not know.
            if (value is Int128 huge) value = target == typeof(decimal) || target == typeof(double) ? (decimal)huge : checked((long)huge);
            return Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException)
        {
            throw new InvalidCastException($"The value '{value}' ({value.GetType().Name}) is no {target.Name}: {DuckDbException.Shorten(sql)}", e);
        }
        catch (OverflowException e)
        {
            throw new OverflowException($"The value '{value}' is outside the range of {target.Name}: {DuckDbException.Shorten(sql)}", e);
        }
    }
}
