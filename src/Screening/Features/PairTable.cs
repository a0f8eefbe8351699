using System.Numerics;

namespace Screening.Features;

/// <summary>
/// Things by a pair of numbers. Its places lie open, so that the one of a pair may be asked for before it is looked at (see <see cref="Ahead"/>); nothing is ever taken out.
/// </summary>
/// <typeparam name="T">The things.</typeparam>
internal sealed class PairTable<T>
    where T : class
{
    private const int Fewest = 64;
    private const ulong Spread = 0x9E3779B97F4A7C15; // 2^64 over the golden ratio: pairs that follow each other go far apart
    private Slot[] _slots = new Slot[Fewest];
    private int _count;

    /// <summary>How many pairs have a thing.</summary>
    public int Count => _count;

    /// <summary>The thing of a pair, or <c>null</c> when it has none.</summary>
    public T? Find(int first, int second)
    {
        ulong key = KeyOf(first, second);
        return _slots[PlaceOf(_slots, key)].Thing;
    }

    /// <summary>Gives a pair a thing, in place of the one it had.</summary>
    public void Set(int first, int second, T thing)
    {
        ulong key = KeyOf(first, second);
        ref Slot slot = ref _slots[PlaceOf(_slots, key)];
        bool isNew = slot.Thing is null;
        slot = new Slot(key, thing);
        if (isNew && ++_count * 2 > _slots.Length) Grow();
    }

    /// <summary>Asks for the place of a pair.</summary>
    public void Ask(int first, int second) => Ahead.Ask(in _slots[FirstPlace(_slots, KeyOf(first, second))]);

    private static ulong KeyOf(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    private static int FirstPlace(Slot[] slots, ulong key) => (int)((key * Spread) >> (64 - BitOperations.Log2((uint)slots.Length)));

    // Where a pair stands, or would.
    private static int PlaceOf(Slot[] slots, ulong key)
    {
        int place = FirstPlace(slots, key);
        while (slots[place].Thing is not null && slots[place].Key != key) place = (place + 1) & (slots.Length - 1);
        return place;
    }

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        foreach (ref readonly Slot slot in _slots.AsSpan())
        {
            if (slot.Thing is not null) larger[PlaceOf(larger, slot.Key)] = slot;
        }

        _slots = larger;
    }

    private readonly record struct Slot(ulong Key, T? Thing);
}
