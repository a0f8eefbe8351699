using System.Diagnostics;
using Serilog;

namespace Screening.Cli.Nightly;

/// <summary>A stage of a run that is done.</summary>
/// <param name="Name">Stage.</param>
/// <param name="Rows">What it worked off.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="ProcessorSeconds">What the process had of all processors meanwhile.</param>
/// <param name="PausedSeconds">How long the garbage collector stopped all threads.</param>
internal sealed record StageTime(string Name, long Rows, double Seconds, double ProcessorSeconds, double PausedSeconds);

/// <summary>Times the stages of a run, says which one is on and logs it when it is done.</summary>
internal sealed class Stages(IProgress<string>? begun = null, ILogger? log = null)
{
    private readonly List<StageTime> _done = [];

    /// <summary>The stages that are done, in order.</summary>
    public IReadOnlyList<StageTime> Done => _done;

    /// <summary>Runs a stage.</summary>
    public T Time<T>(string name, long rows, Func<T> work)
    {
        begun?.Report(name);
        (long began, TimeSpan processor, TimeSpan paused) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration());
        T result = work();
        var done = new StageTime(
            name, rows, Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, (GC.GetTotalPauseDuration() - paused).TotalSeconds);
        _done.Add(done);
        log?.Information("{Stage} of {Rows} rows took {Seconds} s, {ProcessorSeconds} s of processors", done.Name, done.Rows, done.Seconds, done.ProcessorSeconds);
        return result;
    }
}
