using Screening.Data.Jobs;

namespace Screening.Web.Jobs;

/// <summary>How long a job usually takes: the middle of its last runs that succeeded, and the range in which the middle half of them lies.</summary>
/// <param name="Median">Half took less.</param>
/// <param name="Low">A quarter took less.</param>
/// <param name="High">A quarter took more.</param>
/// <param name="Runs">How many there were.</param>
internal sealed record UsualTime(TimeSpan Median, TimeSpan Low, TimeSpan High, int Runs)
{
    /// <summary>Most runs that count.</summary>
    public const int Most = 20;

    /// <summary>Fewest runs from which it is told whether another took unusually long.</summary>
    public const int Fewest = 5;

    /// <summary>Of runs, the latest first; <c>null</c> when none succeeded.</summary>
    public static UsualTime? Of(IEnumerable<JobRun> runs)
    {
        TimeSpan[] took = [.. runs.Where(r => r.Outcome == JobOutcome.Done && r.Took is not null).Take(Most).Select(r => r.Took!.Value).Order()];
        return took.Length == 0 ? null : new UsualTime(At(took, 0.5), At(took, 0.25), At(took, 0.75), took.Length);
    }

    /// <summary>Whether a run took longer than three times the usual range beyond it: never told of a few runs.</summary>
    public bool IsLong(TimeSpan took) => Runs >= Fewest && took > High + (3 * (High - Low)) && took > 1.5 * Median;

    // Between the two that lie next to it, in proportion.
    private static TimeSpan At(TimeSpan[] sorted, double share)
    {
        double at = share * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
