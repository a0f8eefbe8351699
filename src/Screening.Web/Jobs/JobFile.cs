using System.Text.RegularExpressions;
using Quartz;
using Screening.Data.Yaml;

namespace Screening.Web.Jobs;

/// <summary>Reads a job file strictly: nothing in it is ignored, and nothing that is missing is guessed.</summary>
internal static partial class JobFile
{
    private const int MostSeconds = 7 * 24 * 3600;

    // Of these a job would start what never ends, or itself.
    private static readonly string[] s_notAsJobs = ["serve", "work", "jobs"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; the job has its name.</param>
    /// <param name="verbs">The verbs that there are.</param>
    /// <param name="problemOf">What the command line has against verb and arguments; <c>null</c> for nothing.</param>
    /// <returns>The job, and its file for what can only be said of all jobs together.</returns>
    /// <exception cref="JobFileException">It is not as accepted.</exception>
    public static (Job Job, YamlSection File) Read(string path, IReadOnlyCollection<string> verbs, Func<IReadOnlyList<string>, string?> problemOf)
    {
        string file = $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{Path.GetFileName(path)}";
        YamlSection root = YamlSection.Parse(Text(path, file), file, static (message, inner) => new JobFileException(message, inner)).Only(
            "job", "enabled", "verb", "arguments", "schedule", "misfire", "timeout_seconds", "retries", "retry_after_seconds", "dependencies", "owner", "notification");
        string name = root.RequiredText("job");
        if (!Name().IsMatch(name)) throw root.Error("job", $"is '{name}'; accepted: small letters, digits and hyphens, up to 40 characters");
        if (name != Path.GetFileNameWithoutExtension(path)) throw root.Error("job", $"is '{name}'; accepted: {Path.GetFileNameWithoutExtension(path)}, the name of its file");
        bool isEnabled = root.Bool("enabled") ?? true;
        string[] arguments = Arguments(root, isEnabled, verbs, problemOf);
        (string cron, TimeZoneInfo zone) = Schedule(root.Section("schedule") ?? throw root.Error("schedule", "is missing"));
        var job = new Job
        {
            Name = name,
            IsEnabled = isEnabled,
            Arguments = arguments,
            Cron = cron,
            TimeZone = zone,
            Misfire = Misfire(root),
            TimeoutSeconds = root.Int("timeout_seconds", 1, MostSeconds) ?? throw root.Error("timeout_seconds", FormattableString.Invariant($"is missing; accepted: 1 to {MostSeconds}")),
            Retries = root.Int("retries", 0, 10) ?? 0,
            RetryAfterSeconds = root.Int("retry_after_seconds", 0, 86_400) ?? 60,
            Dependencies = root.Texts("dependencies"),
            Owner = root.RequiredText("owner"),
            Webhook = Notification(root)?.Text("webhook"),
            Mail = Addresses(Notification(root)),
        };
        return (job, root);
    }

    private static string Text(string path, string file)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobFileException($"{file} cannot be read: {e.Message}", e);
        }
    }

    // A job that is switched off may name a verb that is not there yet.
    private static string[] Arguments(YamlSection root, bool isEnabled, IReadOnlyCollection<string> verbs, Func<IReadOnlyList<string>, string?> problemOf)
    {
        string verb = root.RequiredText("verb");
        string[] arguments = [verb, .. root.Texts("arguments")];
        if (s_notAsJobs.Contains(verb)) throw root.Error("verb", $"is '{verb}', which is no work that ends; accepted: {Accepted(verbs)}");
        if (!isEnabled) return arguments;
        if (!verbs.Contains(verb)) throw root.Error("verb", $"is '{verb}'; accepted: {Accepted(verbs)}");
        foreach (string argument in arguments)
        {
            foreach (Match braces in Braces().Matches(argument))
                if (braces.Value is not ("{lake}" or "{date}" or "{run}")) throw root.Error("arguments", $"holds '{braces.Value}'; accepted: {{lake}}, {{date}}, {{run}}");
        }

        string[] filled = [.. arguments.Select(a => a.Replace("{lake}", "lake", StringComparison.Ordinal).Replace("{date}", "2026-01-31", StringComparison.Ordinal).Replace("{run}", "run", StringComparison.Ordinal))];
        return problemOf(filled) is { } problem ? throw root.Error("arguments", $"are '{string.Join(' ', arguments[1..])}': {problem}") : arguments;
    }

    private static string Accepted(IEnumerable<string> verbs) => string.Join(", ", verbs.Except(s_notAsJobs).Order(StringComparer.Ordinal));

    private static (string Cron, TimeZoneInfo Zone) Schedule(YamlSection section)
    {
        section.Only("cron", "time_zone");
        string cron = section.RequiredText("cron"), zone = section.RequiredText("time_zone");
        try
        {
            CronExpression.Parse(cron, CronFormat.Unix);
        }
        catch (FormatException e)
        {
            throw section.Error("cron", $"is '{cron}'; accepted: minute, hour, day of month, month and day of week as in a crontab, such as '0 2 * * *' ({e.Message})");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found)
            ? (cron, found)
            : throw section.Error("time_zone", $"is '{zone}'; accepted: a name of the IANA's tables, such as UTC or Europe/Berlin");
    }

    private static MisfireRule Misfire(YamlSection root) => root.RequiredText("misfire") switch
    {
        "run-once" => MisfireRule.RunOnce,
        "skip" => MisfireRule.Skip,
        var other => throw root.Error("misfire", $"is '{other}'; accepted: run-once, skip"),
    };

    private static YamlSection? Notification(YamlSection root) => root.Section("notification")?.Only("webhook", "mail");

    private static IReadOnlyList<string> Addresses(YamlSection? section)
    {
        IReadOnlyList<string> addresses = section?.Texts("mail") ?? [];
        return addresses.FirstOrDefault(a => !Address().IsMatch(a)) is { } wrong ? throw section!.Error("mail", $"holds '{wrong}'; accepted: addresses such as night@example.com") : addresses;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
