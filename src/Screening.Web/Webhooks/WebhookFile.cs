using System.Net;
using Screening.Data.Yaml;

namespace Screening.Web.Webhooks;

/// <summary>
/// Reads <c>&lt;lake&gt;/_store/webhooks.yaml</c>, a file of its own beside the keys because it holds secrets that must be sent from here, which keys are not:
/// nobody but its owner may read it.
/// </summary>
internal static class WebhookFile
{
    private const int FewestSecretCharacters = 32;

    /// <summary>Path in a lake.</summary>
    public static string PathOf(string lake) => Path.Combine(lake, "_store", "webhooks.yaml");

    /// <summary>The targets; none when there is no file.</summary>
    /// <exception cref="ArgumentException">The file is not as accepted.</exception>
    public static IReadOnlyList<WebhookTarget> Read(string lake)
    {
        string path = PathOf(lake);
        if (!File.Exists(path)) return [];
        CheckRights(path);
        YamlSection root = YamlSection.Parse(File.ReadAllText(path), path, static (message, inner) => new ArgumentException(message, inner)).Only("webhooks");
        WebhookTarget[] targets = [.. root.Sections("webhooks").Select(section => Target(section, "seller"))];
        if (targets.GroupBy(t => t.SellerId, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new ArgumentException($"{path}: seller '{twice.Key}' stands {twice.Count()} times; accepted: once");
        return targets;
    }

    /// <summary>Refuses a file that others than its owner may read.</summary>
    public static void CheckRights(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0) throw new ArgumentException($"{path} may be read by others than its owner; accepted: mode 600, for it holds secrets");
    }

    /// <summary>Reads a target.</summary>
    /// <param name="section">Where it stands.</param>
    /// <param name="whose">The key that says whose it is.</param>
    public static WebhookTarget Target(YamlSection section, string whose)
    {
        section.Only(whose, "url", "secrets", "allow_http");
        string text = section.RequiredText("url");
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            throw section.Error("url", $"is '{text}'; accepted: an https address without user and fragment");
        bool isLoopback = url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
        if (url.Scheme == "http" && !isLoopback && section.Bool("allow_http") != true) throw section.Error("url", $"is '{text}'; accepted: https, http on this machine, or http with allow_http: true");
        IReadOnlyList<string> secrets = section.Texts("secrets");
        if (secrets.Count is not (1 or 2) || secrets.Any(s => s.Length < FewestSecretCharacters))
            throw section.Error("secrets", FormattableString.Invariant($"holds {secrets.Count}, the shortest of {secrets.Select(s => s.Length).DefaultIfEmpty(0).Min()} characters; accepted: one or two of {FewestSecretCharacters} characters or more"));
        return new WebhookTarget(section.RequiredText(whose), url, secrets);
    }
}
