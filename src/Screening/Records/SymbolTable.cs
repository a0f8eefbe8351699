using System.Buffers.Binary;
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
    private const int MostInline = 15, Far = 1 << 15;
    private const ulong IsLong = 0xfful << 56;

    // Seeded anew in every process, so that nobody can choose ids that collide.
    private static readonly ulong s_first = Seed(1), s_second = Seed(2);
    private readonly Room<byte> _bytes;
    private readonly Room<int> _ends;
    private Room<Slot> _slots;
    private int _count;

    /// <summary>Makes an empty table.</summary>
    /// <param name="memory">Where it lies; the heap if not given.</param>
    public SymbolTable(RoomMemory? memory = null)
    {
        memory ??= RoomMemory.Heap;
        (_bytes, _ends, _slots) = (new(memory, 1024), new(memory, 96), new(memory, 128));
    }

    /// <summary>How many different strings there are.</summary>
    public int Count => _count;

    /// <summary>The number of a text; a new one when it was not met before.</summary>
    public int Intern(ReadOnlySpan<char> text)
    {
        Span<byte> buffer = text.Length <= 256 ? stackalloc byte[1024] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Intern(buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
    }

    /// <summary>The number of a text in UTF-8; a new one when it was not met before.</summary>
    public int Intern(ReadOnlySpan<byte> utf8)
    {
        Key key = KeyOf(utf8);
        int slot = SlotOf(utf8, key);
        if (_slots[slot].Next != 0) return _slots[slot].Next - 1;
        int start = _count == 0 ? 0 : _ends[_count - 1];
        if (start + utf8.Length > _bytes.Length)
            _bytes.Grow((int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)start + utf8.Length)));
        utf8.CopyTo(_bytes.AsSpan()[start..]);
        _ends[_count] = start + utf8.Length;
        _slots[slot] = new Slot(key, _count + 1);
        if (++_count == _ends.Length) Grow();
        return _count - 1;
    }

    /// <summary>Tells of a text whose number will soon be asked for, so that the memory may be on its way. Changes nothing.</summary>
    public void Expect(ReadOnlySpan<byte> utf8)
    {
        // A small table is near anyway.
        if (_slots.Length >= Far) Ahead.Ask(in _slots[(int)KeyOf(utf8).Hash & (_slots.Length - 1)]);
    }

    /// <summary>The number of a text, or <see cref="Missing.Symbol"/> when it was never met.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text.ToArray());
        return _slots[SlotOf(utf8, KeyOf(utf8))].Next - 1;
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
        int start = symbol == 0 ? 0 : _ends[symbol - 1];
        return _bytes.AsSpan().Slice(start, _ends[symbol] - start);
    }

    // The slot of a text, or the empty one where it would stand. A short text is its key, so that no other memory is looked at.
    private int SlotOf(ReadOnlySpan<byte> utf8, Key key)
    {
        int mask = _slots.Length - 1;
        for (int slot = (int)key.Hash & mask; ; slot = (slot + 1) & mask)
        {
            ref readonly Slot there = ref _slots[slot];
            if (there.Next == 0 || (there.Key == key && (!key.IsLong || Utf8(there.Next - 1).SequenceEqual(utf8)))) return slot;
        }
    }

    private void Grow()
    {
        _ends.Grow(_ends.Length * 2);
        Room<Slot> before = _slots;
        _slots = before.Twice();
        int mask = _slots.Length - 1;
        foreach (ref readonly Slot there in before.AsSpan())
        {
            if (there.Next == 0) continue;
            int slot = (int)there.Key.Hash & mask;
            while (_slots[slot].Next != 0) slot = (slot + 1) & mask;
            _slots[slot] = there;
        }

        before.GiveBack();
    }

    private static Key KeyOf(ReadOnlySpan<byte> utf8)
    {
        int length = utf8.Length;
        if (length > MostInline) return new Key(HashOf(utf8), IsLong | (uint)length);
        ulong low = 0, high = (ulong)length << 56;
        if (length >= 8)
        {
            low = BinaryPrimitives.ReadUInt64LittleEndian(utf8);
            if (length > 8) high |= BinaryPrimitives.ReadUInt64LittleEndian(utf8[(length - 8)..]) >> (8 * (16 - length));
        }
        else if (length >= 4)
        {
            low = BinaryPrimitives.ReadUInt32LittleEndian(utf8) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8[(length - 4)..]) << (8 * (length - 4)));
        }
        else
        {
            for (int i = 0; i < length; i++) low |= (ulong)utf8[i] << (8 * i);
        }

        return new Key(low, high);
    }

    private static ulong HashOf(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (ulong)utf8.Length;
        for (int at = 0; at < utf8.Length; at += 16)
        {
            // The last sixteen bytes may have been taken in part before.
            ReadOnlySpan<byte> next = utf8[Math.Min(at, utf8.Length - 16)..];
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(next) ^ hash ^ s_first, BinaryPrimitives.ReadUInt64LittleEndian(next[8..]) ^ s_second);
        }

        return hash;
    }

    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private static ulong Seed(int number) => ((ulong)(uint)HashCode.Combine(number) << 32) | (uint)HashCode.Combine(number, number);

    // A text of at most fifteen bytes with its length, or the hash and the length of a longer one.
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    private readonly record struct Key(ulong Low, ulong High)
    {
        public bool IsLong => High >= SymbolTable.IsLong;

        public ulong Hash => Mix(Mix(Low ^ s_first, High ^ s_second) ^ s_second, s_first);
    }

    // What stands there is one more than the symbol, so that room is empty. 20 bytes, not 24: tables of tens of millions are most of what a log of short rows cannot let go.
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    private readonly record struct Slot(Key Key, int Next);
}
