using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Data.Store;
using Screening.Sharing;

namespace Screening.Cli.Sharing;

/// <summary>A package as a file: JSON with the SHA-256 of its content, so that a cut or changed one is refused. The hash tells accidents; who must tell forgeries signs the file with a tool of their own.</summary>
internal static class ShareFile
{
    /// <summary>Bytes that a package has at most.</summary>
    public const int MostBytes = 50_000_000;

    private const int MostParties = 100_000;

    /// <summary>A package as text.</summary>
    public static string Write(SharePackage package)
    {
        JsonNode content = JsonSerializer.SerializeToNode(package, AlertJson.Options)!;
        return new JsonObject { ["sha256"] = Hash(content), ["content"] = content }.ToJsonString(AlertJson.Indented) + "\n";
    }

    /// <summary>Reads a package.</summary>
    /// <exception cref="UsageException">It is no package, too large, or not as it was written.</exception>
    public static SharePackage Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"there is no file {path}");
        long bytes = new FileInfo(path).Length;
        if (bytes > MostBytes) throw new UsageException($"{path} has {bytes:#,0} bytes; accepted: at most {MostBytes:#,0}");
        try
        {
            JsonNode? whole = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { MaxDepth = 16 });
            if (whole is not JsonObject || whole["content"] is not JsonObject content) throw new UsageException($"{path} is no share package: it has no \"content\"");
            if (content["format"]?.ToString() is not SharePackage.FormatName and var format) throw new UsageException($"{path} has format '{format}'; accepted: {SharePackage.FormatName}");
            if (whole["sha256"]?.ToString() != Hash(content)) throw new UsageException($"{path} is not as it was written: the hash of its content is another");
            SharePackage package = content.Deserialize<SharePackage>(AlertJson.Options)!;
            if (package.Parties.Count > MostParties) throw new UsageException($"{path} tells of {package.Parties.Count:#,0} parties; accepted: at most {MostParties:#,0}");
            if (package.Parties.Any(party => party.Name is null && party.Hashes.Count == 0)) throw new UsageException($"{path} tells of a party without name and hash");
            return package;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new UsageException($"{path} is no share package: {e.Message}");
        }
    }

    /// <summary>Short hash that a package is known by.</summary>
    public static string Id(SharePackage package) => Hash(JsonSerializer.SerializeToNode(package, AlertJson.Options)!)[..16];

    // The content on one line, as this program writes it: indentation and line ends in transit change nothing.
    private static string Hash(JsonNode content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString(AlertJson.Options))));
}
