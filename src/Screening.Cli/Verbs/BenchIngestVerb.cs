using System.CommandLine;
using System.Text.Json;
using Screening.Cli.Benchmarks;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench ingest</c>: how fast files come into a lake on this machine, with how much memory, beside DuckDB alone.</summary>
internal static class BenchIngestVerb
{
    private const string DefaultMemory = "2GB";

    public static Command Command()
    {
        Option<int?> rows = Verb.Whole("--rows", "Order lines of a delivery; 1000000 if not given", 1_000, 1_000_000_000);
        Option<int?> days = Verb.Whole("--days", "Days of the history; 3650 if not given", 1, 3650);
        Option<int?> repeats = Verb.Whole("--repeats", "Runs, of which the medians are told; 3 if not given", 1, 100);
        var alone = new Option<bool>("--without-peer") { Description = "Leave out DuckDB alone" };
        var again = new Option<bool>("--told-again") { Description = "Also deliver the history a second time, as another file: every row has to be compared with the stored one" };
        (Option<string?> memory, Option<int?> threads, Option<bool> json) = (Verb.Memory(Verb.WholeProcess), Verb.Threads(), Verb.Json());
        var command = new Command("ingest", "Ingest invented order lines: one day's delivery, and a history of many days") { rows, days, repeats, alone, again, memory, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            var limits = new BenchLimits(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(memory) ?? DefaultMemory);
            IReadOnlyList<IngestScenario> done = InFolder(folder => ConsoleProgress.Run(progress => new IngestBench(folder, limits, progress, cancellation).Run(
                parsed.GetValue(rows) ?? 1_000_000, parsed.GetValue(days) ?? 3650, parsed.GetValue(repeats) ?? 3, !parsed.GetValue(alone), parsed.GetValue(again))));
            if (parsed.GetValue(json)) Verb.PrintJson(new { limits.Threads, limits.Memory, Scenarios = done });
            else Print(limits, done);
        });
        return command;
    }

    /// <summary>One measured run: what the benchmark starts as a process of its own.</summary>
    public static Command OnceCommand()
    {
        var what = new Argument<string>("what");
        what.AcceptOnlyFromAmong(IngestBench.Ingest, IngestBench.Again, IngestBench.DuckDb);
        (var file, var target) = (new Argument<string>("file"), new Argument<string>("target"));
        (Option<string?> memory, Option<int?> threads) = (Verb.Memory(Verb.WholeProcess), Verb.Threads());
        var command = new Command("ingest-once", "One run of bench ingest") { what, file, target, memory, threads };
        command.Hidden = true;
        command.Runs((parsed, cancellation) => Console.Out.WriteLine(JsonSerializer.Serialize(IngestBench.Work(
            parsed.GetValue(what)!, parsed.GetValue(file)!, parsed.GetValue(target)!,
            new BenchLimits(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(memory) ?? DefaultMemory), cancellation))));
        return command;
    }

    private static T InFolder<T>(Func<string, T> work)
    {
        string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
        try
        {
            return work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(BenchLimits limits, IReadOnlyList<IngestScenario> done)
    {
        foreach (IngestScenario scenario in done)
        {
            Print(scenario.Name, "ingest", scenario.Ingest);
            if (scenario.DuckDb is { } peer) Print("", "duckdb alone", peer);
        }

        Console.WriteLine($"{limits.Threads} threads, {limits.Memory} of memory; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }

    private static void Print(string scenario, string who, Measured run) => Console.WriteLine(FormattableString.Invariant(
        $"{scenario,-12} {who,-13} {run.Rows,12:#,0} rows {run.Seconds,7:0.0} s {run.RowsPerSecond,10:#,0} rows/s {run.CpuSeconds,6:0.0} CPU s ({run.UserSeconds:0.0} + {run.SystemSeconds:0.0}) {run.PeakMb,7:#,0} MB"));
}
