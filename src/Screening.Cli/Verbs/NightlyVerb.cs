using System.CommandLine;
using Screening.Cli.Lakes;
using Screening.Cli.Nightly;
using Screening.Cli.Nightly.Spread;
using Screening.Cli.Reports;
using Screening.Data.Ingest;

namespace Screening.Cli.Verbs;

/// <summary><c>screening nightly</c>: the job that the analysts' list comes from.</summary>
internal static class NightlyVerb
{
    public static Command Command()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> date = Verb.Date("--date", "The night, yyyy-MM-dd; the latest day of which anything is known if not given");
        Option<string?> output = new Option<string?>("--out")
        {
            Description = "A trial: write alerts.csv, alerts.parquet, report.html and manifest.json to this folder and leave the store as it is, so that the official night stands; files that wait are taken in all the same. Without it the files go to _reports/<date> of the lake and the night into its store",
        }.NotEmpty();
        var force = new Option<bool>("--force") { Description = "Write into the folder of --out even when it holds files" };
        Option<int?> capacity = Verb.Whole("--capacity", "Places on the list; the policy's if not given", 1, 100_000);
        (Option<string?> policy, Option<int?> threads, Option<bool> json) = (Verb.Policy(), Verb.Threads(), Verb.Json());
        Option<string?> memory = Verb.LogMemory(), models = Verb.Models();
        Option<string?> shadow = new Option<string?>("--shadow") { Description = "Version of a model that scores beside the night's and lists nothing; shadow.csv holds what it would have done" }.NotEmpty();
        Option<int?> spread = Verb.Whole("--spread", "Cut replay and scoring into so many tasks for the nodes of a cluster, 'screening work' on the same PostgreSQL (docs/scale.md)", 1, NightPlan.MostTasks);
        var command = new Command("nightly", "Take in what waits, screen it, rank, write alerts and report; on a sample lake if none is named")
        {
            lake, date, output, force, capacity, policy, models, shadow, threads, memory, spread, json,
        };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            if (parsed.GetValue(lake) is null && !Directory.Exists(folder))
            {
                Console.Error.WriteLine($"no lake is named: making a sample lake of simulated trade in {folder}");
                ConsoleProgress.Run(progress => SimulatedLake.Make(folder, SimulatedLake.Sample, progress, cancellation));
            }

            var request = new NightlyRequest
            {
                Lake = folder,
                Date = parsed.GetValue(date),
                Out = parsed.GetValue(output),
                MayReplace = parsed.GetValue(force),
                Capacity = parsed.GetValue(capacity),
                Policy = parsed.GetValue(policy),
                Models = parsed.GetValue(models),
                Shadow = parsed.GetValue(shadow),
                Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
                MemoryLimit = parsed.GetValue(memory),
                Spread = parsed.GetValue(spread),
                ThreadsOfParts = parsed.GetValue(threads),
            };
            NightlyResult result = ConsoleProgress.Run(progress => NightlyRun.Run(request, TimeProvider.System, progress, cancellation));
            foreach (IngestReport report in result.Ingested)
            {
                IngestCounts total = report.Total;
                Console.Error.WriteLine($"{report.Dataset}: {total.RowsIn:#,0} in, {total.Accepted:#,0} accepted, {total.AlreadyKnown:#,0} already known, {total.Quarantined:#,0} quarantined");
            }

            if (result.ModelProblem is { } problem) Console.Error.WriteLine(problem);
            if (parsed.GetValue(json)) Verb.PrintJson(new { result.List, result.Ingested, result.Stages, Store = result.Written, result.Files });
            else Print(result);
        });
        return command;
    }

    private static void Print(NightlyResult result)
    {
        int width = Console.IsOutputRedirected ? 120 : Math.Max(80, Console.WindowWidth);
        Console.Write(AlertTable.Render(result.List, width));
        if (result.List.Signs is { } signs)
            foreach (string sentence in Coverage.Sentences(signs)) Console.WriteLine(sentence);
        if (result.Written is null) Console.WriteLine("a trial: the store was left as it is");
        else if (!result.Written.IsNew) Console.WriteLine($"run {result.List.RunId} was in the store already: nothing added");
        else if (result.Written.Superseded is { } superseded)
        {
            Console.WriteLine(
                $"replaces run {superseded} of the same night: {result.Written.Added.Count} subjects more ({string.Join(", ", result.Written.Added.Take(3))}), "
                + $"{result.Written.Dropped.Count} fewer ({string.Join(", ", result.Written.Dropped.Take(3))})");
        }

        Console.WriteLine($"report: {result.Files["report.html"]}");
    }
}
