using System.CommandLine;
using System.Globalization;
using Screening.Cli.Benchmarks;
using Screening.Cli.Nightly.Spread;
using Screening.Simulation;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench cluster</c>: what more nodes give a night.</summary>
internal static class BenchClusterVerb
{
    public static Command Command()
    {
        var store = new Option<string>("--store") { Description = "An empty PostgreSQL, such as postgres://screening@127.0.0.1/bench", Required = true }.NotEmpty();
        var nodes = new Option<int[]>("--nodes") { Description = $"Numbers of nodes, such as 1,2; each works on one thread (1 to {NightPlan.MostTasks})", DefaultValueFactory = _ => [1, 2], CustomParser = ParseNodes };
        Option<int?> orders = Verb.Whole("--orders", "Orders of the simulated lake; 100000 if not given", 1000, 100_000_000);
        Option<bool> json = Verb.Json();
        var command = new Command("cluster", "The same night with one node and with more, all on this machine, each on one thread") { store, nodes, orders, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
            try
            {
                var world = new WorldOptions { Orders = parsed.GetValue(orders) ?? 100_000, Days = 365, Seed = 7 };
                IReadOnlyList<ClusterMeasured> nights = ConsoleProgress.Run(progress => new ClusterBench(folder, parsed.GetValue(store)!, cancellation).Run(world, parsed.GetValue(nodes)!, progress));
                if (parsed.GetValue(json)) Verb.PrintJson(nights);
                else Print(nights);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Print(IReadOnlyList<ClusterMeasured> nights)
    {
        ClusterMeasured first = nights[0];
        foreach (ClusterMeasured night in nights)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{night.Nodes} nodes: {night.Seconds:0.0} s, {first.Seconds / night.Seconds:0.00} times as fast; load {night.Stages["load"]:0.0} s, replay {night.Stages["replay"]:0.0} s ({first.Stages["replay"] / night.Stages["replay"]:0.00}), fit {night.Stages["fit"]:0.0} s, score {night.Stages["assess"]:0.0} s; list {night.Alerts}{(night.Alerts == first.Alerts ? "" : " DIFFERS")}"));
        }

        Console.WriteLine($"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }

    private static int[] ParseNodes(System.CommandLine.Parsing.ArgumentResult result)
    {
        string text = string.Join(',', result.Tokens.Select(t => t.Value));
        string[] parts = text.Split(',');
        int[] numbers = [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n >= 1 && n <= NightPlan.MostTasks ? n : 0)];
        if (numbers.Contains(0)) result.AddError($"--nodes is '{text}'; accepted: whole numbers from 1 to {NightPlan.MostTasks}, such as 1,2");
        return numbers;
    }
}
