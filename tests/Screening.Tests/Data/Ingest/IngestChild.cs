using System.Diagnostics;
using System.Runtime.CompilerServices;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Tests.Data.Ingest;

/// <summary>
/// The test program run again as a process that only ingests, so that it can be killed. It has ingested something else before it says that it is ready: its
/// code is compiled then, and what comes next is the ingestion and nothing else.
/// </summary>
internal sealed class IngestChild : IDisposable
{
    private const string Variable = "SCREENING_TEST_INGEST";
    private const string Ready = "ready";
    private readonly Process _process;
    private bool _isReady;

    private IngestChild(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    [ModuleInitializer]
    internal static void RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder) return;
        WarmUp(folder);
        Console.WriteLine(Ready);
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var words = line.Split('|');
            Console.WriteLine(Ingestion.Run(Lake.Open(words[0]), SomeDelivery.Contracts, Request(words[1], words[2..])).Total);
        }
        Environment.Exit(0);
    }

    public static IngestRequest Request(string file) => Request("orders", [file]);

    public static IngestRequest Request(string dataset, string[] files) =>
        new() { Dataset = dataset, Files = files, DeliveredAtUtc = SomeDelivery.DeliveredAtUtc, Threads = 2, LockTimeoutSeconds = 120 };

    /// <summary>Starts a process, which gets ready by itself.</summary>
    public static IngestChild Start()
    {
        var folder = Directory.CreateTempSubdirectory("screening-ingest-").FullName;
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Screening.Tests")) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = folder;
        return new IngestChild(Process.Start(start) ?? throw new InvalidOperationException("the child did not start"));
    }

    /// <summary>Lets it begin an ingestion, once it is ready.</summary>
    public void Begin(Lake lake, string dataset, params string[] files)
    {
        while (!_isReady) _isReady = (_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the child ended with {_process.ExitCode} before it was ready")) == Ready;
        _process.StandardInput.WriteLine(string.Join('|', [lake.FullPath, dataset, .. files]));
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for the ingestion.</summary>
    /// <returns>What became of its rows; null when it ended before it could say so.</returns>
    public string? End() => _process.StandardOutput.ReadLine();

    /// <summary>Kills it without warning, at once.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private static void WarmUp(string folder)
    {
        var lake = Lake.Create(Path.Combine(folder, "lake"));
        var file = Path.Combine(folder, "orders.csv");
        File.WriteAllLines(file, [SomeDelivery.OrdersHeader, .. SomeDelivery.Orders(500), SomeDelivery.Order(1), SomeDelivery.Order(2, ("quantity", "x"))]);
        Ingestion.Run(lake, SomeDelivery.Contracts, Request(file));
        Directory.Delete(folder, recursive: true);
    }
}
