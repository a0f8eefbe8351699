namespace Screening.Features;

/// <summary>
/// Things by a symbol, of which many have one. 8 bytes for each symbol up to the greatest that has; the place of one may be asked for before it is
/// looked at (see <see cref="Ahead"/>), and the thing after it.
/// </summary>
/// <typeparam name="T">The things.</typeparam>
internal sealed class BySymbol<T>
    where T : class
{
    private T?[] _things = [];

    /// <summary>The thing of a symbol, or <c>null</c> when it has none.</summary>
    public T? this[int symbol]
    {
        get => (uint)symbol < (uint)_things.Length ? _things[symbol] : null;
        set
        {
            if (symbol >= _things.Length)
            {
                if (value is null) return;
                Array.Resize(ref _things, Math.Max(symbol + 1, _things.Length * 2));
            }

            _things[symbol] = value;
        }
    }

    /// <summary>Asks for the place of a symbol, or a while after that, in step 1, for its thing.</summary>
    public void Ask(int symbol, int step)
    {
        if ((uint)symbol >= (uint)_things.Length) return;
        if (step == 0) Ahead.Ask(in _things[symbol]);
        else if (step == 1) Ahead.AskObject(_things[symbol], 2);
    }
}
