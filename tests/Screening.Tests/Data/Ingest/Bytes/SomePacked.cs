using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Screening.Data.Ingest;
using Screening.Data.Native;

namespace Screening.Tests.Data.Ingest.Bytes;

/// <summary>Content of source files, packed.</summary>
internal static unsafe class SomePacked
{
    private const int ChecksumFlag = 201; // ZSTD_c_checksumFlag

    public static byte[] Pack(string compression, byte[] content) => compression switch
    {
        "gzip" => Gzip(content),
        "zstd" => Zstd(content),
        _ => content,
    };

    public static byte[] Gzip(byte[] content)
    {
        // GZipStream writes nothing for nothing; other programs write a member.
        if (content.Length == 0) return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(content);
        return packed.ToArray();
    }

    /// <summary>One frame with a checksum.</summary>
    public static byte[] Zstd(byte[] content)
    {
        var library = NativeLibraries.Load(NativeLibrarySpec.Zstd);
        var context = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createCCtx"))();
        ((delegate* unmanaged<nint, int, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_CCtx_setParameter"))(context, ChecksumFlag, 1);
        var packed = new byte[content.Length + (content.Length / 128) + 1024];
        fixed (byte* target = packed, source = content)
        {
            var length = ((delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_compress2"))(context, target, (nuint)packed.Length, source, (nuint)content.Length);
            ((delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeCCtx"))(context);
            return packed[..(int)length];
        }
    }

    /// <summary>Lines that pack well and not too well.</summary>
    public static byte[] Lines(Random random, int bytes)
    {
        var text = new StringBuilder();
        while (text.Length < bytes) text.Append("order-").Append(random.Next(1_000_000)).Append(",CN,").Append(random.Next(100)).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString(0, bytes));
    }

    /// <summary>Everything a stream gives, asked for in pieces of random size up to a bound.</summary>
    public static byte[] ReadAll(Stream stream, Random random, int largestPiece)
    {
        using var all = new MemoryStream();
        ReadInto(all, stream, random, largestPiece);
        return all.ToArray();
    }

    /// <summary>Like <see cref="ReadAll"/>, and keeps what came before a failure.</summary>
    public static void ReadInto(MemoryStream all, Stream stream, Random random, int largestPiece)
    {
        var piece = new byte[largestPiece];
        for (int read; (read = stream.Read(piece, 0, random.Next(1, largestPiece + 1))) > 0;) all.Write(piece, 0, read);
    }

    /// <summary>The content of a file and what it was.</summary>
    public static (byte[] Content, SourceIdentity Identity) Read(string path, SourceBytesOptions? options = null)
    {
        using var source = SourceBytes.Open(path, Path.GetFileName(path), options);
        using var all = new MemoryStream();
        source.Stream.CopyTo(all);
        return (all.ToArray(), source.Finish());
    }
}
