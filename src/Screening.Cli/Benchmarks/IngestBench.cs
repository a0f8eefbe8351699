using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Cli.Benchmarks;

/// <summary>What one process did and took.</summary>
/// <param name="Rows">Rows that it wrote.</param>
/// <param name="Seconds">From the first byte to the last, without the start of the process.</param>
/// <param name="UserSeconds">Processor time in the program, of all threads and with the start of the process.</param>
/// <param name="SystemSeconds">Processor time in the system, likewise.</param>
/// <param name="PeakMb">Peak resident memory of the process, in MB of 2^20 bytes.</param>
internal sealed record Measured(long Rows, double Seconds, double UserSeconds, double SystemSeconds, double PeakMb)
{
    /// <summary>Processor time.</summary>
    public double CpuSeconds => UserSeconds + SystemSeconds;

    public double RowsPerSecond => Rows / Seconds;
}

/// <summary>A scenario's medians.</summary>
/// <param name="Name">Scenario.</param>
/// <param name="Bytes">Size of the delivered file.</param>
/// <param name="Ingest">The ingestion.</param>
/// <param name="DuckDb">DuckDB alone, reading, sorting and writing the same file without any check; null when it was not asked for.</param>
internal sealed record IngestScenario(string Name, long Bytes, Measured Ingest, Measured? DuckDb);

/// <summary>
/// Measures the ingestion of invented order lines, each run in a process of its own, so that its peak memory is its own. Beside it DuckDB alone does the least
/// that gives such a file: it reads typed CSV, sorts and writes Parquet, with the same threads and memory.
/// </summary>
internal sealed class IngestBench(string folder, BenchLimits limits, ConsoleProgress progress, CancellationToken cancellation)
{
    /// <summary>What a child does.</summary>
    public const string Ingest = "ingest", Again = "ingest-again", DuckDb = "duckdb";

    private const int Seed = 7;

    /// <summary>One day's delivery into an empty lake, a history of many days in no order, and that history told again by another file.</summary>
    public IReadOnlyList<IngestScenario> Run(long rows, int days, int repeats, bool withPeer, bool withAgain)
    {
        var done = new List<IngestScenario> { Scenario("one day", Delivery("day.csv", rows, 1), repeats, withPeer) };
        string history = Delivery("history.csv", rows, days);
        done.Add(Scenario(FormattableString.Invariant($"{days} days"), history, repeats, withPeer));
        if (withAgain) done.Add(ToldAgain(history, repeats));
        return done;
    }

    /// <summary>The work of a child: does it, and says what it took.</summary>
    /// <param name="what">Ingest, Again or DuckDb.</param>
    /// <param name="file">The delivery.</param>
    /// <param name="target">The lake's folder, or the file to write.</param>
    /// <param name="limits">Threads and memory.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Measured Work(string what, string file, string target, BenchLimits limits, CancellationToken cancellation)
    {
        long before = Stopwatch.GetTimestamp();
        long rows = what == DuckDb ? CopyAlone(file, target, limits, cancellation) : IngestInto(file, target, what == Again, limits, cancellation);
        double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        return new Measured(rows, seconds, self.UserProcessorTime.TotalSeconds, self.PrivilegedProcessorTime.TotalSeconds, ProcessMemory.PeakMb());
    }

    private static long IngestInto(string file, string lake, bool isKnown, BenchLimits limits, CancellationToken cancellation)
    {
        var request = new IngestRequest
        {
            Dataset = "orders",
            Files = [file],
            DeliveredAtUtc = OrderLines.DeliveredAtUtc,
            Threads = limits.Threads,
            MemoryLimit = limits.Memory,
        };
        IngestCounts counts = Ingestion.Run(Lake.Create(lake), Home.Contracts(), request, cancellation: cancellation).Total;
        long expected = isKnown ? counts.AlreadyKnown : counts.Accepted;
        return expected == counts.RowsIn ? counts.RowsIn : throw new InvalidOperationException($"the benchmark's rows met another fate than they should: {counts}");
    }

    private static long CopyAlone(string file, string target, BenchLimits limits, CancellationToken cancellation)
    {
        DataContract contract = Home.Contracts()["orders"];
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = limits.Threads, MemoryLimit = limits.Memory, TempDirectory = target + ".spill" });
        using DuckDbConnection connection = database.Connect();
        string[] header = File.ReadLines(file).First().Split(',');
        string types = string.Join(", ", header.Select(c => $"'{c}': '{contract.Find(c)!.Type.Sql}'"));
        connection.Execute($"""
            COPY (SELECT * FROM read_csv('{file}', header = true, columns = {"{"}{types}{"}"}) ORDER BY {string.Join(", ", contract.SortColumns)})
            TO '{target}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE 131072)
            """, cancellation);
        return connection.Scalar<long>($"SELECT count(*) FROM '{target}'", cancellation);
    }

    private string Delivery(string name, long rows, int days)
    {
        progress.Report(FormattableString.Invariant($"writing {rows:#,0} order lines of {days} days"));
        string path = Path.Combine(folder, name);
        OrderLines.Write(path, rows, days, Seed);
        return path;
    }

    private IngestScenario Scenario(string name, string file, int repeats, bool withPeer)
    {
        (List<Measured> own, List<Measured> peer) = ([], []);
        for (int i = 0; i < repeats; i++)
        {
            // The two take turns, so that other work on the machine strikes both.
            own.Add(Child(Ingest, file, Fresh("lake")));
            if (withPeer) peer.Add(Child(DuckDb, file, Fresh("alone.parquet")));
        }

        return new IngestScenario(name, new FileInfo(file).Length, Median(own), withPeer ? Median(peer) : null);
    }

    /// <summary>Every row is stored already and has to be compared.</summary>
    private IngestScenario ToldAgain(string file, int repeats)
    {
        var own = new List<Measured>();
        string again = Path.Combine(folder, "again.csv");
        File.Copy(file, again);
        // Other bytes, the same rows: else the hash of the file would say that it is known.
        File.AppendAllText(again, "\r\n");
        for (int i = 0; i < repeats; i++)
        {
            string lake = Fresh("lake");
            _ = Child(Ingest, file, lake);
            own.Add(Child(Again, again, lake));
        }

        return new IngestScenario("told again", new FileInfo(again).Length, Median(own), null);
    }

    private string Fresh(string name)
    {
        string path = Path.Combine(folder, name);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        File.Delete(path);
        return path;
    }

    private Measured Child(string what, string file, string target)
    {
        progress.Report($"{what} {Path.GetFileName(file)}");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments = ["bench", "ingest-once", what, file, target, "--threads", limits.Threads.ToString(CultureInfo.InvariantCulture), "--memory", limits.Memory];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process child = Process.Start(start) ?? throw new InvalidOperationException("the child did not start");
        using CancellationTokenRegistration stop = cancellation.Register(() => child.Kill());
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<Measured>(output)! : throw new UsageException($"the run '{what}' ended with {child.ExitCode}; its error stands above");
    }

    private static Measured Median(List<Measured> runs) =>
        new(runs[0].Rows, Middle(runs, r => r.Seconds), Middle(runs, r => r.UserSeconds), Middle(runs, r => r.SystemSeconds), Middle(runs, r => r.PeakMb));

    private static double Middle(List<Measured> runs, Func<Measured, double> of)
    {
        List<double> sorted = [.. runs.Select(of).Order()];
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>What each run may take.</summary>
/// <param name="Threads">From 1.</param>
/// <param name="Memory">Such as <c>2GB</c>.</param>
internal sealed record BenchLimits(int Threads, string Memory);
