using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>A data file's columns, and how rows of slices come into a DuckDB table that has them: whole columns at a time.</summary>
internal static class SliceTable
{
    /// <summary>True in a row that says that what its key names is gone; such a row has only its key and known_at.</summary>
    public const string Deleted = PhysicalColumns.Deleted;

    /// <summary>The columns behind the contract's: a row's lineage is the beginning of its file's hash, and its line.</summary>
    public const string Lineage = "_deleted, _source, _line";

    /// <summary>How data files are written.</summary>
    public const string Format = "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE 131072";

    /// <summary>The columns of a data file, as SQL for a new table.</summary>
    public static string Columns(DataContract contract) =>
        string.Join(", ", contract.Columns.Select(c => $"{Sql.Identifier(c.Name)} {c.Type.Sql}").Concat(["_deleted BOOLEAN", "_source VARCHAR", "_line BIGINT"]));

    /// <summary>Appends rows in the given order.</summary>
    /// <param name="appender">Of a table with <see cref="Columns"/>; or with a row's number, false and its text behind them, when numbers are given.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="slice">The rows.</param>
    /// <param name="order">Which, and in which order.</param>
    /// <param name="source">The file they come from, for their lineage.</param>
    /// <param name="numbers">A number of each row of the slice; empty for none.</param>
    public static void Append(DuckDbAppender appender, DataContract contract, Slice slice, ReadOnlySpan<int> order, byte[] source, ReadOnlySpan<long> numbers = default)
    {
        for (var from = 0; from < order.Length; from += appender.ChunkRows)
        {
            var rows = order[from..Math.Min(order.Length, from + appender.ChunkRows)];
            for (var i = 0; i < contract.Columns.Count; i++) Column(appender, i, contract.Columns[i].Type.Kind, slice, rows);
            var last = contract.Columns.Count;
            appender.SetTruths(last, slice.Deleted, rows);
            for (var r = 0; r < rows.Length; r++) appender.SetText(last + 1, r, source);
            appender.SetNumbers(last + 2, slice.Lines, rows);
            if (!numbers.IsEmpty) Number(appender, last + 3, slice, rows, numbers);
            appender.SendChunk(rows.Length);
        }
    }

    private static void Number(DuckDbAppender appender, int column, Slice slice, ReadOnlySpan<int> rows, ReadOnlySpan<long> numbers)
    {
        appender.SetNumbers(column, numbers, rows);
        Span<bool> no = new bool[slice.Count];
        appender.SetTruths(column + 1, no, rows);
        for (var r = 0; r < rows.Length; r++) appender.SetText(column + 2, r, slice.Text(slice.Raws[rows[r]]));
    }

    private static void Column(DuckDbAppender appender, int at, ColumnKind kind, Slice slice, ReadOnlySpan<int> rows)
    {
        var column = slice.Columns[at];
        if (!column.HasValues)
        {
            appender.SetNulls(at);
            return;
        }
        if (kind != ColumnKind.Text) appender.SetNumbers(at, column.Values, rows);
        for (var r = 0; r < rows.Length; r++)
        {
            if (column.Missing[rows[r]]) appender.SetNull(at, r);
            else if (kind == ColumnKind.Text) appender.SetText(at, r, slice.Text(column.Values[rows[r]]));
        }
    }
}
