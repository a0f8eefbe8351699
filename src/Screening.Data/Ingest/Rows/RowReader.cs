using Screening.Data.Contracts;

namespace Screening.Data.Ingest;

/// <summary>A contract as readers of its columns: takes blocks of text into slices of typed, checked rows.</summary>
internal sealed class RowReader
{
    private readonly ColumnReader[] _columns;
    private readonly int[] _key;
    private readonly int[] _keyTypes;

    public RowReader(DataContract contract, ContractStore contracts, DateTime deliveredAtUtc)
    {
        Contract = contract;
        _columns = [.. contract.Columns.Select((column, i) => ColumnReader.Of(column, i, contracts, deliveredAtUtc))];
        KnownAt = Array.FindIndex(_columns, static c => c.Column.Name == DataContract.KnownAt);
        _key = [.. contract.Key.Select(k => Array.FindIndex(_columns, c => c.Column == k))];
        _keyTypes = [.. _key.Select(k => _columns[k].Column.Type.Kind == ColumnKind.Text ? 1 : 0)];
    }

    public DataContract Contract { get; }

    public IReadOnlyList<ColumnReader> Columns => _columns;

    /// <summary>The place of known_at among the columns.</summary>
    public int KnownAt { get; }

    /// <summary>Reads a block's rows. The slice's states and deletions of these rows stand already.</summary>
    /// <param name="block">The block.</param>
    /// <param name="sources">For each column of the contract the block's column; -1 where it has none.</param>
    /// <param name="knownAtMicros">When all of them became known; null when a column says so.</param>
    /// <param name="slice">Receives the rows.</param>
    /// <param name="row">The block's first row in the slice.</param>
    /// <param name="bytes">Where the block's bytes begin in the slice.</param>
    public void Read(RecordBlock block, int[] sources, long? knownAtMicros, Slice slice, int row, int bytes)
    {
        foreach (var column in _columns)
        {
            if (column.Place == KnownAt && knownAtMicros is { } micros) Fill(slice.Columns[KnownAt], row, block.Count, micros);
            else column.Read(block, sources[column.Place], slice, row, bytes);
        }
        for (var i = row; i < row + block.Count; i++) slice.Keys[i] = slice.States[i] == RowState.Accepted ? KeyOf(slice, i) : 0;
    }

    /// <summary>Hash of a stored row's key, as the readers of a delivery compute it.</summary>
    /// <param name="chunk">Rows whose first columns are the key's, in key order, numbers and times as BIGINT.</param>
    /// <param name="row">The row.</param>
    public ulong KeyOf(DuckDb.DuckDbChunk chunk, int row)
    {
        var hash = Hash64.Seed;
        for (var i = 0; i < _key.Length; i++) hash = _keyTypes[i] == 1 ? Hash64.Add(hash, chunk[i].Utf8(row)) : Hash64.Add(hash, chunk[i].Int64(row) ?? 0);
        return hash;
    }

    /// <summary>SQL for the key's columns as <see cref="KeyOf(DuckDb.DuckDbChunk, int)"/> reads them.</summary>
    public string KeySql() => string.Join(", ", _key.Select(k => _columns[k].Column).Select(column =>
    {
        var name = Sql.Identifier(column.Name);
        return column.Type.Kind switch
        {
            ColumnKind.Text => name,
            ColumnKind.Whole => name,
            ColumnKind.Exact => FormattableString.Invariant($"CAST({name} * 1{new string('0', column.Type.Scale)} AS BIGINT)"),
            ColumnKind.Boolean => $"CAST({name} AS BIGINT)",
            ColumnKind.Date => $"CAST({name} - DATE '1970-01-01' AS BIGINT)",
            ColumnKind.Timestamp => $"epoch_us({name})",
            _ => throw new InvalidOperationException($"{column.Name} is {column.Type.Sql} and cannot be of a key"),
        };
    }));

    private static void Fill(SliceColumn column, int row, int count, long value)
    {
        column.Values.AsSpan(row, count).Fill(value);
        column.Missing.AsSpan(row, count).Clear();
        column.HasValues = true;
    }

    private ulong KeyOf(Slice slice, int row)
    {
        var hash = Hash64.Seed;
        for (var i = 0; i < _key.Length; i++)
        {
            var value = slice.Columns[_key[i]].Values[row];
            hash = _keyTypes[i] == 1 ? Hash64.Add(hash, slice.Text(value)) : Hash64.Add(hash, value);
        }
        return hash;
    }
}
