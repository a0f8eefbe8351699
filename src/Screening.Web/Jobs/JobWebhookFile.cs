using Screening.Data.Yaml;
using Screening.Web.Webhooks;

namespace Screening.Web.Jobs;

/// <summary>Reads <c>&lt;lake&gt;/_store/job-webhooks.yaml</c>: where failures of jobs are told, by the name that job files use. Not in the job files, as it holds secrets.</summary>
internal static class JobWebhookFile
{
    /// <summary>Path in a lake.</summary>
    public static string PathOf(string lake) => Path.Combine(lake, "_store", "job-webhooks.yaml");

    /// <summary>The targets by name; none when there is no file.</summary>
    /// <exception cref="ArgumentException">The file is not as accepted.</exception>
    public static IReadOnlyDictionary<string, WebhookTarget> Read(string lake)
    {
        string path = PathOf(lake);
        if (!File.Exists(path)) return new Dictionary<string, WebhookTarget>();
        WebhookFile.CheckRights(path);
        YamlSection root = YamlSection.Parse(File.ReadAllText(path), path, static (message, inner) => new ArgumentException(message, inner)).Only("webhooks");
        var targets = new Dictionary<string, WebhookTarget>(StringComparer.Ordinal);
        foreach (YamlSection section in root.Sections("webhooks"))
        {
            WebhookTarget target = WebhookFile.Target(section, "name");
            if (!targets.TryAdd(target.SellerId, target)) throw section.Error("name", $"is '{target.SellerId}' a second time; accepted: once");
        }

        return targets;
    }
}
