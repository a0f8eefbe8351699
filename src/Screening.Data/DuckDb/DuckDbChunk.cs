namespace Screening.Data.DuckDb;

/// <summary>Up to 2,048 rows of a result, column by column. Valid until the result's next chunk or its end.</summary>
public sealed unsafe class DuckDbChunk
{
    private readonly DuckDbHandle _handle;
    private readonly DuckDbColumnInfo[] _columns;
    private readonly nint[] _vectors; // vector, data and validity of each column

    internal DuckDbChunk(DuckDbHandle handle, DuckDbColumnInfo[] columns)
    {
        _handle = handle;
        _columns = columns;
        RowCount = (int)DuckDbNative.ChunkSize(handle);
        _vectors = new nint[columns.Length * 3];
        for (var i = 0; i < columns.Length; i++)
        {
            var vector = DuckDbNative.ChunkVector(handle, (ulong)i);
            _vectors[i * 3] = vector;
            _vectors[i * 3 + 1] = (nint)DuckDbNative.VectorData(vector);
            _vectors[i * 3 + 2] = (nint)DuckDbNative.VectorValidity(vector);
        }
    }

    /// <summary>Rows in this chunk, at least one.</summary>
    public int RowCount { get; }

    /// <summary>Columns of the result.</summary>
    public int ColumnCount => _columns.Length;

    internal bool IsOpen => !_handle.IsDisposed;

    /// <summary>A column's values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="ObjectDisposedException">The result has gone on to its next chunk.</exception>
    public DuckDbVector this[int column]
    {
        get
        {
            ObjectDisposedException.ThrowIf(!IsOpen, this);
            if ((uint)column >= (uint)_columns.Length)
                throw new ArgumentOutOfRangeException(nameof(column), column, $"The result has {_columns.Length} columns, numbered from 0.");
            var at = column * 3;
            return new DuckDbVector(this, _columns[column], _vectors[at], (void*)_vectors[at + 1], (ulong*)_vectors[at + 2], RowCount);
        }
    }

    /// <summary>The type of a column's values in memory, <c>null</c> where they are not plain, and where the values and their validity (null: all are valid) lie.</summary>
    internal (Type? Physical, nint Values, nint Validity) Raw(int column) => (_columns[column].PhysicalType, _vectors[(column * 3) + 1], _vectors[(column * 3) + 2]);

    internal void Dispose() => _handle.Dispose();
}
