using System.Diagnostics;

namespace Screening.Cli.Nightly;

/// <summary>A stage of a run that is done.</summary>
/// <param name="Name">Stage.</param>
/// <param name="Rows">What it worked off.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record StageTime(string Name, long Rows, double Seconds);

/// <summary>Times the stages of a run and says which one is on.</summary>
internal sealed class Stages(IProgress<string>? begun = null)
{
    private readonly List<StageTime> _done = [];

    /// <summary>The stages that are done, in order.</summary>
    public IReadOnlyList<StageTime> Done => _done;

    /// <summary>Runs a stage.</summary>
    public T Time<T>(string name, long rows, Func<T> work)
    {
        begun?.Report(name);
        long before = Stopwatch.GetTimestamp();
        T result = work();
        _done.Add(new StageTime(name, rows, Stopwatch.GetElapsedTime(before).TotalSeconds));
        return result;
    }
}
