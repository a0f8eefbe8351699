using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Training;

namespace Screening.Learning.Registry;

/// <summary>From a log to a model of the registry. The same log, day, options and threads give the same bytes.</summary>
public static class TrainingRun
{
    /// <summary>Trains a model and writes it under its version.</summary>
    /// <param name="registry">Where to.</param>
    /// <param name="source">What was known by the end of the day.</param>
    /// <param name="data">The data, for the manifest.</param>
    /// <param name="options">How to train.</param>
    /// <param name="truth">A simulator's truth, where the options ask for it; else null.</param>
    /// <param name="threads">To replay and train with.</param>
    /// <param name="signWith">A private key to sign with, or null.</param>
    /// <param name="progress">Hears what is being done and how far that is, 0 to 1.</param>
    /// <param name="cancellation">Stops it; nothing is written then.</param>
    /// <exception cref="TrainingException">There is nothing to learn.</exception>
    /// <exception cref="Data.Ingest.IngestException">Training takes more memory than it may.</exception>
    /// <returns>The manifest, and whether the version is new.</returns>
    public static (ModelManifest Manifest, bool IsNew) Make(
        ModelRegistry registry, LearningLog source, TrainingData data, TrainingOptions options, OrderLabels? truth, int threads, string? signWith,
        Action<string, double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var parts = HistoryParts.Before(data.AsOf, options);
        OrderLabels labels = truth ?? OrderLabels.Of(source.Log, parts.AsOf);
        ReadPlan plan = ExampleReader.Plan(source.Log, (parts.From, parts.CalibrationTo), labels, options);
        int learning = plan.Reads.Count(read => read.AsOf < parts.ValidationTo);
        source.Memory?.Require(
            Trainer.BytesOf(plan.Reads.Count, learning, Engine.DefaultCatalogue.Count + 1, options, threads),
            FormattableString.Invariant($"learning from {learning:#,0} orders (fewer by most_orders of --config)"));
        Examples all = ExampleReader.Read(
            source, plan, labels, options.PeerMinimum, threads, new Told(share => progress?.Invoke("reading orders as they arrived", share)), cancellation);
        TrainedModel trained = Trainer.Train(all, parts, options, threads, progress, cancellation);
        var manifest = new ModelManifest
        {
            Version = VersionOf(data, options, threads, trained.Model.Origin),
            FeatureSet = Engine.DefaultCatalogue.Id,
            Features = all.Names,
            Data = data,
            Options = options,
            Chosen = trained.Chosen,
            Trials = trained.Trials,
            Parts = new TrainingParts(trained.Fit, trained.Validation, trained.Training, trained.Calibrated),
            Calibration = trained.Calibration,
            Library = trained.Model.Origin,
            Threads = threads,
            Trees = trained.Model.Trees.Length,
        };
        Examples learnt = parts.Training(all);
        IReadOnlyList<Canary> canaries = ModelRegistry.Canaries(learnt, Trainer.Margins(trained.Model, learnt, threads));
        return (manifest, registry.Add(manifest, trained.Json, canaries, ModelCard.Of(manifest), signWith));
    }

    // What it is made from, and nothing else: the same training has the same version wherever and whenever it runs.
    private static string VersionOf(TrainingData data, TrainingOptions options, int threads, string library)
    {
        string made = FormattableString.Invariant(
            $"{data.SnapshotId}|{data.AsOf:yyyy-MM-dd}|{Engine.DefaultCatalogue.Id}|{JsonSerializer.Serialize(options, AlertJson.Options)}|{threads}|{library}");
        return FormattableString.Invariant($"{data.AsOf:yyyy-MM-dd}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made)))[..8]}");
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
