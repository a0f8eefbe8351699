using Screening.Features;
using Screening.Learning.Training;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;

namespace Screening.Learning.Registry;

/// <summary>
/// The trained model that scores, at night and behind the endpoint: the champion or, as long as there is none, the starter, which learnt from simulated worlds. Nothing fails for want of a
/// model: what keeps one from scoring is said, and the blend ranks alone.
/// </summary>
/// <param name="Model">The model; <c>null</c> for none.</param>
/// <param name="Version">Model and share as a version of the run.</param>
/// <param name="Part">What part it has in the rank, in a sentence; <c>null</c> without a model.</param>
/// <param name="Problem">What kept a model from scoring, in a sentence; <c>null</c> when nothing did.</param>
/// <param name="Files">Hash of the model's files; empty without one.</param>
public sealed record ServedModel(RiskModel? Model, string Version, string? Part, string? Problem, string Files = "")
{
    /// <summary>No model, and nothing to say of it.</summary>
    public static ServedModel None { get; } = new(null, "blend", null, null);

    /// <summary>Finds the model.</summary>
    /// <param name="folders">Where models lie.</param>
    /// <param name="policy">How far a model may go.</param>
    /// <param name="log">What was decided so far.</param>
    /// <param name="date">The day that is scored.</param>
    /// <param name="isSimulated">Whether the lake holds a simulated world.</param>
    public static ServedModel Of(ModelFolders folders, Policy policy, EventLog log, DateOnly date, bool isSimulated)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(policy);
        var registry = new ModelRegistry(folders.Own);
        string? version = null;
        try
        {
            version = new ChampionLog(registry).Current;
            bool isStarter = version is null;
            if (isStarter)
            {
                registry = new ModelRegistry(folders.Starter);
                if (registry.Versions() is not [.., var newest]) return None;
                version = newest;
            }

            ModelManifest manifest = registry.Manifest(version!);
            // A starter's days are those of an invented world; what a champion learnt must lie before what it scores.
            if (!isStarter && manifest.Data.AsOf > date)
                return Absent(FormattableString.Invariant($"champion {version} knows labels of {manifest.Data.AsOf:yyyy-MM-dd} and cannot score a night before: the blend ranked alone."));
            RiskModel model = isStarter ? Load(registry, version!, policy, 0) : Load(registry, version!, policy, log, date, isSimulated);
            return new ServedModel(model, FormattableString.Invariant($"blend+{version}@{model.Weight:0.###}"), Said(model, isStarter), null, registry.FilesOf(version!));
        }
        catch (Exception e) when (e is RegistryException or IOException or UnauthorizedAccessException)
        {
            return Absent($"model {version ?? "of the registry"} cannot be loaded, the blend ranked alone: {e.Message}.");
        }
    }

    /// <summary>Loads a version with the share that the policy gives it.</summary>
    /// <exception cref="RegistryException">It is not as it must be.</exception>
    public static RiskModel Load(ModelRegistry registry, string version, Policy policy, EventLog log, DateOnly date, bool isSimulated)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(policy);
        // What was learnt in an invented world has no say in the real one.
        bool counts = isSimulated || !registry.Manifest(version).Data.IsSimulated;
        return Load(registry, version, policy, counts ? policy.Learning.Share(OrderLabels.Of(log, Micros.EndOf(date)).Count) : 0);
    }

    private static RiskModel Load(ModelRegistry registry, string version, Policy policy, double share)
    {
        RegisteredModel model = registry.Load(version, Engine.DefaultCatalogue.Id, registry.DemandedKey(policy.Learning));
        return new RiskModel(version, model.Evaluator, model.Manifest.Calibration.LogOdds, share, model.Manifest.Data.IsSimulated);
    }

    private static ServedModel Absent(string why) => new(null, "blend", null, "Model: " + why);

    private static string Said(RiskModel model, bool isStarter)
    {
        string who = isStarter ? $"Starter model {model.Version}" : $"Model {model.Version}";
        string world = model.IsSimulated ? ", trained on simulated worlds," : "";
        return model.Weight == 0
            ? $"{who}{world} is shown beside the rank and has no share in it."
            : FormattableString.Invariant($"{who}{world} has {model.Weight:0%} of the margin, the blend the rest.");
    }
}
