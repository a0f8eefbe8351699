namespace Screening.Data.DuckDb;

/// <summary>
/// A query's rows, streamed in chunks: only some are in memory. It keeps its connection open until it is disposed.
/// One thread at a time, and not at once with another statement of the same connection.
/// </summary>
public sealed unsafe class DuckDbResult : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbHandle _connectionHandle;
    private readonly DuckDbStatement _statement;
    private readonly DuckDbHandle _handle;
    private readonly DuckDbColumnInfo[] _columns;
    private readonly string _sql;
    private readonly CancellationToken _cancellation;
    private DuckDbChunk? _current;
    private string? _supersededBy;
    private bool _ended;

    internal DuckDbResult(DuckDbConnection connection, DuckDbStatement statement, DuckDbHandle handle, string sql, CancellationToken cancellation)
    {
        _connection = connection;
        _connectionHandle = connection.Handle;
        _statement = statement;
        _handle = handle;
        _sql = sql;
        _cancellation = cancellation;
        _columns = ReadColumns();
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<DuckDbColumnInfo> Columns => _columns;

    private DuckDbNative.Result* Native => (DuckDbNative.Result*)_handle.Raw;

    /// <summary>The next rows, or null after the last. The chunk before it, its vectors and spans become invalid.</summary>
    /// <exception cref="DuckDbException">The query failed on the way; rows given before are not the whole answer.</exception>
    /// <exception cref="InvalidOperationException">Another statement on the connection has ended this result.</exception>
    /// <exception cref="OperationCanceledException">The query's token was cancelled.</exception>
    public DuckDbChunk? NextChunk()
    {
        ObjectDisposedException.ThrowIf(_handle.IsDisposed, this);
        _current?.Dispose();
        _current = null;
        if (_ended) return null;
        if (_supersededBy is not null)
        {
            throw new InvalidOperationException(
                $"The rows of '{DuckDbException.Shorten(_sql)}' were not all read when its connection began '{DuckDbException.Shorten(_supersededBy)}'; use a second connection.");
        }
        _cancellation.ThrowIfCancellationRequested();

        nint chunk;
        using (DuckDbInterruption.Start(_connectionHandle, _cancellation)) chunk = DuckDbNative.FetchChunk(*Native);
        if (chunk == 0)
        {
            if (DuckDbNative.ResultError(Native) != 0) throw DuckDbStatement.Error(Native, _sql, _cancellation);
            _ended = true;
            _connection.Forget(this);
            return null;
        }
        _current = new DuckDbChunk(DuckDbHandle.Chunk(chunk, _connectionHandle), _columns);
        return _current;
    }

    /// <summary>As <see cref="NextChunk"/>, but the chunk belongs to the caller, who disposes it, perhaps after the result.</summary>
    internal DuckDbChunk? TakeChunk()
    {
        DuckDbChunk? chunk = NextChunk();
        _current = null;
        return chunk;
    }

    /// <summary>Every row as an array of <see cref="DuckDbVector.Value"/>. Convenient and slow: for small results.</summary>
    public IEnumerable<object?[]> Rows()
    {
        while (NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++) yield return ReadRow(chunk, row);
        }
    }

    /// <summary>Ends the query, if it is still running, and frees its memory.</summary>
    public void Dispose()
    {
        _connection.Forget(this);
        _current?.Dispose();
        _current = null;
        _handle.Dispose();
        _statement.Dispose();
    }

    internal void Supersede(string by) => _supersededBy = by;

    private static object?[] ReadRow(DuckDbChunk chunk, int row)
    {
        var values = new object?[chunk.ColumnCount];
        for (var column = 0; column < values.Length; column++) values[column] = chunk[column].Value(row);
        return values;
    }

    private DuckDbColumnInfo[] ReadColumns()
    {
        var columns = new DuckDbColumnInfo[DuckDbNative.ColumnCount(Native)];
        for (var i = 0; i < columns.Length; i++)
        {
            var type = DuckDbNative.ColumnLogicalType(Native, (ulong)i);
            try
            {
                columns[i] = DuckDbColumnInfo.Read(DuckDbNative.Text(DuckDbNative.ColumnName(Native, (ulong)i)), type);
            }
            finally
            {
                DuckDbNative.DestroyLogicalType(ref type);
            }
        }
        return columns;
    }
}
