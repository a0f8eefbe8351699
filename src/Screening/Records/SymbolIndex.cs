namespace Screening.Records;

/// <summary>Newest rows by symbols that have a symbol table of their own, and so lie close together. Nothing is kept of <see cref="Missing.Symbol"/>, which names nothing.</summary>
/// <param name="memory">Where it lies.</param>
internal sealed class SymbolIndex(RoomMemory memory) : RowIndex<int>
{
    // One more than the row, so that room is empty.
    private readonly Room<int> _next = new(memory, 16);

    /// <inheritdoc/>
    public override int Newest(int key) => (uint)key < (uint)_next.Length ? _next[key] - 1 : Missing.Symbol;

    /// <inheritdoc/>
    public override void Set(int key, int row)
    {
        if (key == Missing.Symbol) return;
        if (key >= _next.Length) _next.Grow((int)Math.Min(Array.MaxLength, Math.Max(key + 1L, 2L * _next.Length)));
        _next[key] = row + 1;
    }
}
