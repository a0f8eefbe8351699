using Screening.Data.Contracts;

namespace Screening.Data.Ingest;

/// <summary>The total order of a slice's rows: known_at, event time, key (text by its bytes, as DuckDB orders it), and at last the order of the file.</summary>
internal sealed class SliceOrder
{
    private const int FewRows = 32;
    private readonly (int Column, bool IsText, bool IsReal)[] _columns;
    private readonly bool _hasEventTime;

    public SliceOrder(DataContract contract)
    {
        var names = contract.ColumnNames.ToList();
        _columns = [.. contract.SortColumns.Select(c => (names.IndexOf(c), contract.Find(c)!.Type.Kind == ColumnKind.Text, contract.Find(c)!.Type.Kind == ColumnKind.Real))];
        _hasEventTime = _columns.Length > 1 && !_columns[1].IsText && !_columns[1].IsReal;
    }

    /// <summary>The rows of one state, in order.</summary>
    public int[] Sort(Slice slice, RowState state)
    {
        var rows = new int[slice.Count];
        var count = 0;
        for (var i = 0; i < slice.Count; i++)
        {
            if (slice.States[i] == state) rows[count++] = i;
        }
        var order = rows.AsSpan(0, count);
        // Numbers sort several times faster than rows. Within one known_at, the whole of most deliveries, the event time is such a number too.
        SortBy(slice.Columns[_columns[0].Column], order, slice, 1);
        return order.ToArray();
    }

    /// <summary>Sorts by one column of numbers, and rows that are equal in it by the next.</summary>
    private void SortBy(SliceColumn column, Span<int> rows, Slice slice, int next)
    {
        var keys = new long[rows.Length];
        // A missing event time stands last, as in DuckDB.
        for (var i = 0; i < rows.Length; i++) keys[i] = column.Missing[rows[i]] ? long.MaxValue : column.Values[rows[i]];
        if (!IsSorted(keys)) keys.AsSpan().Sort(rows);
        for (int from = 0, to; from < rows.Length; from = to)
        {
            for (to = from + 1; to < rows.Length && keys[to] == keys[from];) to++;
            if (to - from == 1) continue;
            if (next == 1 && _hasEventTime && to - from > FewRows) SortBy(slice.Columns[_columns[1].Column], rows[from..to], slice, 2);
            else rows[from..to].Sort((a, b) => CompareRest(slice, a, b));
        }
    }

    private static bool IsSorted(long[] keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] < keys[i - 1]) return false;
        }
        return true;
    }

    private int CompareRest(Slice slice, int a, int b)
    {
        for (var i = 1; i < _columns.Length; i++)
        {
            var (at, isText, isReal) = _columns[i];
            var column = slice.Columns[at];
            var missing = column.Missing[a].CompareTo(column.Missing[b]);
            if (missing != 0) return missing;
            if (column.Missing[a]) continue;
            var (left, right) = (column.Values[a], column.Values[b]);
            var order = isText ? slice.Text(left).SequenceCompareTo(slice.Text(right))
                : isReal ? BitConverter.Int64BitsToDouble(left).CompareTo(BitConverter.Int64BitsToDouble(right))
                : left.CompareTo(right);
            if (order != 0) return order;
        }
        return a.CompareTo(b);
    }
}
