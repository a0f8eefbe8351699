using System.CommandLine;
using Screening.Cli.Benchmarks;
using Screening.Data.Store;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench triage</c>: what analysts wait for in a store with many alerts.</summary>
internal static class BenchTriageVerb
{
    public static Command Command()
    {
        Option<int?> alerts = Verb.Whole("--alerts", "Alerts in the store, made up; 100000 if not given", 200, 10_000_000);
        Option<int?> repeats = Verb.Whole("--repeats", "Times that each thing is done, of which the median and the longest are told; 20 if not given", 1, 1000);
        var store = new Option<string?>("--store") { Description = "An empty PostgreSQL, such as postgres://screening@127.0.0.1/bench; a file of SQLite of its own if not given" }.NotEmpty();
        Option<bool> json = Verb.Json();
        var command = new Command("triage", "First page, search, detail and acts with many alerts, on either engine") { alerts, repeats, store, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
            try
            {
                var bench = new TriageBench(StoreAddress.Of(folder, parsed.GetValue(store)), parsed.GetValue(alerts) ?? 100_000, parsed.GetValue(repeats) ?? 20);
                IReadOnlyList<TriageTime> times = [bench.Fill(), .. bench.Run(cancellation), .. bench.Pages(Path.Combine(folder, "lake"), cancellation).GetAwaiter().GetResult()];
                if (parsed.GetValue(json)) Verb.PrintJson(times);
                else Print(times);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Print(IReadOnlyList<TriageTime> times)
    {
        foreach (TriageTime time in times) Console.WriteLine(FormattableString.Invariant($"{time.What,-42} {time.MedianMs,10:#,0.0} ms in the middle {time.MostMs,10:#,0.0} ms at worst, {time.Runs} times"));
        Console.WriteLine($"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }
}
