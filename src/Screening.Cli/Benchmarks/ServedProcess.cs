using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Screening.Cli.Benchmarks;

/// <summary>An endpoint in a process of its own, whose memory and processor time are its alone.</summary>
internal sealed partial class ServedProcess : IDisposable
{
    private readonly Process _process;

    private ServedProcess(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>Resident memory, in MB of 2^20 bytes.</summary>
    public double MemoryMb => Of("VmRSS:");

    /// <summary>Its peak.</summary>
    public double PeakMb => Of("VmHWM:");

    /// <summary>Processor time so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>For how long the thread that decides was ready to run and did not, so far.</summary>
    public TimeSpan EngineWait
    {
        get
        {
            foreach (string task in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/task")))
            {
                if (File.ReadAllText(Path.Combine(task, "comm")).Trim() != "engine") continue;
                long nanoseconds = long.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[1], CultureInfo.InvariantCulture);
                return TimeSpan.FromMicroseconds(nanoseconds / 1000.0);
            }

            return TimeSpan.Zero;
        }
    }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="arguments">What follows <c>serve</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UsageException">It ended instead.</exception>
    public static async Task<ServedProcess> Start(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in arguments.Prepend("serve")) start.ArgumentList.Add(argument);
        var served = new ServedProcess(Process.Start(start)!);
        try
        {
            while (await served._process.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (Listening().Match(line) is { Success: true } found) served.Port = int.Parse(found.Groups["port"].Value, CultureInfo.InvariantCulture);
                if (line.StartsWith("ready", StringComparison.Ordinal)) return served;
            }

            throw new UsageException("the endpoint ended before it was ready; what it said stands above");
        }
        catch
        {
            served.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double Of(string name)
    {
        string line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status")).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return Math.Round(double.Parse(line[name.Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024, 1);
    }

    [GeneratedRegex("^listening on http://[^:]+:(?<port>[0-9]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
