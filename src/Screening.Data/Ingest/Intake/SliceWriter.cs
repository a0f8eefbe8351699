using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>
/// Writes slices' accepted rows as Parquet files, one after another: sorts them and lets DuckDB's writer ask for them chunk by chunk, without a table between.
/// For one thread.
/// </summary>
internal sealed class SliceWriter : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbFeed _feed;
    private readonly DataContract _contract;
    private readonly SliceOrder _order;
    private readonly string _scratch;
    private readonly string _name;
    private readonly DuckDbColumnInfo[] _columns;
    private readonly int _knownAt;

    /// <param name="database">Whose writer is used.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="number">Tells the writers of one database apart.</param>
    /// <param name="scratch">The folder to write to.</param>
    public SliceWriter(DuckDbDatabase database, DataContract contract, int number, string scratch)
    {
        _connection = database.Connect();
        (_contract, _scratch, _order, _name) = (contract, scratch, new SliceOrder(contract), FormattableString.Invariant($"slice_{number}"));
        _knownAt = contract.ColumnNames.ToList().IndexOf(DataContract.KnownAt);
        _feed = DuckDbFeed.Create(_connection, _name);
        var nulls = contract.Columns.Select(c => $"CAST(NULL AS {c.Type.Sql}) AS {Sql.Identifier(c.Name)}").Concat(["false AS _deleted", "0::BIGINT AS _line"]);
        using var none = _connection.Query($"SELECT {string.Join(", ", nulls)} LIMIT 0");
        _columns = [.. none.Columns];
    }

    /// <summary>Writes the accepted rows of a slice, which has at least one.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="source">What its rows carry to say where they come from.</param>
    /// <param name="cancellation">Ends it.</param>
    public WrittenSlice Write(Slice slice, byte[] source, CancellationToken cancellation)
    {
        var rows = _order.Sort(slice, RowState.Accepted);
        var path = Path.Combine(_scratch, FormattableString.Invariant($"slice-{slice.Number}.parquet"));
        var present = Enumerable.Range(0, _contract.Columns.Count).Where(i => slice.Columns[i].HasValues).ToArray();
        var hasDeletions = Array.Exists(rows, r => slice.Deleted[r]);
        // What all rows share need not be fed.
        var columns = _contract.Columns.Select((c, i) => slice.Columns[i].HasValues ? Sql.Identifier(c.Name) : $"CAST(NULL AS {c.Type.Sql}) AS {Sql.Identifier(c.Name)}")
            .Concat([hasDeletions ? SliceTable.Deleted : $"false AS {SliceTable.Deleted}", $"{Sql.Literal(Encoding.ASCII.GetString(source))} AS _source", "_line"]);
        var fed = present.Select(i => _columns[i]).Concat(_columns[^2..]).ToArray();
        Copy($"COPY (SELECT {string.Join(", ", columns)} FROM {_name}()) TO {Sql.Literal(path)} ({SliceTable.Format})", fed, slice, present, rows, cancellation);
        var known = slice.Columns[_knownAt].Values;
        return new WrittenSlice(slice.Number, slice.File, path, rows.Length, Microseconds.ToUtc(known[rows[0]]), Microseconds.ToUtc(known[rows[^1]]));
    }

    public void Dispose() => _connection.Dispose();

    private unsafe void Copy(string sql, DuckDbColumnInfo[] fed, Slice slice, int[] present, int[] order, CancellationToken cancellation)
    {
        using var text = slice.Pin();
        var bytes = (nint)text.Pointer;
        var next = 0;
        _feed.Execute(sql, fed, chunk =>
        {
            var rows = order.AsSpan(next, Math.Min(chunk.MostRows, order.Length - next));
            for (var i = 0; i < present.Length; i++) SliceTable.Fill(chunk, i, _contract.Columns[present[i]].Type.Kind, slice.Columns[present[i]], (byte*)bytes, rows);
            chunk.SetTruths(present.Length, slice.Deleted, rows);
            chunk.SetNumbers(present.Length + 1, slice.Lines, rows);
            next += rows.Length;
            return rows.Length;
        }, cancellation);
        if (next != order.Length) throw new InvalidOperationException(FormattableString.Invariant($"DuckDB took {next} of a slice's {order.Length} rows"));
    }
}
