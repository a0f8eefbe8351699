using System.CommandLine;
using System.Text.Json;
using Screening.Cli.Benchmarks;
using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Simulation;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench</c>: how fast the product is on this machine.</summary>
internal static class BenchVerb
{
    public static Command Command() => new("bench", "Measure this machine")
    {
        Replay(), ReplayOnce(), NightOnce(), BenchIngestVerb.Command(), BenchIngestVerb.OnceCommand(), BenchHandbookVerb.Command(), BenchWindowsVerb.Command(), BenchWindowsVerb.OnceCommand(), BenchTreesVerb.Command(),
        BenchNamesVerb.Command(), BenchServeVerb.Command(), BenchScoreVerb.Command(), BenchTriageVerb.Command(), BenchClusterVerb.Command(),
    };

    private static Command Replay()
    {
        Option<int?> orders = Verb.Whole("--orders", "Orders in the simulated world, of about 3 lines and 2 legs each in about 2 tellings; 1000000 if not given", 100, 100_000_000);
        Option<int?> repeats = Verb.Whole("--repeats", "Replays of the world, each told; 1 if not given", 1, 100);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the world", DefaultValueFactory = _ => 7 };
        (Option<string?> memory, Option<int?> threads, Option<bool> json) = (ReplayMemory(), Verb.Threads(), Verb.Json());
        var replay = new Command("replay", "Simulate, ingest, load and replay; every feature of every order version on arrival") { orders, repeats, seed, memory, threads, json };
        replay.Runs((parsed, cancellation) =>
        {
            var options = new WorldOptions { Orders = parsed.GetValue(orders) ?? 1_000_000, Days = 365, Seed = parsed.GetValue(seed) };
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
            try
            {
                IReadOnlyList<ReplayMeasured> runs = ConsoleProgress.Run(progress => new ReplayBench(folder, cores, parsed.GetValue(memory), progress, cancellation).Run(options, parsed.GetValue(repeats) ?? 1));
                if (parsed.GetValue(json)) Verb.PrintJson(new { options.Orders, Threads = cores, Runs = runs });
                else Print(runs, cores);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return replay;
    }

    private static Option<string?> ReplayMemory() => Verb.Memory("Most memory of the replay's process, whose log then lies in scratch files (TMPDIR); as much as is fast if not given");

    /// <summary>One measured run: what the benchmark starts as a process of its own.</summary>
    private static Command ReplayOnce()
    {
        var lake = new Argument<string>("lake");
        (Option<string?> memory, Option<int?> threads) = (ReplayMemory(), Verb.Threads());
        var command = new Command("replay-once", "One run of bench replay") { lake, memory, threads };
        command.Hidden = true;
        command.Runs((parsed, cancellation) => Console.Out.WriteLine(JsonSerializer.Serialize(ReplayBench.Work(parsed.GetValue(lake)!, parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(memory), cancellation))));
        return command;
    }

    /// <summary>What the groups take of a night.</summary>
    private static Command NightOnce()
    {
        var lake = new Argument<string>("lake");
        Option<int?> shards = Verb.Whole("--shards", "Shards of keyed groups, of which one is measured; 1 if not given", 1, GroupShard.Most);
        Option<string?> memory = Verb.LogMemory();
        var command = new Command("night-once", "What each group takes of a night, in ns of processor time and bytes of state an event") { lake, shards, memory };
        command.Hidden = true;
        command.Runs((parsed, cancellation) =>
        {
            foreach ((string group, double nanoseconds, double bytes) in ReplayBench.Night(parsed.GetValue(lake)!, parsed.GetValue(shards) ?? 1, parsed.GetValue(memory), cancellation))
                Console.WriteLine(FormattableString.Invariant($"{group,-24} {nanoseconds,8:0} ns {bytes,8:0.0} B"));
        });
        return command;
    }

    private static void Print(IReadOnlyList<ReplayMeasured> runs, int threads)
    {
        foreach (ReplayMeasured run in runs)
        {
            Console.WriteLine(FormattableString.Invariant($"{run.OrderVersions:#,0} order versions, {run.OrderLines:#,0} lines, {run.Legs:#,0} legs; {run.Features} features; peak memory {run.PeakMb:#,0} MB"));
            foreach (StageTime stage in run.Stages)
                Console.WriteLine(FormattableString.Invariant($"  {stage.Name,-20} {stage.Rows,12:#,0} rows {stage.Seconds,8:0.00} s {stage.Rows / stage.Seconds,12:#,0} rows/s {stage.ProcessorSeconds,8:0.00} s of processors, {stage.PausedSeconds:0.00} s collecting"));
            Console.WriteLine("  of the replay, processor time:");
            foreach (GroupTime group in run.Groups.OrderByDescending(g => g.Seconds)) Console.WriteLine(FormattableString.Invariant($"  {group.Group,-20} {group.Features,12:#,0} features {group.Seconds,4:0.00} s"));
        }

        Console.WriteLine($"{threads} threads; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }
}
