using Screening.Alerts;
using Screening.Policies;
using Screening.Typologies;

namespace Screening.Cli.Nightly;

/// <summary>Which typologies a night ran, and what it says of those that it did not.</summary>
internal static class Coverage
{
    /// <summary>What a policy runs and what of it is blind because nothing is loaded.</summary>
    public static SignCoverage Of(Policy policy, LoadedData loaded)
    {
        HashSet<string> run = [.. policy.Typologies.Select(t => t.Id)];
        IEnumerable<TypologyDefinition> known = TypologySet.Definitions.OrderBy(t => t.Id, StringComparer.Ordinal);
        return new SignCoverage(
            policy.Version, TypologySet.Definitions.Count, [.. known.Where(t => !run.Contains(t.Id)).Select(t => t.Id)],
            [.. known.Where(t => run.Contains(t.Id)).Select(t => (t.Id, Need: t.RestsOn.FirstOrDefault(need => !loaded.Holds(need)))).Where(t => t.Need is not null).Select(t => new BlindSign(t.Id, $"no {t.Need} is loaded"))]);
    }

    /// <summary>The gaps in sentences, the gravest first; none where every known typology could say something.</summary>
    public static IEnumerable<string> Sentences(SignCoverage signs)
    {
        foreach (TypologyDefinition left in TypologySet.Definitions.Where(t => TypologySet.Mandatory.Contains(t.Id) && signs.NotInPolicy.Contains(t.Id)).OrderBy(t => t.Id, StringComparer.Ordinal))
            yield return $"MANDATORY SCREEN LEFT OUT: policy {signs.Policy} does not run {left.Id} ({left.Name}); no order was held against it.";
        if (signs.NotInPolicy.Count > 0)
            yield return $"Policy {signs.Policy} runs {signs.Known - signs.NotInPolicy.Count} of {signs.Known} known typologies; it does not run {string.Join(", ", signs.NotInPolicy)}.";
        if (signs.NotLoaded.Count > 0)
            yield return $"Of no order assessed: {Blind(signs)}.";
    }

    /// <summary>What is not known of any order, to stand beside what is not known of one.</summary>
    public static IEnumerable<string> OfEveryOrder(SignCoverage? signs) => signs is { NotLoaded.Count: > 0 } ? [$"of every order: {Blind(signs)}"] : [];

    /// <summary>What stands where nothing is unknown of an order.</summary>
    public static string Nothing(SignCoverage? signs) => signs is null
        ? "nothing of what the night's policy looks for"
        : $"nothing: every sign of policy {signs.Policy} could be assessed{(signs.NotInPolicy.Count == 0 ? "" : $"; {signs.NotInPolicy.Count} of {signs.Known} known typologies are not in it")}";

    private static string Blind(SignCoverage signs) =>
        string.Join("; ", signs.NotLoaded.GroupBy(s => s.Why, StringComparer.Ordinal).Select(why => $"{string.Join(", ", why.Select(s => s.Typology))} ({why.Key})"));
}
