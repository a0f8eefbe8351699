namespace Screening.Records;

/// <summary>Newest rows by symbols that have a symbol table of their own, and so lie close together.</summary>
internal sealed class SymbolIndex : RowIndex<int>
{
    private readonly List<int> _rows = [];

    /// <inheritdoc/>
    public override int Newest(int key) => key >= 0 && key < _rows.Count ? _rows[key] : Missing.Symbol;

    /// <inheritdoc/>
    public override void Set(int key, int row)
    {
        while (_rows.Count <= key) _rows.Add(Missing.Symbol);
        _rows[key] = row;
    }
}
