using System.CommandLine;
using Screening.Cli.Evaluations;
using Screening.Cli.Nightly;
using Screening.Learning.Registry;
using Screening.Learning.Training;

namespace Screening.Cli.Verbs;

/// <summary><c>screening train</c>: a model from what analysts decided.</summary>
internal static class TrainVerb
{
    public static Command Command()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> asOf = Verb.Date("--as-of", "Day of training, yyyy-MM-dd: what became known later does not exist; the latest in the lake if not given");
        Option<string?> config = new Option<string?>("--config") { Description = "How to train, as YAML; every key has a default" }.NotEmpty();
        Option<string?> sign = new Option<string?>("--sign-with") { Description = "File of a private key (ECDSA, PEM) to sign the model with" }.NotEmpty();
        (Option<string?> models, Option<int?> threads, Option<string?> memory, Option<bool> json) = (Verb.Models(), Verb.Threads(), Verb.LogMemory(), Verb.Json());
        var command = new Command("train", "Train a model of risk from dispositions and outcomes, and put it into the registry as a challenger") { lake, asOf, config, models, sign, threads, memory, json };
        command.Runs((parsed, cancellation) =>
        {
            TrainingOptions options = parsed.GetValue(config) is { } file ? TrainingOptions.Parse(File.ReadAllText(file), file) : new TrainingOptions();
            string? key = parsed.GetValue(sign) is { } keyFile ? File.ReadAllText(keyFile) : null;
            var registry = new ModelRegistry(Home.Models(parsed.GetValue(models)));
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            (ModelManifest manifest, bool isNew) = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(asOf), cores, progress, cancellation, parsed.GetValue(memory));
                var data = new TrainingData(loaded.Snapshot.Number, loaded.Snapshot.Id, loaded.Date, loaded.IsSimulated);
                return TrainingRun.Make(registry, loaded.ToLearn(cores, cancellation), data, options, KnownTruth.ToLearn(loaded, options), cores, key, progress.Report, cancellation);
            });
            if (parsed.GetValue(json)) Verb.PrintJson(manifest);
            else Print(registry, manifest, isNew);
        });
        return command;
    }

    private static void Print(ModelRegistry registry, ModelManifest manifest, bool isNew)
    {
        Console.Write(registry.Card(manifest.Version));
        Console.WriteLine();
        string folder = Path.Combine(registry.Folder, manifest.Version);
        Console.WriteLine(isNew ? $"written to {folder}; it scores nothing until it is promoted" : $"{folder} was there already, with the same files");
    }
}
