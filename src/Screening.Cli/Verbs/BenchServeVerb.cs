using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Screening.Cli.Benchmarks;
using Screening.Simulation;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench serve</c>: the endpoint under load.</summary>
internal static class BenchServeVerb
{
    private static readonly JsonSerializerOptions s_snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The verb.</summary>
    public static Command Command()
    {
        Option<int?> orders = Verb.Whole("--orders", "Orders of the history; 100000 if not given", 100, 100_000_000);
        Option<int?> buyers = Verb.Whole("--buyers", "Buyers of the history; one for every 25 orders if not given", 1, 10_000_000);
        var rate = new Option<int[]>("--rate")
        {
            Description = "Orders offered a second; may be given several times; 1000 if not given (10 to 1000000)",
            DefaultValueFactory = _ => [1000],
        };
        rate.Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(t => t.Value).Where(t => !int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value is < 10 or > 1_000_000))
                result.AddError($"--rate is '{text}'; accepted: a whole number from 10 to 1000000");
        });
        Option<int?> seconds = Verb.Whole("--seconds", "For how long at each rate; 20 if not given", 1, 86_400);
        Option<int?> soak = Verb.Whole("--soak", "For how many seconds at the last rate instead, with memory over time", 10, 86_400);
        Option<int?> warm = Verb.Whole("--warm", "For how many seconds to offer 1,000 orders a second before anything is measured, as to an endpoint that has been up for a while; 5 seconds at 200 a second if not given", 1, 3600);
        var lake = new Option<string?>("--lake") { Description = "A lake that is there, which the endpoint writes into, instead of a simulated one" };
        Option<string?> day = new("--day") { Description = "Day of the load, such as 2025-07-01; with --lake" };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the world", DefaultValueFactory = _ => 7 };
        Option<string?> memory = Verb.Memory("The endpoint's --memory");
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("serve", "Serve in a process of its own, and offer orders that are due at fixed moments, each timed from when it was due") { orders, buyers, rate, seconds, soak, lake, day, seed, memory, warm, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            var offer = new ServeOffer(parsed.GetValue(rate)!, parsed.GetValue(seconds) ?? 20, parsed.GetValue(soak) ?? 0, parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(memory), parsed.GetValue(warm) ?? 0);
            DateOnly? onDay = parsed.GetValue(lake) is null ? null : DayOf(parsed.GetValue(day));
            string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
            try
            {
                ServeMeasured measured = ConsoleProgress.Run(progress =>
                {
                    var bench = new ServeBench(folder, progress, cancellation);
                    var world = new WorldOptions { Orders = parsed.GetValue(orders) ?? 100_000, Days = 365, Seed = parsed.GetValue(seed), Buyers = parsed.GetValue(buyers) };
                    return (onDay is { } on ? bench.Run(parsed.GetValue(lake)!, on, offer) : bench.Simulated(world, offer)).GetAwaiter().GetResult();
                });
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

    private static DateOnly DayOf(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
        ? day
        : throw new UsageException($"--day is '{text}'; accepted with --lake: a day such as 2025-07-01");

    private static void Print(ServeMeasured m)
    {
        Console.WriteLine(FormattableString.Invariant($"{m.Orders:#,0} order lines and {m.Parties:#,0} tellings of parties loaded in {m.LoadSeconds:0.0} s; {m.MemoryMb:#,0} MB ({m.HeapMb:#,0} MB heap), peak {m.PeakMb:#,0} MB"));
        Print("as many as it takes", m.Saturation);
        foreach (LoadMeasured rate in m.Rates) Print(FormattableString.Invariant($"offered {rate.OfferedPerS:#,0}/s"), rate);
        Console.WriteLine(FormattableString.Invariant($"dry runs p50 {m.DryRunP50Ms:0.0} ms, p99 {m.DryRunP99Ms:0.0} ms; batches of 1,000 delay single orders by {m.BatchDelayP99Ms:0.0} ms (p99)"));
        Console.WriteLine("MB over time: " + string.Join(", ", m.MemoryMbOverTime.Select(mb => mb.ToString("0", CultureInfo.InvariantCulture))));
    }

    private static void Print(string what, LoadMeasured m) => Console.WriteLine(FormattableString.Invariant(
        $"{what}: decided {m.DecisionsPerS:#,0}/s, {m.NotDecided} not; p50 {m.P50Ms:0.0} ms, p99 {m.P99Ms:0.0} ms, p999 {m.P999Ms:0.0} ms; 99 of 100 sent within {m.SentLateP99Ms:0.0} ms; {m.ServerCpuUs:0} + {m.ClientCpuUs:0} us each, {m.ServerCores:0.0} cores; {m.DecisionsPerSync:0.0} a sync; {m.GcPauseMs:0} ms of pauses in {m.GcCollections} collections, engine ready and waiting {m.EngineWaitShare:0%} of the time; load average {m.LoadAverage:0.0}"));
}
