using System.Buffers.Binary;
using System.Text;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>A later ruling on an order that was decided, as the journal keeps it, byte for byte as its seller reads it.</summary>
/// <param name="KnownAt">When it was found, in microseconds.</param>
/// <param name="Ruling">The ruling from now on.</param>
/// <param name="Key">Key of the decision; see <see cref="DecisionRecord.KeyOf(string, int)"/>.</param>
/// <param name="Number">Its number among the seller's changes, from 1; the next is one more.</param>
/// <param name="SellerId">Whose order it is.</param>
/// <param name="Answer">What the seller reads.</param>
internal sealed record ChangeRecord(long KnownAt, Ruling Ruling, UInt128 Key, long Number, string SellerId, ReadOnlyMemory<byte> Answer)
{
    private const byte Kind = 2;
    private const int HeaderBytes = 1 + 8 + 1 + 16 + 8 + 4;

    /// <summary>The journal's payload.</summary>
    public byte[] Bytes()
    {
        byte[] seller = Encoding.UTF8.GetBytes(SellerId), bytes = new byte[HeaderBytes + seller.Length + Answer.Length];
        bytes[0] = Kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), KnownAt);
        bytes[9] = (byte)Ruling;
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(10), Key);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(26), Number);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(34), seller.Length);
        seller.CopyTo(bytes, HeaderBytes);
        Answer.Span.CopyTo(bytes.AsSpan(HeaderBytes + seller.Length));
        return bytes;
    }

    /// <summary>Reads a payload; <c>null</c> when it is no change.</summary>
    public static ChangeRecord? Of(ReadOnlyMemory<byte> payload)
    {
        ReadOnlySpan<byte> bytes = payload.Span;
        if (bytes.Length < HeaderBytes || bytes[0] != Kind) return null;
        int seller = BinaryPrimitives.ReadInt32LittleEndian(bytes[34..]);
        return new ChangeRecord(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]), (Ruling)bytes[9], BinaryPrimitives.ReadUInt128LittleEndian(bytes[10..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[26..]),
            Encoding.UTF8.GetString(bytes.Slice(HeaderBytes, seller)), payload[(HeaderBytes + seller)..]);
    }
}
