using System.CommandLine;
using System.Globalization;
using Screening.Cli.Benchmarks.Trees;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench trees</c>: margins and explanations by the evaluator, beside libxgboost on the same model.</summary>
internal static class BenchTreesVerb
{
    public static Command Command()
    {
        Option<int?> trees = Verb.Whole("--trees", "Trees of the model; 300 if not given", 1, 10_000);
        Option<int?> depth = Verb.Whole("--depth", "Splits of its longest path; 6 if not given", 1, 12);
        Option<int?> features = Verb.Whole("--features", "Features of a row; 60 if not given", 1, 1000);
        Option<int?> repeats = Verb.Whole("--repeats", "Turns in batches and with explanations, of which the medians are told; 5 if not given", 1, 100);
        Option<int?> seed = Verb.Whole("--seed", "Seed of rows and training; 7 if not given", 0, int.MaxValue - 1);
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("trees", "A model trained in the run, scored and explained by the evaluator and by libxgboost") { trees, depth, features, repeats, seed, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            int most = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            TreeBenchResult done = ConsoleProgress.Run(progress => new TreeBench(parsed.GetValue(features) ?? 60, most, parsed.GetValue(repeats) ?? 5, progress, cancellation)
                .Run(parsed.GetValue(trees) ?? 300, parsed.GetValue(depth) ?? 6, parsed.GetValue(seed) ?? 7));
            string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
            if (parsed.GetValue(json)) Verb.PrintJson(new { Threads = most, LoadAverage = double.Parse(load, CultureInfo.InvariantCulture), Result = done });
            else Print(done, load);
        });
        return command;
    }

    private static void Print(TreeBenchResult done, string load)
    {
        Console.WriteLine(FormattableString.Invariant($"{done.Trees:#,0} trees, depth {done.Depth}, {done.Leaves:#,0} leaves, {done.Features:#,0} features; trained in {done.TrainingSeconds:0.0} s"));
        SingleRowTimes one = done.SingleRow;
        Console.WriteLine(FormattableString.Invariant($"one row      p50 {one.P50Us,8:0.00} us, p99 {one.P99Us,8:0.00} us; libxgboost p50 {one.LibxgboostP50Us,8:0.00} us, p99 {one.LibxgboostP99Us,8:0.00} us; {one.TimesFaster:0.0} times as fast"));
        foreach (RowsPerSecond batch in done.Batch) Print(FormattableString.Invariant($"batch, {batch.Threads} thr."), batch);
        Print("explained", done.Explained);
        Console.WriteLine(FormattableString.Invariant($"{done.Different:#,0} margins of the batch differ from libxgboost's; load average {load}"));
    }

    private static void Print(string what, RowsPerSecond rate) => Console.WriteLine(FormattableString.Invariant(
        $"{what,-14} {rate.Ours,12:#,0} rows/s; libxgboost {rate.Libxgboost,12:#,0} rows/s; {rate.TimesFaster:0.0} times as fast"));
}
