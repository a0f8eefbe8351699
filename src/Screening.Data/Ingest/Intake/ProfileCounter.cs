namespace Screening.Data.Ingest;

/// <summary>Counts missing values and codes of each column over the rows of a delivery that keep their contract. For one thread.</summary>
internal sealed class ProfileCounter
{
    private readonly RowReader _reader;
    private readonly long[] _missing;
    private readonly long[]?[] _codes;

    public ProfileCounter(RowReader reader)
    {
        _reader = reader;
        _missing = new long[reader.Columns.Count];
        _codes = [.. reader.Columns.Select(c => c.Codes is { } codes ? new long[codes.Values.Count] : null)];
    }

    /// <summary>Rows counted, deletions not among them.</summary>
    public long Rows { get; private set; }

    public void Add(Slice slice)
    {
        for (var i = 0; i < slice.Count; i++) Rows += Counts(slice, i) ? 1 : 0;
        for (var c = 0; c < _missing.Length; c++)
        {
            var (column, codes) = (slice.Columns[c], _codes[c]);
            for (var i = 0; i < slice.Count; i++)
            {
                if (!Counts(slice, i)) continue;
                if (column.Missing[i]) _missing[c]++;
                else if (codes is not null) codes[column.Codes[i]]++;
            }
        }
    }

    /// <summary>For each column its name, how many rows lack it, and how often each code stood there; null where it has no codes.</summary>
    public IEnumerable<(string Column, long Missing, SortedDictionary<string, long>? Codes)> Columns() =>
        _reader.Columns.Select((column, i) => (column.Column.Name, _missing[i], Named(column, i)));

    private static bool Counts(Slice slice, int row) => slice.States[row] is RowState.Accepted or RowState.Suspect && !slice.Deleted[row];

    private SortedDictionary<string, long>? Named(ColumnReader column, int place)
    {
        if (_codes[place] is not { } counts) return null;
        var named = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0) named.Add(column.Codes!.Values[i], counts[i]);
        }
        return named;
    }
}
