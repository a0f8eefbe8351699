using System.Diagnostics;
using System.Runtime.CompilerServices;
using Screening.Data.Lakes;

namespace Screening.Tests.Data.Lakes;

/// <summary>The test program run again as a process that only compacts or prunes, so that it can be killed.</summary>
internal static class UpkeepChild
{
    private const string Variable = "SCREENING_TEST_UPKEEP";

    public static CompactionTargets Targets { get; } = new() { Rows = 20_000, Bytes = long.MaxValue };

    [ModuleInitializer]
    internal static void RunWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } request) return;
        Run(Lake.Open(request.Split('|')[0]), request.Split('|')[1]);
        Environment.Exit(0);
    }

    public static void Run(Lake lake, string what)
    {
        if (what == "compact") Compaction.Run(lake, [SomeLake.Contract], new CompactionRequest { Targets = Targets, Threads = 2 });
        else Pruning.Run(lake, new PruneRequest { Keep = 3 });
    }

    public static Process Start(string lake, string what)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Screening.Tests")) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[Variable] = $"{lake}|{what}";
        return Process.Start(start) ?? throw new InvalidOperationException("the child did not start");
    }
}
