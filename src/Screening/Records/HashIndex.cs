using System.Numerics;
using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>Newest rows by keys of several parts, or by symbols that are few among many. Nothing is kept of <see cref="Missing.Symbol"/>, which names nothing.</summary>
/// <param name="memory">Where it lies.</param>
internal sealed class HashIndex<TKey>(RoomMemory memory) : RowIndex<TKey>
    where TKey : unmanaged, IEquatable<TKey>
{
    private Room<Slot> _slots = new(memory, 16);
    private int _count;

    /// <inheritdoc/>
    public override int Newest(TKey key) => SlotOf(_slots.AsSpan(), key).Next - 1;

    /// <inheritdoc/>
    public override void Set(TKey key, int row)
    {
        if (key is Missing.Symbol) return;
        ref Slot slot = ref SlotOf(_slots.AsSpan(), key);
        bool isNew = slot.Next == 0;
        slot = new Slot(key, row + 1);
        if (isNew && ++_count > _slots.Length / 4 * 3) Grow();
    }

    // The slot of a key, or the empty one where it would stand. Symbols follow each other: the golden ratio puts them far apart.
    private static ref Slot SlotOf(Span<Slot> slots, TKey key)
    {
        int mask = slots.Length - 1, first = (int)((uint)key.GetHashCode() * 0x9e3779b97f4a7c15ul >> BitOperations.LeadingZeroCount((ulong)mask));
        for (int at = first; ; at = (at + 1) & mask)
        {
            ref Slot slot = ref slots[at];
            if (slot.Next == 0 || slot.Key.Equals(key)) return ref slot;
        }
    }

    private void Grow()
    {
        Room<Slot> before = _slots;
        _slots = before.Twice();
        foreach (Range some in before.Pieces())
        {
            foreach (ref readonly Slot slot in before.AsSpan()[some])
            {
                if (slot.Next != 0) SlotOf(_slots.AsSpan(), slot.Key) = slot;
            }
        }

        before.GiveBack();
    }

    // What stands there is one more than the row, so that room is empty.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(TKey Key, int Next);
}
