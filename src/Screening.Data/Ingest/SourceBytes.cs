using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Ingest;

/// <summary>
/// A source file, opened safely: its content as UTF-8, read once from begin to end, whatever it is packed or encoded in, and hashed as it lies on disk on the
/// way. For one thread, but for <see cref="Reread"/>, whose streams are independent of each other.
/// </summary>
internal sealed class SourceBytes : IDisposable
{
    public const string None = "none";
    public const string Gzip = "gzip";
    public const string Zstd = "zstd";
    private const int LongestMagic = 6;

    private readonly SafeFileHandle _file;
    private readonly FileStamp _stamp;
    private readonly string _name;
    private readonly SourceBytesOptions _options;
    private readonly IncrementalHash _hash;
    private readonly RawStream _raw;
    private readonly UnpackedStream _unpacked;
    private SourceIdentity? _identity;

    private SourceBytes(SafeFileHandle file, FileStamp stamp, string path, string name, SourceBytesOptions options)
    {
        (_file, _stamp, _name, _options) = (file, stamp, name, options);
        Compression = CompressionOf(path);
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            _raw = new RawStream(file, stamp, name, _hash, options.BlockBytes);
            _unpacked = new UnpackedStream(_raw, Compression, name, options);
            (Stream, Encoding) = Begin(_unpacked);
        }
        catch
        {
            _unpacked?.Dispose();
            _hash.Dispose();
            throw;
        }
    }

    /// <summary>The content as UTF-8 without a byte-order mark. What is not of the file's encoding stands as a byte 0xFF; UTF-8 itself is given as it is and not checked.</summary>
    public Stream Stream { get; }

    /// <summary>The encoding of the content, one of <see cref="SourceEncoding.Accepted"/> but <c>utf-16</c>, which is <c>utf-16le</c> or <c>utf-16be</c>.</summary>
    public string Encoding { get; }

    /// <summary><see cref="None"/>, <see cref="Gzip"/> or <see cref="Zstd"/>: what its first bytes say, not its name.</summary>
    public string Compression { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How.</param>
    /// <exception cref="IngestException">It is no ordinary file, lies outside the root, is still being written, is not what its name promises or cannot be read.</exception>
    /// <exception cref="Native.NativeLibraryException">It is packed with zstd and the system has no libzstd.</exception>
    public static SourceBytes Open(string path, string name, SourceBytesOptions? options = null)
    {
        options ??= new SourceBytesOptions();
        var file = RegularFile.Open(path, name, options, out var stamp);
        try
        {
            return new SourceBytes(file, stamp, path, name, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Says which file it was, once all of <see cref="Stream"/> was read.</summary>
    /// <exception cref="IngestException">The file changed while it was read.</exception>
    /// <exception cref="InvalidOperationException">The stream was not read to its end.</exception>
    public SourceIdentity Finish()
    {
        if (!_unpacked.AtEnd) throw new InvalidOperationException($"{_name} was not read to its end");
        _raw.CheckUnchanged();
        return _identity ??= new SourceIdentity(Convert.ToHexStringLower(_hash.GetHashAndReset()), _stamp.Bytes, _stamp.ModifiedAtUtc);
    }

    /// <summary>The same content from its begin, at the price of unpacking it again; the caller disposes it before this. Fails like <see cref="Stream"/> when the file changed.</summary>
    public Stream Reread()
    {
        var unpacked = new UnpackedStream(new RawStream(_file, _stamp, _name, null, _options.BlockBytes), Compression, _name, _options);
        return Begin(unpacked).Stream;
    }

    public void Dispose()
    {
        Stream.Dispose();
        _hash.Dispose();
        _file.Dispose();
    }

    private (Stream Stream, string Encoding) Begin(UnpackedStream unpacked)
    {
        var head = unpacked.Peek(LongestMagic).Span;
        if (Compression != None && MagicOf(head) is { } inner) throw new IngestException($"{_name} is {Compression} and holds {inner} once more; accepted: compressed once");
        var (encoding, mark) = SourceEncoding.Decide(head, _options.Encoding, _name);
        unpacked.Skip(mark);
        return (SourceEncoding.TranscoderOf(encoding) is { } transcoder ? new TranscodingStream(unpacked, transcoder, _options.BlockBytes) : unpacked, encoding);
    }

    private string CompressionOf(string path)
    {
        Span<byte> head = stackalloc byte[LongestMagic];
        var read = 0;
        for (var more = -1; more != 0 && read < head.Length;) read += more = RandomAccess.Read(_file, head[read..], read);
        var found = MagicOf(head[..read]);
        if (found is not (null or Gzip or Zstd)) throw new IngestException($"{_name} is {found}; accepted: a plain file, {Gzip} or {Zstd}");
        var promised = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".GZ" or ".GZIP" => Gzip,
            ".ZST" or ".ZSTD" => Zstd,
            _ => null,
        };
        if (promised is null || promised == found) return found ?? None;
        throw new IngestException($"{_name} is named like {promised} and {(read == 0 ? "is empty" : found is null ? "its first bytes are not" : $"is {found}")}; accepted: what its name says, or a name that does not say");
    }

    private static string? MagicOf(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, 8, ..] => Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => Zstd,
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "packed with xz",
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', (byte)'1', (byte)'A', ..] => "packed with bzip2",
        _ => null,
    };
}
