using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Screening.Risk;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>A decision as the journal keeps it: the order as it was sent, when it became known, and the answers, byte for byte.</summary>
internal sealed record DecisionRecord
{
    private const byte Kind = 1;
    private const int HeaderBytes = 1 + 8 + 1 + 16 + 8, LengthBytes = 4, StackBytes = 512, FirstBytes = 8192;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <summary>What the journal keeps: all of the rest lies in it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

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
        // A version has eleven characters at the most, a character of a number three bytes.
        int most = 12 + (orderId.Length * 3);
        Span<byte> told = most <= StackBytes ? stackalloc byte[most] : new byte[most], hash = stackalloc byte[32];
        Utf8.TryWrite(told, CultureInfo.InvariantCulture, $"{version}\u001f{orderId}", out int bytes);
        SHA256.HashData(told[..bytes], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>A decision's id as it is sent.</summary>
    public static string IdOf(UInt128 key) => string.Create(CultureInfo.InvariantCulture, $"D-{key:x32}");

    /// <summary>The key of an id; <c>null</c> when it is none.</summary>
    public static UInt128? KeyOf(string id) =>
        id is ['D', '-', ..] && id.Length == 34 && id.Skip(2).All(char.IsAsciiHexDigitLower)
        && UInt128.TryParse(id.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 key) ? key : null;

    /// <summary>Hash of a request's canonical bytes.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> request)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(request, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>Writes a decision down.</summary>
    /// <param name="knownAt">When the order became known, in microseconds.</param>
    /// <param name="ruling">The ruling.</param>
    /// <param name="key">Key of order and version.</param>
    /// <param name="requestHash">Hash of the order.</param>
    /// <param name="sellerId">Whose order it is.</param>
    /// <param name="request">The order, canonically.</param>
    /// <param name="forSeller">Writes the fields of the answer that a seller sees.</param>
    /// <param name="forAnalyst">Writes the fields of the answer that an analyst sees.</param>
    public static DecisionRecord Of(
        long knownAt, Ruling ruling, UInt128 key, ulong requestHash, string sellerId, ReadOnlySpan<byte> request, Action<Utf8JsonWriter> forSeller, Action<Utf8JsonWriter> forAnalyst)
    {
        ArrayBufferWriter<byte> buffer = t_buffer ??= new ArrayBufferWriter<byte>(FirstBytes);
        buffer.ResetWrittenCount();
        Span<byte> header = stackalloc byte[HeaderBytes];
        header[0] = Kind;
        BinaryPrimitives.WriteInt64LittleEndian(header[1..], knownAt);
        header[9] = (byte)ruling;
        BinaryPrimitives.WriteUInt128LittleEndian(header[10..], key);
        BinaryPrimitives.WriteUInt64LittleEndian(header[26..], requestHash);
        buffer.Write(header);
        Span<int> parts = stackalloc int[4];
        parts[0] = Begin(buffer);
        Encoding.UTF8.GetBytes(sellerId, buffer);
        parts[1] = Begin(buffer);
        buffer.Write(request);
        parts[2] = Begin(buffer);
        JsonBytes.Append(buffer, forSeller);
        parts[3] = Begin(buffer);
        JsonBytes.Append(buffer, forAnalyst);
        byte[] payload = buffer.WrittenSpan.ToArray();
        for (int i = 0; i < parts.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(parts[i] - LengthBytes), (i + 1 < parts.Length ? parts[i + 1] - LengthBytes : payload.Length) - parts[i]);
        return Of(payload);
    }

    // Room for a part's length; where the part begins.
    private static int Begin(ArrayBufferWriter<byte> buffer)
    {
        buffer.Write(stackalloc byte[LengthBytes]);
        return buffer.WrittenCount;
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
            Payload = payload,
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
            ReadOnlyMemory<byte> part = payload.Slice(at + LengthBytes, length);
            at += LengthBytes + length;
            return part;
        }
    }
}
