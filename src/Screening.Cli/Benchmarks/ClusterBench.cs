using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Screening.Cli.Lakes;
using Screening.Data.Store;
using Screening.Simulation;

namespace Screening.Cli.Benchmarks;

/// <summary>A night with so many nodes.</summary>
/// <param name="Nodes">Processes that computed features, the night's own among them.</param>
/// <param name="Seconds">The whole process of the night.</param>
/// <param name="Stages">Its stages, seconds.</param>
/// <param name="Alerts">Hash of the list.</param>
internal sealed record ClusterMeasured(int Nodes, double Seconds, IReadOnlyDictionary<string, double> Stages, string Alerts);

/// <summary>The same night with more and more nodes on this machine, each on one thread, so that a second node is a second core.</summary>
/// <param name="folder">Folder to work in; not there yet.</param>
/// <param name="store">An empty PostgreSQL.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class ClusterBench(string folder, string store, CancellationToken cancellation)
{
    /// <summary>Makes the lake and runs the nights.</summary>
    /// <exception cref="InvalidOperationException">A process failed.</exception>
    public IReadOnlyList<ClusterMeasured> Run(WorldOptions world, IReadOnlyList<int> nodes, ConsoleProgress progress)
    {
        string lake = Path.Combine(folder, "lake");
        Directory.CreateDirectory(Path.Combine(folder, "jobs"));
        SimulatedLake.Make(lake, world, progress, cancellation);
        progress.Report("first night");
        Night(lake, "first", 1);
        return [.. nodes.Select(count => Measure(lake, count, progress))];
    }

    private ClusterMeasured Measure(string lake, int nodes, ConsoleProgress progress)
    {
        progress.Report(FormattableString.Invariant($"night with {nodes}"));
        List<Process> others = [.. Enumerable.Range(2, nodes - 1).Select(i => Node(lake, i))];
        try
        {
            var clock = Stopwatch.StartNew();
            string output = Night(lake, FormattableString.Invariant($"nodes-{nodes}-{Guid.NewGuid():N}"), nodes);
            double seconds = clock.Elapsed.TotalSeconds;
            using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "manifest.json")));
            Dictionary<string, double> stages = manifest.RootElement.GetProperty("stages").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("seconds").GetDouble());
            return new ClusterMeasured(nodes, seconds, stages, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(output, "alerts.csv"))))[..12]);
        }
        finally
        {
            foreach (Process other in others)
            {
                other.Kill();
                other.WaitForExit();
                other.Dispose();
            }
        }
    }

    private string Night(string lake, string name, int nodes)
    {
        string output = Path.Combine(folder, name);
        string[] spread = nodes == 1 ? [] : ["--spread", nodes.ToString(CultureInfo.InvariantCulture)];
        using Process night = Start(["nightly", "--lake", lake, "--out", output, "--threads", "1", .. spread]);
        Task<string> errors = night.StandardError.ReadToEndAsync(cancellation), said = night.StandardOutput.ReadToEndAsync(cancellation);
        night.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
        _ = said.Result;
        return night.ExitCode == 0 ? output : throw new InvalidOperationException($"the night failed: {errors.Result}");
    }

    private Process Node(string lake, int number)
    {
        Process node = Start(["work", "--lake", lake, "--jobs", Path.Combine(folder, "jobs"), "--name", FormattableString.Invariant($"bench-{number}")]);
        if (node.StandardOutput.ReadLine()?.EndsWith("runs jobs", StringComparison.Ordinal) == true) return node;
        string why = node.StandardError.ReadToEnd();
        node.Dispose();
        throw new InvalidOperationException($"node {number} did not start: {why}");
    }

    private Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment[StoreAddress.Variable] = store;
        return Process.Start(start)!;
    }
}
