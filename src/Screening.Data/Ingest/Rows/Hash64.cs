using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Screening.Data.Ingest;

/// <summary>
/// A fixed 64-bit hash of bytes and numbers: multiply, fold, go on (the mixing of wyhash). Only chooses the rows that are then compared exactly, and
/// counts different names; nothing depends on its being hard to invert.
/// </summary>
internal static class Hash64
{
    public const ulong Seed = 0x9E3779B97F4A7C15;
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    /// <summary>Continues a hash with a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong hash, long value) => Mix(hash ^ First, (ulong)value ^ Second);

    /// <summary>Continues a hash with bytes; their length counts, so that "a", "bc" and "ab", "c" differ.</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash ^= Mix((ulong)bytes.Length ^ First, Second);
        while (bytes.Length >= 16)
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ First, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }
        return bytes.Length switch
        {
            >= 8 => Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ First, BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]) ^ hash),
            >= 4 => Mix(BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ First, BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) ^ hash),
            > 0 => Mix((((ulong)bytes[0] << 16) | ((ulong)bytes[bytes.Length >> 1] << 8) | bytes[^1]) ^ First, hash ^ Second),
            _ => Mix(hash ^ First, Second),
        };
    }

    public static ulong Of(ReadOnlySpan<byte> bytes) => Add(Seed, bytes);
}
