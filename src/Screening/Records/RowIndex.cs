namespace Screening.Records;

/// <summary>Which row of a table is the newest of each key.</summary>
internal abstract class RowIndex<TKey>
    where TKey : notnull
{
    /// <summary>The newest row of a key, or <see cref="Missing.Symbol"/> when it was never told.</summary>
    public abstract int Newest(TKey key);

    /// <summary>Notes the newest row of a key.</summary>
    public abstract void Set(TKey key, int row);
}
