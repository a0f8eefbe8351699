using Screening.Records;

namespace Screening.Features;

/// <summary>The few different keys whose state one event changes.</summary>
public ref struct KeySet
{
    /// <summary>The most keys of one event.</summary>
    public const int Most = 16;

    private readonly Span<int> _keys;

    /// <summary>Makes an empty set in some room.</summary>
    public KeySet(Span<int> room) => _keys = room;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A key by number, from 0, in the order in which they were added.</summary>
    public readonly int this[int index] => _keys[index];

    /// <summary>Adds a key; <see cref="Missing.Symbol"/> and what is there already add nothing.</summary>
    public void Add(int key)
    {
        if (key == Missing.Symbol || _keys[..Count].Contains(key)) return;
        _keys[Count++] = key;
    }

    /// <summary>Takes all keys out.</summary>
    public void Clear() => Count = 0;
}
