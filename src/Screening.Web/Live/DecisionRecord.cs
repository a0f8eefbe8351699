using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>A decision as the journal keeps it: the order as it was sent, when it became known, and the answers, byte for byte.</summary>
internal sealed record DecisionRecord
{
    private const byte Kind = 1;
    private const int HeaderBytes = 1 + 8 + 1 + 16 + 8;

    /// <summary>When the order became known, in microseconds: the lake's <c>known_at</c>.</summary>
    public required long KnownAt { get; init; }

    /// <summary>The ruling.</summary>
    public required Ruling Ruling { get; init; }

    /// <summary>Key of order and version; see <see cref="KeyOf(string, int)"/>.</summary>
    public required UInt128 Key { get; init; }

    /// <summary>Hash of <see cref="Request"/>.</summary>
    public required ulong RequestHash { get; init; }

    /// <summary>Whose order it is.</summary>
    public required string SellerId { get; init; }

    /// <summary>The order, canonically.</summary>
    public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>The answer that a seller sees.</summary>
    public required ReadOnlyMemory<byte> SellerAnswer { get; init; }

    /// <summary>The answer that an analyst sees.</summary>
    public required ReadOnlyMemory<byte> AnalystAnswer { get; init; }

    /// <summary>Number of an order and version, by which its decision is found: half of a SHA-256, so that nobody can make two that collide.</summary>
    public static UInt128 KeyOf(string orderId, int version)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{version}\u001f{orderId}")), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>A decision's id as it is sent.</summary>
    public static string IdOf(UInt128 key) => "D-" + key.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The key of an id; <c>null</c> when it is none.</summary>
    public static UInt128? KeyOf(string id) =>
        id is ['D', '-', ..] && id.Length == 34 && id.Skip(2).All(char.IsAsciiHexDigitLower)
        && UInt128.TryParse(id.AsSpan(2), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out UInt128 key) ? key : null;

    /// <summary>Hash of a request's canonical bytes.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> request)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(request, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>The journal's payload.</summary>
    public byte[] Bytes()
    {
        byte[] seller = Encoding.UTF8.GetBytes(SellerId);
        byte[] bytes = new byte[HeaderBytes + 16 + seller.Length + Request.Length + SellerAnswer.Length + AnalystAnswer.Length];
        bytes[0] = Kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), KnownAt);
        bytes[9] = (byte)Ruling;
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(10), Key);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(26), RequestHash);
        int at = HeaderBytes;
        Put(seller);
        Put(Request.Span);
        Put(SellerAnswer.Span);
        Put(AnalystAnswer.Span);
        return bytes;

        void Put(ReadOnlySpan<byte> part)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), part.Length);
            part.CopyTo(bytes.AsSpan(at + 4));
            at += 4 + part.Length;
        }
    }

    /// <summary>Key, hash and moment of a payload without the rest; <c>null</c> when it is no decision.</summary>
    public static (UInt128 Key, ulong RequestHash, long KnownAt, Ruling Ruling)? Head(ReadOnlySpan<byte> payload) => payload.Length < HeaderBytes || payload[0] != Kind
        ? null
        : (BinaryPrimitives.ReadUInt128LittleEndian(payload[10..]), BinaryPrimitives.ReadUInt64LittleEndian(payload[26..]), BinaryPrimitives.ReadInt64LittleEndian(payload[1..]), (Ruling)payload[9]);

    /// <summary>Reads a payload.</summary>
    /// <exception cref="InvalidDataException">It is no decision.</exception>
    public static DecisionRecord Of(ReadOnlyMemory<byte> payload)
    {
        (UInt128 key, ulong hash, long knownAt, Ruling ruling) = Head(payload.Span) ?? throw new InvalidDataException("the journal's record is no decision");
        int at = HeaderBytes;
        ReadOnlyMemory<byte> seller = Take(), request = Take(), forSeller = Take(), forAnalyst = Take();
        return new DecisionRecord
        {
            KnownAt = knownAt,
            Ruling = ruling,
            Key = key,
            RequestHash = hash,
            SellerId = Encoding.UTF8.GetString(seller.Span),
            Request = request,
            SellerAnswer = forSeller,
            AnalystAnswer = forAnalyst,
        };

        ReadOnlyMemory<byte> Take()
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(payload.Span[at..]);
            ReadOnlyMemory<byte> part = payload.Slice(at + 4, length);
            at += 4 + length;
            return part;
        }
    }
}
