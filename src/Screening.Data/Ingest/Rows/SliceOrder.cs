using System.Runtime.InteropServices;
using Screening.Data.Contracts;

namespace Screening.Data.Ingest;

/// <summary>The total order of a slice's rows: known_at, event time, key (text by its bytes, as DuckDB orders it), and at last the order of the file.</summary>
internal sealed class SliceOrder
{
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
        var rows = new List<Entry>(slice.Count);
        var (first, second) = (slice.Columns[_columns[0].Column], _hasEventTime ? slice.Columns[_columns[1].Column] : null);
        var comparer = new ByOrder(this, slice);
        var inOrder = true;
        for (var i = 0; i < slice.Count; i++)
        {
            if (slice.States[i] != state) continue;
            // A missing event time stands last, as in DuckDB.
            var entry = new Entry(first.Values[i], second is null ? 0 : second.Missing[i] ? long.MaxValue : second.Values[i], i);
            inOrder = inOrder && (rows.Count == 0 || comparer.Compare(rows[^1], entry) <= 0);
            rows.Add(entry);
        }
        var span = CollectionsMarshal.AsSpan(rows);
        if (!inOrder) span.Sort(comparer);
        var order = new int[span.Length];
        for (var i = 0; i < order.Length; i++) order[i] = span[i].Row;
        return order;
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

    private readonly record struct Entry(long KnownAt, long EventTime, int Row);

    private readonly struct ByOrder(SliceOrder order, Slice slice) : IComparer<Entry>
    {
        public int Compare(Entry a, Entry b)
        {
            if (a.KnownAt != b.KnownAt) return a.KnownAt < b.KnownAt ? -1 : 1;
            if (a.EventTime != b.EventTime) return a.EventTime < b.EventTime ? -1 : 1;
            return order.CompareRest(slice, a.Row, b.Row);
        }
    }
}
