using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Screening.Data.Journals;

/// <summary>
/// A record on disk: length (4 bytes), CRC32C (4 bytes), link (32 bytes), payload; numbers little-endian. The link is SHA-256 over the link before and the
/// payload, so that no record can be altered, dropped or put in between unnoticed; the checksum covers length, link and payload and finds a torn end cheaply. A bit
/// of the length marks the first record of a write: everything before it was durable when it was written.
/// </summary>
internal static class JournalFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = 8 + LinkBytes;

    /// <summary>Bytes of a link.</summary>
    public const int LinkBytes = 32;

    /// <summary>Most bytes of a payload: what one order, its answers and its lines can take, with room.</summary>
    public const int MostPayloadBytes = 32 << 20;

    private const int BeginsWrite = 1 << 30;

    /// <summary>Writes a frame.</summary>
    /// <param name="frame">Where it goes: <see cref="HeaderBytes"/> and the payload.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="link">The link before; the frame's own afterwards.</param>
    /// <param name="begins">Whether it is marked as the first record of a write.</param>
    public static void Write(Span<byte> frame, ReadOnlySpan<byte> payload, Span<byte> link, bool begins)
    {
        int length = payload.Length | (begins ? BeginsWrite : 0);
        payload.CopyTo(frame[HeaderBytes..]);
        Chain(link, payload);
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        link.CopyTo(frame[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(length, frame[8..]));
    }

    /// <summary>Length of the payload of a frame whose header is whole; -1 where the bytes are no frame.</summary>
    public static int PayloadLength(ReadOnlySpan<byte> header)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(header) & ~BeginsWrite;
        return length is > 0 and <= MostPayloadBytes ? length : -1;
    }

    /// <summary>Whether a frame is marked as the first record of a write.</summary>
    public static bool Begins(ReadOnlySpan<byte> header) => (BinaryPrimitives.ReadInt32LittleEndian(header) & BeginsWrite) != 0;

    /// <summary>Whether the checksum of a whole frame holds.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]) == Checksum(BinaryPrimitives.ReadInt32LittleEndian(frame), frame[8..]);

    /// <summary>Moves a link on over a payload.</summary>
    public static void Chain(Span<byte> link, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(link);
        hash.AppendData(payload);
        hash.GetHashAndReset(link);
    }

    private static uint Checksum(int length, ReadOnlySpan<byte> linkAndPayload)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, (uint)length);
        int i = 0;
        for (; i + 8 <= linkAndPayload.Length; i += 8) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(linkAndPayload[i..]));
        for (; i < linkAndPayload.Length; i++) crc = BitOperations.Crc32C(crc, linkAndPayload[i]);
        return ~crc;
    }
}
