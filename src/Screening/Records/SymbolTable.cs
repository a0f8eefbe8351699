using System.Runtime.InteropServices;
using System.Text;
using Screening.Features;

namespace Screening.Records;

/// <summary>
/// Strings as integers, given once at the edge in order of first appearance, from 0. Nothing that is computed may depend on the
/// numbers themselves, only on whether two are equal.
/// </summary>
public sealed class SymbolTable
{
    // A smaller table is near anyway.
    private const int Far = 1 << 15;

    // The keys by symbol: who comes with a text that is new, as most are, looks at slots only; those that come again soon have their keys side by side. And the bytes of long texts.
    private readonly Room<SymbolKey> _keys;
    private readonly Room<byte> _long;
    private Room<Slot> _slots;
    private int _count, _longBytes;

    /// <summary>Makes an empty table.</summary>
    /// <param name="memory">Where it lies; the heap if not given.</param>
    public SymbolTable(RoomMemory? memory = null)
    {
        memory ??= RoomMemory.Heap;
        (_keys, _long, _slots) = (new(memory, 96), new(memory, 64), new(memory, 128));
    }

    /// <summary>Held while a text is given a number on one thread, and while another reads one; who is alone needs it not.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How many different strings there are.</summary>
    public int Count => _count;

    /// <summary>The number of a text; a new one when it was not met before.</summary>
    public int Intern(ReadOnlySpan<char> text)
    {
        Span<byte> buffer = text.Length <= 256 ? stackalloc byte[1024] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Intern(buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
    }

    /// <summary>The number of a text in UTF-8; a new one when it was not met before.</summary>
    public int Intern(ReadOnlySpan<byte> utf8) => Intern(utf8, SymbolKey.Of(utf8));

    /// <summary>The number of a text in UTF-8; a new one when it was not met before.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="key">Its key, as <see cref="Expect(ReadOnlySpan{byte})"/> gave it.</param>
    public int Intern(ReadOnlySpan<byte> utf8, in SymbolKey key)
    {
        uint hash = key.Hash;
        int slot = SlotOf(utf8, key, hash);
        if (_slots[slot].Next != 0) return _slots[slot].Next - 1;
        _keys[_count] = key.IsLong ? key.At(Keep(utf8)) : key;
        _slots[slot] = new Slot(hash, _count + 1);
        if (++_count == _keys.Length) Grow();
        return _count - 1;
    }

    /// <summary>Tells of a text whose number will soon be asked for, so that the memory may be on its way, and gives its key. Changes nothing.</summary>
    public SymbolKey Expect(ReadOnlySpan<byte> utf8)
    {
        SymbolKey key = SymbolKey.Of(utf8);
        if (_slots.Length >= Far) Ahead.Ask(in _slots[(int)key.Hash & (_slots.Length - 1)]);
        return key;
    }

    /// <summary>Tells again, once the memory has come.</summary>
    public void Expect(in SymbolKey key)
    {
        if (_slots.Length < Far) return;
        uint hash = key.Hash;
        ref readonly Slot there = ref _slots[(int)hash & (_slots.Length - 1)];
        if (there.Next != 0 && there.Hash == hash) Ahead.Ask(in _keys[there.Next - 1]);
    }

    /// <summary>The number of a text, or <see cref="Missing.Symbol"/> when it was never met.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text.ToArray());
        SymbolKey key = SymbolKey.Of(utf8);
        return _slots[SlotOf(utf8, key, key.Hash)].Next - 1;
    }

    /// <summary>The text of a number; <c>null</c> for <see cref="Missing.Symbol"/>.</summary>
    public string? Text(int symbol)
    {
        if (symbol == Missing.Symbol) return null;
        ArgumentOutOfRangeException.ThrowIfNegative(symbol);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(symbol, _count);
        return Encoding.UTF8.GetString(Utf8(symbol));
    }

    /// <summary>The text of a number in UTF-8; valid until the next text is interned.</summary>
    internal ReadOnlySpan<byte> Utf8(int symbol)
    {
        ref readonly SymbolKey key = ref _keys[symbol];
        return key.IsLong ? _long.AsSpan().Slice(key.Start, key.Length) : MemoryMarshal.AsBytes(new ReadOnlySpan<SymbolKey>(in key))[..key.Length];
    }

    // The slot of a text, or the empty one where it would stand.
    private int SlotOf(ReadOnlySpan<byte> utf8, in SymbolKey key, uint hash)
    {
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ref readonly Slot there = ref _slots[slot];
            if (there.Next == 0 || (there.Hash == hash && IsAt(there.Next - 1, utf8, key))) return slot;
        }
    }

    private bool IsAt(int symbol, ReadOnlySpan<byte> utf8, in SymbolKey key) => key.IsLong ? Utf8(symbol).SequenceEqual(utf8) : _keys[symbol] == key;

    private int Keep(ReadOnlySpan<byte> utf8)
    {
        int start = _longBytes, end = checked(start + utf8.Length);
        if (end > _long.Length) _long.Grow((int)Math.Min(Array.MaxLength, Math.Max(2L * _long.Length, end)));
        utf8.CopyTo(_long.AsSpan()[start..]);
        _longBytes = end;
        return start;
    }

    private void Grow()
    {
        _keys.Grow(_keys.Length * 2);
        Room<Slot> before = _slots;
        _slots = before.Twice();
        int mask = _slots.Length - 1;
        foreach (Range some in before.Pieces())
        {
            foreach (ref readonly Slot there in before.AsSpan()[some])
            {
                if (there.Next == 0) continue;
                int slot = (int)there.Hash & mask;
                while (_slots[slot].Next != 0) slot = (slot + 1) & mask;
                _slots[slot] = there;
            }
        }

        before.GiveBack();
    }

    // What stands there is one more than the symbol, so that room is empty. Eight bytes: they are looked at everywhere, so they are what of a table has to stay in memory.
    private readonly record struct Slot(uint Hash, int Next);
}
