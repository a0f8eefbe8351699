using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Screening.Data;
using Screening.Data.DuckDb;
using Screening.Features;

namespace Screening.Cli.Benchmarks.Windows;

/// <summary>
/// The same windowed features by the engine's timelines, by DuckDB and by pandas, over one file of invented orders. Each run is a process of its own, so that its peak
/// memory is its own, and the peers take turns, so that other work on the machine strikes all.
/// </summary>
internal sealed class WindowBench(string folder, int threads, int repeats, IProgress<string> progress, CancellationToken cancellation)
{
    /// <summary>What a child does.</summary>
    public const string EngineRun = "engine", DuckDbRun = "duckdb";

    private const int MostPandasRows = 1_000_000;
    private const string Script = "src/Screening.Cli/Benchmarks/Windows/windows.py";

    /// <summary>Measures one size of stream, and then holds the peers' features against the engine's.</summary>
    /// <param name="rows">Orders.</param>
    /// <param name="python">A Python with pandas; null leaves pandas out.</param>
    public WindowScenario Run(int rows, string? python)
    {
        string file = Orders(rows);
        int few = Math.Min(rows, MostPandasRows);
        string? csv = python is null ? null : Csv(few == rows ? file : Orders(few));
        (List<WindowRun> engine, List<WindowRun> duckDb, List<WindowRun> pandas) = ([], [], []);
        for (int i = 0; i < repeats; i++)
        {
            engine.Add(Child(EngineRun, file));
            duckDb.Add(Child(DuckDbRun, file));
            // One run of pandas takes as long as many of the others.
            if (csv is not null && i == 0) pandas.Add(Start(python!, [Path.Combine(Home.Directory, Script), csv, csv + ".result"]));
        }

        var compared = new List<WindowEquality> { WithDuckDb(file) };
        if (csv is not null) compared.Add(WithPandas(Orders(few), csv + ".result"));
        return new WindowScenario(rows, WindowRun.Median(engine), WindowRun.Median(duckDb), pandas.Count == 0 ? null : WindowRun.Median(pandas), compared);
    }

    /// <summary>The work of a child.</summary>
    /// <param name="what">Engine or DuckDB.</param>
    /// <param name="file">The orders.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Ends it.</param>
    public static WindowRun Work(string what, string file, int threads, CancellationToken cancellation)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        long before = Stopwatch.GetTimestamp();
        WindowOrder[] orders = [];
        if (what == EngineRun) orders = WindowOrders.Read(connection, file, cancellation);
        else connection.Execute(WindowSql.Load(file), cancellation);
        if (what == DuckDbRun) connection.Execute("SET preserve_insertion_order = false", cancellation);
        double read = Stopwatch.GetElapsedTime(before).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        before = Stopwatch.GetTimestamp();
        if (what == EngineRun) _ = WindowFeatures.Compute(orders, threads, cancellation);
        else connection.Execute("CREATE TABLE features AS " + WindowSql.Features, cancellation);
        double compute = Stopwatch.GetElapsedTime(before).TotalSeconds;
        self.Refresh();
        int rows = what == EngineRun ? orders.Length : (int)connection.Scalar<long>("SELECT count(*) FROM features", cancellation);
        return new WindowRun(rows, read, compute, (self.TotalProcessorTime - cpu).TotalSeconds, ProcessMemory.PeakMb(), what == DuckDbRun ? DuckDbDatabase.LibraryVersion : null);
    }

    /// <summary>A Python on the path that has pandas, or null.</summary>
    public static string? PythonWithPandas()
    {
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            try
            {
                using Process? probe = Process.Start(new ProcessStartInfo(python, ["-c", "import pandas"]) { RedirectStandardError = true, UseShellExecute = false });
                probe?.StandardError.ReadToEnd();
                probe?.WaitForExit();
                if (probe?.ExitCode == 0) return python;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program.
            }
        }

        return null;
    }

    /// <summary>Holds DuckDB's features against the engine's, every value of every row.</summary>
    /// <param name="connection">DuckDB; gets a table <c>orders</c>.</param>
    /// <param name="file">The orders.</param>
    /// <param name="features">The engine's features of them.</param>
    /// <param name="cancellation">Ends it.</param>
    public static WindowEquality WithDuckDb(DuckDbConnection connection, string file, FeatureMatrix features, CancellationToken cancellation)
    {
        connection.Execute(WindowSql.Load(file), cancellation);
        (long values, long different) = (0, 0);
        using DuckDbResult result = connection.Query(WindowSql.Features, cancellation);
        while (result.NextChunk() is { } chunk)
        {
            for (int i = 0; i < chunk.RowCount; i++)
            {
                ReadOnlySpan<double> row = features[(int)chunk[0].Int64(i)!.Value];
                for (int column = 0; column < row.Length; column++, values++)
                {
                    if (!row[column].Equals(chunk[column + 1].Double(i) ?? double.NaN)) different++;
                }
            }
        }

        return new WindowEquality("duckdb", values, different);
    }

    private WindowEquality WithDuckDb(string file)
    {
        progress.Report("compare duckdb");
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        return WithDuckDb(connection, file, WindowFeatures.Compute(WindowOrders.Read(connection, file, cancellation), threads, cancellation), cancellation);
    }

    private WindowEquality WithPandas(string file, string result)
    {
        progress.Report("compare pandas");
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        FeatureMatrix features = WindowFeatures.Compute(WindowOrders.Read(connection, file, cancellation), threads, cancellation);
        (long values, long different) = (0, 0);
        using FileStream stream = File.OpenRead(result);
        double[] theirs = new double[features.Columns];
        for (int row = 0; row < features.Rows; row++)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(theirs.AsSpan()));
            for (int column = 0; column < theirs.Length; column++, values++)
            {
                if (!theirs[column].Equals(features[row][column])) different++;
            }
        }

        return new WindowEquality("pandas", values, different);
    }

    private string Orders(int rows)
    {
        string file = Path.Combine(folder, FormattableString.Invariant($"orders-{rows}.parquet"));
        if (File.Exists(file)) return file;
        progress.Report(FormattableString.Invariant($"writing {rows:#,0} orders"));
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        WindowOrders.Write(connection, file, rows, cancellation);
        return file;
    }

    // Debian's pandas comes without a reader of Parquet.
    private string Csv(string file)
    {
        string csv = Path.ChangeExtension(file, "csv");
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        connection.Execute($"COPY (SELECT ordered_at, purchaser, end_user, value_cents, tpp FROM read_parquet({Sql.Literal(file)})) TO {Sql.Literal(csv)} (FORMAT csv, HEADER)", cancellation);
        return csv;
    }

    private WindowRun Child(string what, string file) =>
        Start(Environment.ProcessPath!, ["bench", "windows-once", what, file, "--threads", threads.ToString(CultureInfo.InvariantCulture)]);

    private WindowRun Start(string program, string[] arguments)
    {
        progress.Report(string.Join(' ', arguments.Select(Path.GetFileName)));
        using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"'{program}' did not start");
        using CancellationTokenRegistration stop = cancellation.Register(() => child.Kill());
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize<WindowRun>(output)!
            : throw new UsageException($"'{program} {string.Join(' ', arguments)}' ended with {child.ExitCode}; its error stands above");
    }
}
