using System.CommandLine;
using Screening.Cli.Benchmarks;
using Screening.Simulation;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench score</c>: what the steps of a decision take on one thread.</summary>
internal static class BenchScoreVerb
{
    public static Command Command()
    {
        Option<int?> orders = Verb.Whole("--orders", "Orders of the simulated history; 20000 if not given", 1000, 10_000_000);
        Option<int?> looks = Verb.Whole("--looks", "Of the latest orders, how many each step takes in a turn; 2000 if not given", 10, 1_000_000);
        Option<int?> repeats = Verb.Whole("--repeats", "Turns of each step, of which the median is told; 9 if not given", 1, 1000);
        var lake = new Option<string?>("--lake") { Description = "A lake that is there, which stays as it is, instead of a simulated one" };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the world", DefaultValueFactory = _ => 7 };
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("score", "The steps from an order to its answer, each alone on one thread, in microseconds of its processor time") { orders, looks, repeats, lake, seed, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
            try
            {
                ScoreMeasured done = ConsoleProgress.Run(progress =>
                {
                    var bench = new ScoreBench(parsed.GetValue(threads) ?? Environment.ProcessorCount, parsed.GetValue(looks) ?? 2000, parsed.GetValue(repeats) ?? 9, progress, cancellation);
                    return parsed.GetValue(lake) is { } there ? bench.Run(there) : bench.Simulated(folder, new WorldOptions { Orders = parsed.GetValue(orders) ?? 20_000, Days = 365, Seed = parsed.GetValue(seed) });
                });
                if (parsed.GetValue(json)) Verb.PrintJson(done);
                else Print(done);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Print(ScoreMeasured done)
    {
        Console.WriteLine(FormattableString.Invariant($"{done.Orders:#,0} orders, {done.Features} features, {done.Missing:0.0%} of them missing; compared with {string.Join(", ", done.Peers)} orders of their kinds"));
        foreach (ScoreStep step in done.Steps) Console.WriteLine(FormattableString.Invariant($"{step.Step,-24} {step.Us,8:0.00} us (least {step.LeastUs:0.00}) {step.Bytes,10:#,0} bytes"));
        Console.WriteLine(FormattableString.Invariant($"everything that came out: {done.Digest}; load average {done.LoadAverage}"));
    }
}
