using System.Text;

namespace Screening.Records;

/// <summary>
/// Strings as integers, given once at the edge in order of first appearance, from 0. Nothing that is computed may depend on the
/// numbers themselves, only on whether two are equal.
/// </summary>
public sealed class SymbolTable
{
    private byte[] _bytes = new byte[1024];
    private int[] _ends = new int[64];
    private int[] _buckets = new int[128];
    private uint[] _hashes = new uint[64];
    private int _count;

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
        uint hash = Hash(utf8);
        int found = Find(utf8, hash);
        if (found >= 0) return found;
        if (_count == _hashes.Length) Grow();
        int start = _count == 0 ? 0 : _ends[_count - 1];
        if (start + utf8.Length > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)start + utf8.Length)));
        utf8.CopyTo(_bytes.AsSpan(start));
        _ends[_count] = start + utf8.Length;
        _hashes[_count] = hash;
        Link(_count);
        return _count++;
    }

    /// <summary>The number of a text, or <see cref="Missing.Symbol"/> when it was never met.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text.ToArray());
        return Find(utf8, Hash(utf8));
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
        return _bytes.AsSpan(start, _ends[symbol] - start);
    }

    private int Find(ReadOnlySpan<byte> utf8, uint hash)
    {
        int mask = _buckets.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            int symbol = _buckets[slot] - 1;
            if (symbol < 0) return Missing.Symbol;
            if (_hashes[symbol] == hash && Utf8(symbol).SequenceEqual(utf8)) return symbol;
        }
    }

    private void Link(int symbol)
    {
        int mask = _buckets.Length - 1;
        int slot = (int)_hashes[symbol] & mask;
        while (_buckets[slot] != 0) slot = (slot + 1) & mask;
        _buckets[slot] = symbol + 1;
    }

    private void Grow()
    {
        Array.Resize(ref _ends, _ends.Length * 2);
        Array.Resize(ref _hashes, _hashes.Length * 2);
        _buckets = new int[_hashes.Length * 2];
        for (int symbol = 0; symbol < _count; symbol++) Link(symbol);
    }

    // Seeded anew in every process, so that nobody can choose ids that collide.
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        HashCode hash = default;
        hash.AddBytes(utf8);
        return (uint)hash.ToHashCode();
    }
}
