using System.Security.Cryptography;

namespace Screening.Data.Ingest;

internal static class FileHash
{
    /// <summary>SHA-256 of a file's bytes, 64 hexadecimal digits.</summary>
    /// <exception cref="IngestException">It is no ordinary file, lies outside the root, is still being written or cannot be read.</exception>
    public static string Of(string path, string name, SourceBytesOptions options)
    {
        using var stream = new FileStream(RegularFile.Open(path, name, options, out _), FileAccess.Read, 1);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
