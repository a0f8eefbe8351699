using System.Globalization;
using Screening.Data.Jobs;

namespace Screening.Web.Jobs;

/// <summary>Runs in words.</summary>
internal static class RunWords
{
    /// <summary>How long something took, in its two largest units.</summary>
    public static string Took(TimeSpan took) => took switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalMinutes} min {took.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalHours} h {took.Minutes} min"),
    };

    /// <summary>How a run ended.</summary>
    public static string Of(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Running => "running",
        JobOutcome.Done => "done",
        JobOutcome.Failed => "failed",
        JobOutcome.TimedOut => "took too long",
        JobOutcome.Stopped => "stopped",
        JobOutcome.Lost => "lost",
        JobOutcome.Blocked => "blocked",
        _ => "skipped",
    };

    /// <summary>Why a run began.</summary>
    public static string Of(JobRun run) => run.Cause switch
    {
        JobCause.Schedule => "on time",
        JobCause.CatchUp => "caught up",
        JobCause.Recovery => "taken up again",
        _ => "asked for by " + (run.AskedBy ?? "somebody"),
    };
}
