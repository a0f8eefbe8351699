namespace Screening.Records;

/// <summary>Newest rows by keys of several parts, or by symbols that are few among many. Nothing is kept of <see cref="Missing.Symbol"/>, which names nothing.</summary>
internal sealed class HashIndex<TKey> : RowIndex<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _rows = [];

    /// <inheritdoc/>
    public override int Newest(TKey key) => _rows.TryGetValue(key, out int row) ? row : Missing.Symbol;

    /// <inheritdoc/>
    public override void Set(TKey key, int row)
    {
        if (key is not Missing.Symbol) _rows[key] = row;
    }
}
