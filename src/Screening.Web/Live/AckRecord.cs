using System.Buffers.Binary;
using System.Text;

namespace Screening.Web.Live;

/// <summary>That a seller's system has changes up to a number, as the journal keeps it.</summary>
/// <param name="KnownAt">When, in microseconds.</param>
/// <param name="Number">The last that it has.</param>
/// <param name="SellerId">Whose system.</param>
internal sealed record AckRecord(long KnownAt, long Number, string SellerId)
{
    private const byte Kind = 3;
    private const int HeaderBytes = 1 + 8 + 8;

    /// <summary>The journal's payload.</summary>
    public byte[] Bytes()
    {
        byte[] bytes = [.. new byte[HeaderBytes], .. Encoding.UTF8.GetBytes(SellerId)];
        bytes[0] = Kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), KnownAt);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(9), Number);
        return bytes;
    }

    /// <summary>Reads a payload; <c>null</c> when it is no acknowledgement.</summary>
    public static AckRecord? Of(ReadOnlySpan<byte> payload) => payload.Length <= HeaderBytes || payload[0] != Kind
        ? null
        : new AckRecord(BinaryPrimitives.ReadInt64LittleEndian(payload[1..]), BinaryPrimitives.ReadInt64LittleEndian(payload[9..]), Encoding.UTF8.GetString(payload[HeaderBytes..]));
}
