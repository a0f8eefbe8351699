using System.Buffers.Binary;

namespace Screening.Records;

/// <summary>What a table of symbols compares texts by: a text of at most fifteen bytes itself, its length in the last byte; of a longer one its length and its hash, or where it begins.</summary>
/// <param name="Low">The first eight bytes; the hash of a longer text, or in a table where it begins.</param>
/// <param name="High">The others and the length.</param>
public readonly record struct SymbolKey(ulong Low, ulong High)
{
    private const int MostInline = 15;
    private const ulong Long = 0xfful << 56;

    // Seeded anew in every process, so that nobody can choose ids that collide.
    private static readonly ulong s_first = Seed(1), s_second = Seed(2);

    /// <summary>Whether it is longer than fifteen bytes.</summary>
    public bool IsLong => High >= Long;

    /// <summary>How many bytes the text has.</summary>
    public int Length => IsLong ? (int)(uint)High : (int)(High >> 56);

    /// <summary>Where a long text begins, in a table.</summary>
    internal int Start => (int)Low;

    /// <summary>A hash, not of a key that is in a table.</summary>
    internal uint Hash => (uint)Mix(Mix(Low ^ s_first, High ^ s_second) ^ s_second, s_first);

    /// <summary>The key of a text in UTF-8.</summary>
    public static SymbolKey Of(ReadOnlySpan<byte> utf8)
    {
        int length = utf8.Length;
        if (length > MostInline) return new SymbolKey(HashOf(utf8), Long | (uint)length);
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

        return new SymbolKey(low, high);
    }

    /// <summary>The same of a long text that begins somewhere in a table.</summary>
    internal SymbolKey At(int start) => this with { Low = (ulong)start };

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
}
