using Screening.Features;
using Screening.Learning.Registry;

namespace Screening.Web.Triage;

/// <summary>A model of the registry as people ask of it.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Role">champion, challenger, earlier champion, or starter.</param>
/// <param name="Manifest">What it is; <c>null</c> where that cannot be read.</param>
/// <param name="Problem">Why it cannot be read; <c>null</c> where it can.</param>
/// <param name="Evaluation">What it was found to be worth; <c>null</c> where nobody kept that.</param>
/// <param name="Gate">What it showed when it became champion; <c>null</c> where it never did.</param>
internal sealed record ModelStanding(string Version, string Role, ModelManifest? Manifest, string? Problem, KeptEvaluation? Evaluation, Promotion? Gate)
{
    /// <summary>Whether this program can serve it.</summary>
    public bool Serves => Manifest?.FeatureSet == Engine.DefaultCatalogue.Id;

    /// <summary>All models, the champion first, then challengers from the latest on.</summary>
    /// <param name="folders">Where they lie.</param>
    /// <param name="problem">What is wrong with the list of champions; <c>null</c> for nothing.</param>
    public static IReadOnlyList<ModelStanding> All(ModelFolders folders, out string? problem)
    {
        var own = new ModelRegistry(folders.Own);
        IReadOnlyList<Promotion> history = [];
        problem = null;
        try
        {
            history = new ChampionLog(own).History();
        }
        catch (RegistryException e)
        {
            problem = e.Message;
        }

        string? champion = history is [.., { Version: var current }] ? current : null;
        HashSet<string> earlier = [.. history.Select(h => h.Version).OfType<string>()];
        string Role(string version) => version == champion ? "champion" : earlier.Contains(version) ? "earlier champion" : "challenger";
        List<ModelStanding> all = [.. own.Versions().Select(v => Of(own, v, Role(v), history)).OrderBy(m => m.Role == "champion" ? 0 : m.Role == "challenger" ? 1 : 2).ThenByDescending(m => m.Version, StringComparer.Ordinal)];
        var starter = new ModelRegistry(folders.Starter);
        if (champion is null) all.AddRange(starter.Versions().TakeLast(1).Where(v => all.TrueForAll(m => m.Version != v)).Select(v => Of(starter, v, "starter", [])).ToList());
        return all;
    }

    private static ModelStanding Of(ModelRegistry registry, string version, string role, IReadOnlyList<Promotion> history)
    {
        Promotion? gate = history.LastOrDefault(h => h.Version == version && h.Gate is not null);
        KeptEvaluation? evaluation = KeptEvaluation.Of(registry.Folder, version);
        try
        {
            return new ModelStanding(version, role, registry.Manifest(version), null, evaluation, gate);
        }
        catch (RegistryException e)
        {
            return new ModelStanding(version, role, null, e.Message, evaluation, gate);
        }
    }
}
