using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.Yaml;

namespace Screening.Data.Retention;

/// <summary>
/// What is kept how long, and what legal holds keep longer: <c>&lt;lake&gt;/_store/retention.yaml</c>. Without the file nothing is ever deleted. Records of exports are kept
/// five years (15 CFR 762.6); a rule of less says why it may.
/// </summary>
public sealed record RetentionRules
{
    /// <summary>Five years.</summary>
    public const int FiveYearsDays = 1827;

    private const int MostDays = 36_500;
    private static readonly string[] s_folders = ["_logs", "_reports", "_delivered"];

    /// <summary>By dataset.</summary>
    public required IReadOnlyList<RetentionRule> Rules { get; init; }

    /// <summary>By folder.</summary>
    public IReadOnlyList<FileRule> Files { get; init; } = [];

    /// <summary>Legal holds.</summary>
    public IReadOnlyList<LegalHold> Holds { get; init; } = [];

    /// <summary>Days after which who and what exactly of the audit log's entries on closed cases is erased; <c>null</c> for never.</summary>
    public int? AuditDetailsDays { get; init; }

    /// <summary>The file of a lake.</summary>
    public static string PathOf(string lake) => Path.Combine(lake, "_store", "retention.yaml");

    /// <summary>Reads them.</summary>
    /// <exception cref="RetentionException">The file is not there, or not as accepted.</exception>
    public static RetentionRules Read(string path, ContractStore contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        if (!File.Exists(path)) throw new RetentionException($"there is no {path}: nothing is deleted without rules; docs/operations.md shows one");
        YamlSection root = YamlSection.Parse(File.ReadAllText(path), path, static (message, inner) => new RetentionException(message, inner)).Only("rules", "files", "holds", "audit_details_keep_days");
        List<RetentionRule> rules = [.. root.Sections("rules").Select(section => Rule(section, contracts))];
        if (rules.GroupBy(r => r.Dataset, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new RetentionException($"{path}: dataset {twice.Key} has {twice.Count()} rules; accepted: one");
        return new RetentionRules
        {
            Rules = rules,
            Files = [.. root.Sections("files").Select(FileRuleOf)],
            Holds = [.. root.Sections("holds").Select(Hold)],
            AuditDetailsDays = root.Int("audit_details_keep_days", FiveYearsDays, MostDays),
        };
    }

    private static RetentionRule Rule(YamlSection section, ContractStore contracts)
    {
        section.Only("dataset", "keep_days", "what", "below_five_years");
        string dataset = section.RequiredText("dataset");
        if (!contracts.Contracts.Any(c => c.Dataset == dataset)) throw section.Error("dataset", $"is '{dataset}'; accepted: {string.Join(", ", contracts.Contracts.Select(c => c.Dataset))}");
        int days = Days(section);
        string? why = section.Text("below_five_years");
        if (days < FiveYearsDays && string.IsNullOrWhiteSpace(why))
            throw section.Error("keep_days", FormattableString.Invariant($"is {days}; accepted: {FiveYearsDays} or more, as records of exports are kept five years (15 CFR 762.6), or less with below_five_years: why it may"));
        string what = section.Text("what") ?? "superseded";
        return what is "superseded" or "all" ? new RetentionRule(dataset, days, what == "all", why) : throw section.Error("what", $"is '{what}'; accepted: superseded, all");
    }

    private static FileRule FileRuleOf(YamlSection section)
    {
        section.Only("folder", "keep_days");
        string folder = section.RequiredText("folder");
        return s_folders.Contains(folder) ? new FileRule(folder, Days(section)) : throw section.Error("folder", $"is '{folder}'; accepted: {string.Join(", ", s_folders)}");
    }

    private static LegalHold Hold(YamlSection section)
    {
        section.Only("party", "order", "reason", "by", "since");
        (string? party, string? order, string since) = (section.Text("party"), section.Text("order"), section.RequiredText("since"));
        if (party is null == order is null) throw section.Error("names neither or both of party and order; accepted: one of them");
        return DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? new LegalHold(party, order, section.RequiredText("reason"), section.RequiredText("by"), day)
            : throw section.Error("since", $"is '{since}'; accepted: yyyy-MM-dd");
    }

    private static int Days(YamlSection section) => section.Int("keep_days", 1, MostDays) ?? throw section.Error(FormattableString.Invariant($"has no keep_days; accepted: 1 to {MostDays}"));
}
