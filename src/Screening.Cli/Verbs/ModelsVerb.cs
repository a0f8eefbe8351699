using System.CommandLine;
using System.Text.Json;
using Screening.Cli.Evaluations;
using Screening.Cli.Nightly;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Models;
using Screening.Learning.Registry;
using Screening.Policies;
using Screening.Risk.Trees;

namespace Screening.Cli.Verbs;

/// <summary><c>screening models</c>: what the registry holds, and who is champion.</summary>
internal static class ModelsVerb
{
    public static Command Command() => new("models", "Models of risk: what is there, what it is, who is champion") { List(), Show(), Verify(), Diff(), Promote(), RollBack(), Import() };

    private static Command List()
    {
        (Option<string?> models, Option<bool> json) = (Verb.Models(), Verb.Json());
        var command = new Command("list", "Versions, the champion marked") { models, json };
        command.Runs((parsed, _) =>
        {
            ModelRegistry registry = Registry(parsed, models);
            string? champion = new ChampionLog(registry).Current;
            var damaged = new List<string>();
            var rows = registry.Versions().Select(version => Readable(registry, version, damaged)).OfType<ModelManifest>().Select(m =>
            {
                string version = m.Version;
                return new { Version = version, IsChampion = version == champion, m.Data.AsOf, m.FeatureSet, Serves = m.FeatureSet == Engine.DefaultCatalogue.Id, m.Trees, Orders = m.Parts.Training.Orders, Diversions = m.Parts.Training.Diversions, m.Data.IsSimulated };
            }).ToList();
            if (parsed.GetValue(json)) Verb.PrintJson(rows);
            else if (rows.Count == 0 && damaged.Count == 0) Console.WriteLine($"no model in {registry.Folder}; 'screening train' makes one");
            else
            {
                foreach (var row in rows)
                {
                    Console.WriteLine(FormattableString.Invariant(
                        $"{(row.IsChampion ? "*" : " ")} {row.Version}  {row.Trees,4} trees, learnt {row.Orders:#,0} orders with {row.Diversions:#,0} diversions{(row.IsSimulated ? ", simulated" : "")}{(row.Serves ? "" : $"; takes feature set {row.FeatureSet}, which this engine does not make")}"));
                }

                foreach (string problem in damaged) Console.WriteLine("! " + problem);
                Console.WriteLine(champion is null ? "no champion: the blend ranks alone" : registry.Versions().Contains(champion) ? "* champion" : $"champion {champion} is missing: the blend ranks alone");
            }
        });
        return command;
    }

    private static ModelManifest? Readable(ModelRegistry registry, string version, List<string> damaged)
    {
        try
        {
            return registry.Manifest(version);
        }
        catch (RegistryException e)
        {
            damaged.Add(e.Message);
            return null;
        }
    }

    private static Command Show()
    {
        (Argument<string> version, Option<string?> models, Option<bool> json) = (Version(), Verb.Models(), Verb.Json());
        var command = new Command("show", "What a model is for, on what it was trained, its limits") { version, models, json };
        command.Runs((parsed, _) =>
        {
            ModelRegistry registry = Registry(parsed, models);
            // A card that somebody changed says nothing.
            string name = registry.Named(parsed.GetValue(version)!);
            registry.Load(name, null, null);
            if (parsed.GetValue(json)) Verb.PrintJson(registry.Manifest(name));
            else Console.Write(registry.Card(name));
        });
        return command;
    }

    private static Command Verify()
    {
        (Argument<string> version, Option<string?> models) = (Version(), Verb.Models());
        Option<string?> key = new Option<string?>("--key") { Description = "File of the public key (ECDSA, PEM) by which it must be signed" }.NotEmpty();
        Option<string?> lake = new Option<string?>("--again") { Description = "Train it again from this lake and compare the bytes" }.NotEmpty();
        Option<string?> memory = Verb.LogMemory();
        var command = new Command("verify", "Whether a model is what it was: files, signature, feature set, kept rows; and, trained again, the same bytes") { version, models, key, lake, memory };
        command.Runs((parsed, cancellation) =>
        {
            ModelRegistry registry = Registry(parsed, models);
            string name = registry.Named(parsed.GetValue(version)!);
            RegisteredModel model = registry.Load(name, null, parsed.GetValue(key) is { } file ? File.ReadAllText(file) : null);
            Console.WriteLine($"model {name}: files, kept rows{(model.IsSigned ? " and signature" : "")} are as they were");
            if (model.Manifest.FeatureSet != Engine.DefaultCatalogue.Id) Console.WriteLine($"it takes feature set {model.Manifest.FeatureSet}, this engine makes {Engine.DefaultCatalogue.Id}: it cannot serve here");
            if (parsed.GetValue(lake) is { } folder) Again(registry, model.Manifest, folder, parsed.GetValue(memory), cancellation);
        });
        return command;
    }

    private static void Again(ModelRegistry registry, ModelManifest manifest, string folder, string? memory, CancellationToken cancellation)
    {
        string scratch = Directory.CreateTempSubdirectory("screening-again-").FullName;
        try
        {
            ModelManifest again = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(folder, manifest.Data.AsOf, manifest.Threads, progress, cancellation, memory);
                var data = new TrainingData(loaded.Snapshot.Number, loaded.Snapshot.Id, loaded.Date, loaded.IsSimulated);
                return TrainingRun.Make(
                    new ModelRegistry(scratch), loaded.ToLearn(manifest.Threads, cancellation), data, manifest.Options, KnownTruth.ToLearn(loaded, manifest.Options), manifest.Threads, null, progress.Report,
                    cancellation).Manifest;
            });
            bool isSame = registry.ModelBytes(manifest.Version).AsSpan().SequenceEqual(new ModelRegistry(scratch).ModelBytes(again.Version));
            if (!isSame) throw new RegistryException($"trained again from {folder}, model {manifest.Version} has other bytes{(again.Data.SnapshotId == manifest.Data.SnapshotId ? "" : ": the lake holds other data than then")}");
            Console.WriteLine("trained again, it has the same bytes");
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static Command Diff()
    {
        var first = new Argument<string>("first") { Description = "A version" };
        var second = new Argument<string>("second") { Description = "Another" };
        Option<string?> models = Verb.Models();
        var command = new Command("diff", "In what two models differ") { first, second, models };
        command.Runs((parsed, _) =>
        {
            ModelRegistry registry = Registry(parsed, models);
            var (a, b) = (Lines(registry.Manifest(parsed.GetValue(first)!)), Lines(registry.Manifest(parsed.GetValue(second)!)));
            foreach (string key in a.Keys.Union(b.Keys).Order(StringComparer.Ordinal))
            {
                (string one, string other) = (a.GetValueOrDefault(key, "-"), b.GetValueOrDefault(key, "-"));
                if (one != other) Console.WriteLine($"{key,-34} {one,-40} {other}");
            }
        });
        return command;
    }

    // Every value of a manifest by its path; lists by their length, but for the features, which are told apart.
    private static Dictionary<string, string> Lines(ModelManifest manifest)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk("", JsonSerializer.SerializeToElement(manifest, AlertJson.Options));
        foreach (string feature in manifest.Features) lines["feature " + feature] = "yes";
        return lines;

        void Walk(string path, JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject()) Walk(path.Length == 0 ? property.Name : path + "." + property.Name, property.Value);
            }
            else
            {
                lines[path] = element.ValueKind == JsonValueKind.Array ? $"{element.GetArrayLength()} items" : element.ToString();
            }
        }
    }

    private static Command Promote()
    {
        (Argument<string> version, Option<string?> models, Option<string> lake) = (Version(), Verb.Models(), Verb.Lake(required: false));
        (Option<string> by, Option<string> approved, Option<string> reason) = (Person("--by", "Who asks for it"), Person("--approved-by", "Who else agrees"), Person("--reason", "Why"));
        Option<int?> capacity = Verb.Whole("--capacity", "Subjects that are looked at a day, at most the policy's, which it is if not given", 1, 100_000);
        (Option<string?> policy, Option<int?> threads, Option<string?> memory) = (Verb.Policy(), Verb.Threads(), Verb.LogMemory());
        var command = new Command("promote", "Make a model champion, if it passes the gate on orders later than its training and a second person agrees")
        {
            version, lake, by, approved, reason, capacity, policy, models, threads, memory,
        };
        command.Runs((parsed, cancellation) =>
        {
            ChampionLog.RequireTwo(parsed.GetValue(by)!, parsed.GetValue(approved)!);
            ModelRegistry registry = Registry(parsed, models);
            var log = new ChampionLog(registry);
            Policy chosen = Home.Policy(parsed.GetValue(policy));
            int places = parsed.GetValue(capacity) ?? chosen.Capacity.Alerts;
            // A longer list than will be worked hides what a ranking cannot do.
            if (places > chosen.Capacity.Alerts) throw new UsageException(FormattableString.Invariant($"--capacity is {places}; accepted: 1 to {chosen.Capacity.Alerts}, what policy {chosen.Version} lists a day"));
            string? key = registry.DemandedKey(chosen.Learning);
            RegisteredModel challenger = registry.Load(parsed.GetValue(version)!, Engine.DefaultCatalogue.Id, key);
            RegisteredModel? champion = log.Current is { } current ? registry.Load(current, Engine.DefaultCatalogue.Id, key) : null;
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            EvaluationReport report = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), null, cores, progress, cancellation, parsed.GetValue(memory));
                DateOnly from = new[] { challenger.Manifest.Data.AsOf, champion?.Manifest.Data.AsOf ?? DateOnly.MinValue }.Max().AddDays(1);
                if (from > loaded.Date) throw new UsageException(FormattableString.Invariant($"no day lies between training and the last of the lake, {loaded.Date:yyyy-MM-dd}; there is nothing to judge by"));
                return new Evaluation(loaded, new EvaluationOptions(from, chosen, places, FromLabels: false, 1000, 1, cores)).Run(challenger, champion, progress, cancellation);
            });
            Gate gate = GateJudge.Judge(report, chosen.Learning) with { Capacity = places, Policy = chosen.Version };
            Promotion change = log.Promote(challenger.Manifest.Version, parsed.GetValue(by)!, parsed.GetValue(approved)!, parsed.GetValue(reason)!, gate, DateTime.UtcNow);
            Console.WriteLine(FormattableString.Invariant(
                $"model {change.Version} is champion{(change.Before is null ? "" : $" in the place of {change.Before}")}: gain in value at capacity {gate.Gain:0.000} ({gate.GainLow:0.000} to {gate.GainHigh:0.000}) over {gate.Against ?? "the blend"}, {gate.Capacity} a day, judged by {gate.Orders:#,0} orders with {gate.Diversions:#,0} diversions"));
            Console.WriteLine("it counts in nights whose policy gives it a share (section 'learning', as in 1.2.0); 1.0.0 and 1.1.0 give none");
        });
        return command;
    }

    private static Command RollBack()
    {
        Option<string?> models = Verb.Models();
        (Option<string> by, Option<string> approved, Option<string> reason) = (Person("--by", "Who asks for it"), Person("--approved-by", "Who else agrees"), Person("--reason", "Why"));
        var command = new Command("rollback", "Go back to the champion before, or to none") { by, approved, reason, models };
        command.Runs((parsed, _) =>
        {
            Promotion change = new ChampionLog(Registry(parsed, models)).RollBack(parsed.GetValue(by)!, parsed.GetValue(approved)!, parsed.GetValue(reason)!, DateTime.UtcNow);
            Console.WriteLine(change.Version is null ? $"{change.Before} is no longer champion; the blend ranks alone" : $"model {change.Version} is champion again, in the place of {change.Before}");
        });
        return command;
    }

    private static Argument<string> Version() => new("version") { Description = "Version of the model" };

    private static Option<string> Person(string name, string description) => new Option<string>(name) { Description = description, Required = true }.NotEmpty();

    private static ModelRegistry Registry(ParseResult parsed, Option<string?> models) => new(Home.Models(parsed.GetValue(models)));

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "An XGBoost model as JSON or a LightGBM model as text" };
        Option<string?> target = new Option<string?>("--out") { Description = "Write the model here in the neutral form, which is read as well" }.NotEmpty();
        Option<bool> json = Verb.Json();
        var command = new Command("import", "Read a model of another program and say what it is") { file, target, json };
        command.Runs((parsed, _) =>
        {
            TreeModel model = ModelFile.Read(parsed.GetValue(file)!);
            if (parsed.GetValue(target) is { } path) Write(path, NeutralJson.Write(model));
            var said = new
            {
                model.Origin,
                model.Objective,
                Trees = model.Trees.Length,
                Leaves = model.Trees.Sum(tree => tree.Nodes.Count(node => node.IsLeaf)),
                Features = model.Features.Length,
                FeatureNames = model.Features,
                model.BaseMargin,
                Prediction = model.Link == Link.Logistic ? "probability" : "margin",
            };
            if (parsed.GetValue(json)) Verb.PrintJson(said);
            else Console.WriteLine(FormattableString.Invariant($"{said.Origin}, {said.Objective}: {said.Trees:#,0} trees with {said.Leaves:#,0} leaves, {said.Features:#,0} features; predicts a {said.Prediction}"));
        });
        return command;
    }

    // Whole or not at all.
    private static void Write(string path, byte[] content)
    {
        string half = path + ".tmp";
        File.WriteAllBytes(half, content);
        File.Move(half, path, overwrite: true);
    }
}
