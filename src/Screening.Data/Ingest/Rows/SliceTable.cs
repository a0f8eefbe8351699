using System.Runtime.Intrinsics.X86;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>A data file's columns, and how rows of slices come into DuckDB's chunks: whole columns at a time.</summary>
internal static unsafe class SliceTable
{
    /// <summary>True in a row that says that what its key names is gone; such a row has only its key and known_at.</summary>
    public const string Deleted = PhysicalColumns.Deleted;

    /// <summary>The columns behind the contract's: a row's lineage is the beginning of its file's hash, and its line.</summary>
    public const string Lineage = "_deleted, _source, _line";

    /// <summary>How data files are written.</summary>
    public const string Format = "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE 131072";

    // Rows lie in the order of the file and are taken in the order of the table: while one text is stored, those of the next rows are fetched.
    private const int RowsAhead = 12;

    /// <summary>The columns of a data file, as SQL for a new table.</summary>
    public static string Columns(DataContract contract) =>
        string.Join(", ", contract.Columns.Select(c => $"{Sql.Identifier(c.Name)} {c.Type.Sql}").Concat(["_deleted BOOLEAN", "_source VARCHAR", "_line BIGINT"]));

    /// <summary>Appends rows that wait for the judge.</summary>
    /// <param name="appender">Of a table with <see cref="Columns"/> and behind them a row's number, whether it is the first of its key (false), and its text.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="slice">The rows.</param>
    /// <param name="order">Which, and in which order.</param>
    /// <param name="source">The file they come from, for their lineage.</param>
    /// <param name="numbers">A number of each row of the slice.</param>
    public static void AppendTold(DuckDbAppender appender, DataContract contract, Slice slice, ReadOnlySpan<int> order, byte[] source, long[] numbers)
    {
        using var text = slice.Pin();
        var no = new bool[slice.Count];
        var last = contract.Columns.Count;
        var chunk = appender.Chunk;
        for (var from = 0; from < order.Length; from += chunk.MostRows)
        {
            var rows = order[from..Math.Min(order.Length, from + chunk.MostRows)];
            for (var i = 0; i < last; i++)
            {
                if (slice.Columns[i].HasValues) Fill(chunk, i, contract.Columns[i].Type.Kind, slice.Columns[i], (byte*)text.Pointer, rows);
                else chunk.SetNulls(i);
            }
            chunk.SetTruths(last, slice.Deleted, rows);
            for (var r = 0; r < rows.Length; r++) chunk.SetText(last + 1, r, source);
            chunk.SetNumbers(last + 2, slice.Lines, rows);
            chunk.SetNumbers(last + 3, numbers, rows);
            chunk.SetTruths(last + 4, no, rows);
            for (var r = 0; r < rows.Length; r++) chunk.SetText(last + 5, r, slice.Text(slice.Raws[rows[r]]));
            appender.SendChunk(rows.Length);
        }
    }

    /// <summary>Fills a column of a chunk from one of a slice that has values.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="at">The chunk's column.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="column">The slice's column.</param>
    /// <param name="text">The slice's bytes, which stay in their place until the chunk was used.</param>
    /// <param name="rows">The rows, in their order.</param>
    public static void Fill(DuckDbChunkColumns chunk, int at, ColumnKind kind, SliceColumn column, byte* text, ReadOnlySpan<int> rows)
    {
        if (kind == ColumnKind.Text)
        {
            FillText(chunk, at, column, text, rows);
            return;
        }
        chunk.SetNumbers(at, column.Values, rows);
        for (var r = 0; r < rows.Length; r++)
        {
            if (column.Missing[rows[r]]) chunk.SetNull(at, r);
        }
    }

    private static void FillText(DuckDbChunkColumns chunk, int at, SliceColumn column, byte* text, ReadOnlySpan<int> rows)
    {
        var places = stackalloc long[chunk.MostRows];
        for (var r = 0; r < rows.Length; r++) places[r] = column.Missing[rows[r]] ? -1 : column.Values[rows[r]];
        for (var r = 0; r < rows.Length; r++)
        {
            if (Sse.IsSupported && r + RowsAhead < rows.Length) Sse.Prefetch0(text + (places[r + RowsAhead] >> 32));
            if (places[r] < 0) chunk.SetNull(at, r);
            else chunk.ReferText(at, r, text + (places[r] >> 32), (int)places[r]);
        }
    }
}
