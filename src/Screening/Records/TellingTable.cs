namespace Screening.Records;

/// <summary>A table of tellings, whatever they tell of.</summary>
/// <param name="kind">Kind of its rows.</param>
internal abstract class TellingTable(EventKind kind)
{
    /// <summary>Kind of its rows.</summary>
    public EventKind Kind => kind;

    /// <summary>How many keys stand: told, and not gone.</summary>
    public int Standing { get; protected set; }

    /// <summary>When a row became known.</summary>
    public abstract long KnownAt(int row);
}

/// <summary>
/// A table of tellings by key. Each row knows the one of its key before it, and the table knows the newest: so a telling can be taken back
/// by the one that replaces it, and a key that is gone is one more row.
/// </summary>
/// <param name="kind">Kind of its rows.</param>
/// <param name="newest">Where the newest row of each key is kept; of its own.</param>
/// <param name="rows">The rows, none yet; of its own.</param>
internal sealed class TellingTable<TRow, TKey>(EventKind kind, RowIndex<TKey> newest, Rows<TRow> rows) : TellingTable(kind)
    where TRow : struct, ITelling<TRow, TKey>
    where TKey : notnull
{
    /// <summary>The rows, in the order in which they became known.</summary>
    public Rows<TRow> Rows => rows;

    /// <summary>The newest row of a key, perhaps one that says it is gone, or <see cref="Missing.Symbol"/> when it was never told.</summary>
    public int Newest(TKey key) => newest.Newest(key);

    /// <summary>The newest row of a key, or <see cref="Missing.Symbol"/> when it was never told or is gone.</summary>
    public int Current(TKey key) => StandingRow(Newest(key));

    /// <summary>The row itself, or <see cref="Missing.Symbol"/> when it is none or says that its key is gone.</summary>
    public int StandingRow(int row) => row == Missing.Symbol || Rows[row].IsGone ? Missing.Symbol : row;

    /// <summary>Appends a row after the newest of its key, and returns its number.</summary>
    public int Append(in TRow row)
    {
        int previous = Newest(row.Key), at = Rows.Add(row.Told(row.KnownAt, previous, row.IsGone));
        Standing += (row.IsGone ? 0 : 1) - (StandingRow(previous) == Missing.Symbol ? 0 : 1);
        newest.Set(row.Key, at);
        return at;
    }

    /// <summary>The row that would say a key is gone; <c>null</c> when it does not stand.</summary>
    public TRow? Gone(TKey key, long knownAt) => Current(key) is not Missing.Symbol and int row ? Rows[row].Told(knownAt, Missing.Symbol, isGone: true) : null;

    /// <inheritdoc/>
    public override long KnownAt(int row) => Rows[row].KnownAt;
}
