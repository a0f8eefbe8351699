using System.Security.Cryptography;

namespace Screening.Data.Ingest;

internal static class FileHash
{
    /// <summary>SHA-256 of a file's bytes, 64 hexadecimal digits.</summary>
    public static string Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
