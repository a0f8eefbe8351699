using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Screening.Web.Triage;

/// <summary>Style, scripts and outlines of land, out of the assembly. An address carries the hash of what it names, so that browsers keep it for ever and never an old one.</summary>
internal static class PageAssets
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, (byte[] Content, string Hash)> All = typeof(PageAssets).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(n => n[Prefix.Length..], Read, StringComparer.Ordinal);

    /// <summary>Where a file is served.</summary>
    public static string Address(string name) => $"/assets/{All[name].Hash}/{name}";

    /// <summary>Answers a call for a file.</summary>
    public static async Task Answer(HttpContext context)
    {
        string name = (string?)context.Request.RouteValues["name"] ?? "";
        if (!All.TryGetValue(name, out (byte[] Content, string Hash) found) || found.Hash != (string?)context.Request.RouteValues["hash"])
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/json",
        };
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.ContentLength = found.Content.Length;
        await context.Response.Body.WriteAsync(found.Content, context.RequestAborted).ConfigureAwait(false);
    }

    private static (byte[] Content, string Hash) Read(string resource)
    {
        using Stream stream = typeof(PageAssets).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }
}
