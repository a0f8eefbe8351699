using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Screening.Cli.Benchmarks.Windows;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench windows</c>: windowed features by the engine's timelines, beside DuckDB and pandas.</summary>
internal static class BenchWindowsVerb
{
    public static Command Command()
    {
        var rows = new Option<int[]>("--rows")
        {
            Description = $"Orders of each stream, separated by commas; 1000000 if not given (1 to {WindowOrders.MostRows})",
            DefaultValueFactory = _ => [1_000_000],
            CustomParser = result => Sizes(result.Tokens[0].Value, result.AddError),
        };
        Option<int?> repeats = Verb.Whole("--repeats", "Runs of the engine and of DuckDB, of which the medians are told; 3 if not given", 1, 100);
        var alone = new Option<bool>("--without-pandas") { Description = "Leave out pandas" };
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("windows", "20 windowed features of invented orders: the engine, DuckDB and pandas") { rows, repeats, alone, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            int most = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            string? python = parsed.GetValue(alone) ? null : WindowBench.PythonWithPandas();
            if (python is null && !parsed.GetValue(alone)) Console.Error.WriteLine("no python3 with pandas is installed; it is left out");
            List<WindowScenario> done = Run(parsed.GetValue(rows)!, python, most, parsed.GetValue(repeats) ?? 3, cancellation);
            string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
            if (parsed.GetValue(json)) Verb.PrintJson(new { Threads = most, LoadAverage = double.Parse(load, CultureInfo.InvariantCulture), Scenarios = done });
            else Print(done, most, load);
        });
        return command;
    }

    /// <summary>One measured run: what the benchmark starts as a process of its own.</summary>
    public static Command OnceCommand()
    {
        var what = new Argument<string>("what");
        what.AcceptOnlyFromAmong(WindowBench.EngineRun, WindowBench.DuckDbRun);
        var file = new Argument<string>("file");
        Option<int?> threads = Verb.Threads();
        var command = new Command("windows-once", "One run of bench windows") { what, file, threads };
        command.Hidden = true;
        command.Runs((parsed, cancellation) => Console.Out.WriteLine(JsonSerializer.Serialize(WindowBench.Work(
            parsed.GetValue(what)!, parsed.GetValue(file)!, parsed.GetValue(threads) ?? Environment.ProcessorCount, cancellation))));
        return command;
    }

    private static List<WindowScenario> Run(int[] sizes, string? python, int threads, int repeats, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
        try
        {
            return ConsoleProgress.Run(progress => sizes.Select(rows => new WindowBench(folder, threads, repeats, progress, cancellation).Run(rows, python)).ToList());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int[] Sizes(string text, Action<string> refuse)
    {
        var sizes = new List<int>();
        foreach (string part in text.Split(','))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is >= 1 and <= WindowOrders.MostRows) sizes.Add(size);
            else refuse($"--rows is '{text}'; accepted: whole numbers from 1 to {WindowOrders.MostRows}, separated by commas");
        }

        return [.. sizes];
    }

    private static void Print(List<WindowScenario> done, int threads, string load)
    {
        foreach (WindowScenario scenario in done)
        {
            Print("engine", scenario.Engine, "");
            Print("duckdb " + scenario.DuckDb.Version, scenario.DuckDb, FormattableString.Invariant($"{scenario.TimesDuckDb:0.0} times the engine's"));
            if (scenario.Pandas is { } pandas) Print("pandas " + pandas.Version, pandas, FormattableString.Invariant($"{scenario.TimesPandas:0} times the engine's for a row; one run"));
            foreach (WindowEquality peer in scenario.Compared)
                Console.WriteLine(FormattableString.Invariant($"  {peer.Who}: {peer.Values:#,0} values held against the engine's, {peer.Different:#,0} different"));
        }

        Console.WriteLine(FormattableString.Invariant($"{threads} threads; load average {load}"));
    }

    private static void Print(string who, WindowRun run, string ratio) => Console.WriteLine(FormattableString.Invariant(
        $"{who,-14} {run.Rows,12:#,0} rows, read {run.ReadSeconds,6:0.00} s, compute {run.ComputeSeconds,7:0.00} s ({run.CpuSeconds:0.00} CPU s) {run.RowsPerSecond,11:#,0} rows/s {run.PeakMb,7:#,0} MB {ratio}").TrimEnd());
}
