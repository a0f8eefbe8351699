using System.CommandLine;
using System.Text.Json;
using Screening.Cli.Benchmarks;
using Screening.Simulation;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench serve</c>: the endpoint under an open load.</summary>
internal static class BenchServeVerb
{
    private static readonly JsonSerializerOptions s_snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The verb.</summary>
    public static Command Command()
    {
        Option<int?> orders = Verb.Whole("--orders", "Orders of the history; 100000 if not given", 100, 100_000_000);
        Option<int?> rate = Verb.Whole("--rate", "Orders offered a second; 1000 if not given", 10, 1_000_000);
        Option<int?> seconds = Verb.Whole("--seconds", "For how long; 20 if not given", 1, 86_400);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the world", DefaultValueFactory = _ => 7 };
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("serve", "Simulate, load and serve; orders that are due at fixed moments, each timed from when it was due") { orders, rate, seconds, seed, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            var world = new WorldOptions { Orders = parsed.GetValue(orders) ?? 100_000, Days = 365, Seed = parsed.GetValue(seed) };
            string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
            try
            {
                ServeMeasured measured = ConsoleProgress.Run(progress => new ServeBench(folder, progress, cancellation)
                    .Run(world, parsed.GetValue(rate) ?? 1000, parsed.GetValue(seconds) ?? 20, parsed.GetValue(threads) ?? Environment.ProcessorCount).GetAwaiter().GetResult());
                if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(measured, s_snake));
                else Print(measured);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Print(ServeMeasured m)
    {
        Console.WriteLine(FormattableString.Invariant($"{m.Orders:#,0} orders and {m.Parties:#,0} tellings of parties loaded in {m.LoadSeconds:0.0} s; {m.MemoryMb:#,0} MB, peak {m.PeakMb:#,0} MB"));
        Console.WriteLine(FormattableString.Invariant($"offered {m.OfferedPerS:#,0}/s, decided {m.DecisionsPerS:#,0}/s, {m.NotDecided} not decided; from when each was due: p50 {m.P50Ms:0.0} ms, p99 {m.P99Ms:0.0} ms, p999 {m.P999Ms:0.0} ms"));
        Console.WriteLine(FormattableString.Invariant($"dry runs p99 {m.DryRunP99Ms:0.0} ms; {m.DecisionsPerSync:0.0} decisions a sync; load average {m.LoadAverage:0.0}"));
    }
}
