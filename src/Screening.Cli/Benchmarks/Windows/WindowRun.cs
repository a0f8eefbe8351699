namespace Screening.Cli.Benchmarks.Windows;

/// <summary>What one process took for the features of a stream.</summary>
/// <param name="Rows">Orders.</param>
/// <param name="ReadSeconds">Reading the file into memory.</param>
/// <param name="ComputeSeconds">From there to all features in memory.</param>
/// <param name="CpuSeconds">Processor time of computing, of all threads.</param>
/// <param name="PeakMb">Peak resident memory of the process, in MB of 2^20 bytes.</param>
/// <param name="Version">Version of the library that computed; null for the engine.</param>
internal sealed record WindowRun(int Rows, double ReadSeconds, double ComputeSeconds, double CpuSeconds, double PeakMb, string? Version = null)
{
    /// <summary>Orders with all features.</summary>
    public double RowsPerSecond => Rows / ComputeSeconds;

    /// <summary>Value by value the median of runs.</summary>
    public static WindowRun Median(IReadOnlyList<WindowRun> runs)
    {
        return new(runs[0].Rows, Middle(r => r.ReadSeconds), Middle(r => r.ComputeSeconds), Middle(r => r.CpuSeconds), Middle(r => r.PeakMb), runs[0].Version);

        double Middle(Func<WindowRun, double> of)
        {
            List<double> sorted = [.. runs.Select(of).Order()];
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }
}

/// <summary>The runs of one size of stream.</summary>
/// <param name="Rows">Orders.</param>
/// <param name="Engine">The engine.</param>
/// <param name="DuckDb">DuckDB.</param>
/// <param name="Pandas">pandas, over its own rows; null when it did not run.</param>
/// <param name="Compared">What was held against the engine's features, value for value.</param>
internal sealed record WindowScenario(int Rows, WindowRun Engine, WindowRun DuckDb, WindowRun? Pandas, IReadOnlyList<WindowEquality> Compared)
{
    /// <summary>DuckDB's time over the engine's.</summary>
    public double TimesDuckDb => DuckDb.ComputeSeconds / Engine.ComputeSeconds;

    /// <summary>pandas' time for a row over the engine's.</summary>
    public double? TimesPandas => Pandas is null ? null : Pandas.ComputeSeconds / Pandas.Rows / (Engine.ComputeSeconds / Engine.Rows);
}

/// <summary>A peer's features held against the engine's.</summary>
/// <param name="Who">Peer.</param>
/// <param name="Values">Values compared.</param>
/// <param name="Different">Values that are not the same to the bit.</param>
internal sealed record WindowEquality(string Who, long Values, long Different);
