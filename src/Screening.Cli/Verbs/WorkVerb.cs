using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Screening.Cli.Operations;
using Screening.Web.Jobs;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Json;

namespace Screening.Cli.Verbs;

/// <summary><c>screening work</c>: runs jobs without serving anything.</summary>
internal static class WorkVerb
{
    /// <summary>The verb.</summary>
    public static Command Command()
    {
        (Option<string> lake, Option<string?> jobs) = (Verb.Lake(required: true), JobFiles.Option());
        Option<string?> name = new Option<string?>("--name") { Description = "Name of this node, of which no other of the same store may have it; the machine's if not given" }.NotEmpty();
        var asOf = new Option<string?>("--as-of") { Description = "For trials: the clock starts at this moment, such as 2026-03-01T01:59:55Z, and runs on from there" };
        var command = new Command("work", "Run jobs at their times until stopped (docs/jobs.md)") { lake, jobs, name, asOf };
        command.Runs((parsed, cancellation) => Work(
            JobFiles.Place(parsed.GetValue(lake)!, parsed.GetValue(name)), JobFiles.Load(parsed.GetValue(jobs)), ShiftedClock.From(parsed.GetValue(asOf)), cancellation).GetAwaiter().GetResult());
        return command;
    }

    /// <summary>A log of this process in the lake.</summary>
    public static Logger Log(string lake, string verb) => new LoggerConfiguration().WriteTo.File(
        new JsonFormatter(formatProvider: CultureInfo.InvariantCulture),
        Path.Combine(lake, "_logs", string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{verb}-{Environment.ProcessId}.json")),
        buffered: false, fileSizeLimitBytes: 1L << 30, rollOnFileSizeLimit: true, retainedFileCountLimit: null).CreateLogger();

    private static async Task Work(JobPlace place, JobSet set, TimeProvider clock, CancellationToken cancellation)
    {
        JobFiles.SayRefused(set);
        await using Logger log = Log(place.Lake, "work");
        var terminated = new TaskCompletionSource();
        using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            terminated.TrySetResult();
        });
        await using (JobScheduler scheduler = await JobScheduler.Start(place, set, new JobNotices(place.Lake, clock), clock, log))
        {
            Console.Out.WriteLine(scheduler.IsActive ? $"node {place.Node} runs jobs" : "another scheduler of this lake runs its jobs; this one waits for it to end");
            await Task.WhenAny(Task.Delay(Timeout.Infinite, cancellation), terminated.Task);
            Console.Out.WriteLine("stopping");
        }
    }
}
