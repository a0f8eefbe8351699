using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Screening.Casework;
using Screening.Data.Yaml;
using Screening.Features;
using Screening.Policies;
using Screening.Typologies;

namespace Screening.Data.Policies;

/// <summary>Reads <c>models/policy/&lt;version&gt;.yaml</c>. Every key must be there, none may be unknown, every number must be in range: nothing falls back.</summary>
public static class PolicyFile
{
    /// <summary>Reads a policy and holds it against the typologies.</summary>
    /// <exception cref="PolicyException">The file is missing or says something that it may not.</exception>
    public static Policy Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyException($"policy {path} cannot be read: {e.Message}");
        }

        YamlSection root = YamlSection.Parse(Encoding.UTF8.GetString(bytes), Path.GetFileName(path), static (sentence, _) => new PolicyException(sentence))
            .Only("version", "capacity", "blend", "typologies", "control_regime", "ownership_rule", "lists", "learning", "decisions", "holds");
        string version = root.RequiredText("version");
        if (version != Path.GetFileNameWithoutExtension(path)) throw root.Error("version", $"is '{version}'; accepted: the file's name, {Path.GetFileNameWithoutExtension(path)}");
        YamlSection capacity = Required(root, "capacity").Only("alerts", "small_certain", "small_certain_risk", "exploration", "minimum_risk");
        YamlSection blend = Required(root, "blend").Only("prior_log_odds", "anomaly_weight", "anomaly_most_bits", "not_assessed_weight", "usd_per_h100e", "peer_minimum");
        YamlSection typologies = Required(root, "typologies");
        var policy = new Policy
        {
            Version = version,
            Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Capacity = new CapacityPolicy(
                Whole(capacity, "alerts", 1, 100_000), Whole(capacity, "small_certain", 0, 10_000), Number(capacity, "small_certain_risk", 0, 1),
                Whole(capacity, "exploration", 0, 10_000), Number(capacity, "minimum_risk", 0, 1)),
            Blend = new BlendPolicy(
                Number(blend, "prior_log_odds", -20, 0), Number(blend, "anomaly_weight", 0, 5), Number(blend, "anomaly_most_bits", 1, 60),
                Number(blend, "not_assessed_weight", 0, 5), Number(blend, "usd_per_h100e", 1, 1e9), Whole(blend, "peer_minimum", 1, 1_000_000)),
            Typologies = [.. typologies.Keys.Order(StringComparer.Ordinal).Select(id => Typology(id, Required(typologies, id)))],
            ControlRegime = root.Has("control_regime") ? RegimePolicyReader.Readings(root) : RegimePolicy.Unsaid,
            OwnershipRule = root.Has("ownership_rule") ? RegimePolicyReader.OwnershipRule(root) : OwnershipRule.Unsaid,
            Learning = root.Has("learning") ? Learning(Required(root, "learning")) : LearningPolicy.Unsaid,
            Lists = root.Has("lists") ? Lists(Required(root, "lists").Only("freshness_days", "exempt")) : ListFreshness.Unsaid,
            Decisions = root.Has("decisions") ? Decisions(Required(root, "decisions").Only("review_risk", "hold_risk", "budget_share", "budget_window")) : DecisionPolicy.Unsaid,
            Holds = root.Has("holds") ? Holds(Required(root, "holds").Only("independent_evidence", "people", "least_grade", "needs_lead", "second_review_share")) : HoldPolicy.Least,
        };
        try
        {
            _ = TypologySet.For(policy, Engine.DefaultCatalogue);
        }
        catch (PolicyException e)
        {
            throw new PolicyException($"{Path.GetFileName(path)}: {e.Message}");
        }

        return policy;
    }

    private static LearningPolicy Learning(YamlSection section)
    {
        section.Only("model_weight", "decisions_for_full_weight", "most_recall_lost", "least_gain", "require_signature", "leak_share");
        return new LearningPolicy(
            Number(section, "model_weight", 0, 1), Whole(section, "decisions_for_full_weight", 1, 1_000_000), Number(section, "most_recall_lost", 0, 1), Number(section, "least_gain", -1, 1),
            section.Bool("require_signature") ?? throw section.Error("require_signature", "is missing; accepted: true, false"))
        {
            LeakShare = section.Text("leak_share") is null ? LearningPolicy.Unsaid.LeakShare : Number(section, "leak_share", 0.01, 100),
        };
    }

    private static ListFreshness Lists(YamlSection section) =>
        new(Whole(section, "freshness_days", 1, 365), section.Bool("exempt") ?? throw section.Error("exempt", "is missing; accepted: true, false"));

    private static DecisionPolicy Decisions(YamlSection section)
    {
        double review = Number(section, "review_risk", 0, 1);
        return new DecisionPolicy(review, Number(section, "hold_risk", review, 1), Number(section, "budget_share", 0, 1), Whole(section, "budget_window", 10, 1_000_000));
    }

    // Each is refused below the least: a policy may ask for more, never for less.
    private static HoldPolicy Holds(YamlSection section) => new(
        Whole(section, "independent_evidence", 1, HoldPolicy.MostEvidence), Whole(section, "people", 2, HoldPolicy.MostPeople),
        section.RequiredText("least_grade") switch
        {
            "registry" => EvidenceGrade.Registry,
            "landlord_or_utility" => EvidenceGrade.LandlordOrUtility,
            "site_visit" => EvidenceGrade.SiteVisit,
            var grade => throw section.Error("least_grade", $"is '{grade}'; accepted: registry, landlord_or_utility, site_visit"),
        },
        section.Bool("needs_lead") ?? throw section.Error("needs_lead", "is missing; accepted: true, false"))
    {
        SecondReviewShare = section.Text("second_review_share") is null ? HoldPolicy.Least.SecondReviewShare : Number(section, "second_review_share", 0, 1),
    };

    private static TypologyPolicy Typology(string id, YamlSection section)
    {
        section.Only("weight", "mandatory_hold", "parameters");
        YamlSection parameters = Required(section, "parameters");
        return new TypologyPolicy(
            id,
            Number(section, "weight", 0, 20),
            section.Bool("mandatory_hold") ?? throw section.Error("mandatory_hold", "is missing; accepted: true, false"),
            parameters.Keys.ToDictionary(k => k, k => Parameter(id, parameters, k), StringComparer.Ordinal));
    }

    // Held against its definition here, where the line is known; what no definition knows is refused with the typology.
    private static double Parameter(string id, YamlSection parameters, string key)
    {
        ParameterDefinition? definition = TypologySet.Definitions.FirstOrDefault(d => d.Id == id)?.Parameters.FirstOrDefault(p => p.Key == key);
        return Number(parameters, key, definition?.Minimum ?? double.MinValue, definition?.Maximum ?? double.MaxValue);
    }

    private static YamlSection Required(YamlSection section, string key) => section.Section(key) ?? throw section.Error(key, "is missing");

    private static int Whole(YamlSection section, string key, int minimum, int maximum) =>
        section.Int(key, minimum, maximum) ?? throw section.Error(key, FormattableString.Invariant($"is missing; accepted: a whole number from {minimum} to {maximum}"));

    private static double Number(YamlSection section, string key, double minimum, double maximum)
    {
        string text = section.RequiredText(key);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= minimum && value <= maximum
            ? value
            : throw section.Error(key, FormattableString.Invariant($"is '{text}'; accepted: a number from {minimum} to {maximum}"));
    }
}
