using System.Diagnostics;
using System.Runtime.CompilerServices;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Tests.Data.Ingest;

/// <summary>The test program run again as a process that only ingests, so that it can be killed.</summary>
internal static class IngestChild
{
    private const string Variable = "SCREENING_TEST_INGEST";

    [ModuleInitializer]
    internal static void RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } request) return;
        var (lake, file) = (request.Split('|')[0], request.Split('|')[1]);
        var report = Ingestion.Run(Lake.Open(lake), SomeDelivery.Contracts, Request(file));
        Console.WriteLine(report.Total);
        Environment.Exit(report.Total.Balance ? 0 : 1);
    }

    public static IngestRequest Request(string file) => new() { Dataset = "orders", Files = [file], DeliveredAtUtc = SomeDelivery.DeliveredAtUtc, Threads = 2 };

    public static Process Start(Lake lake, string file)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Screening.Tests")) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[Variable] = $"{lake.FullPath}|{file}";
        return Process.Start(start) ?? throw new InvalidOperationException("the child did not start");
    }
}
