using Quartz;
using Screening.Data.Jobs;

namespace Screening.Web.Jobs;

/// <summary>What the scheduler calls when a job's time has come, or a node died in the middle of one.</summary>
internal sealed class ScheduledJob(JobRunner runner, JobPlace place, Func<string, Job?> find, TimeProvider clock) : IJob
{
    /// <summary>Who asked for it, in the data of what fires it.</summary>
    public const string AskedBy = "asked_by";

    // Later than this is caught up, as Quartz takes it that has the same threshold.
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        // Its file may be gone since; then so is the job.
        Job? task = NightTasks.Of(context.JobDetail);
        if ((task ?? find(context.JobDetail.Key.Name)) is not { IsEnabled: true } job) return;
        JobOccasion occasion = task is null || context.Recovering ? Occasion(context, job) : new JobOccasion(JobCause.Person, NightTasks.Group, null);
        if (occasion.Cause == JobCause.Recovery && WasLostTwice(job.Name)) return;
        JobRun run = await runner.Run(job, occasion, cancellationToken).ConfigureAwait(false);

        // Handed back: whichever scheduler comes next takes it up.
        if (run.Outcome == JobOutcome.Stopped) cancellationToken.ThrowIfCancellationRequested();
    }

    private static JobOccasion Occasion(IJobExecutionContext context, Job job)
    {
        if (context.MergedJobDataMap.TryGetValue(AskedBy, out object? by) && !context.Recovering) return new JobOccasion(JobCause.Person, by as string, null);

        // What was missed stands for all times that were, so the latest of them is due.
        bool isOnTime = !context.Recovering && context.FireTimeUtc - (context.ScheduledFireTimeUtc ?? context.FireTimeUtc) < s_late;
        DateTime? due = isOnTime ? context.ScheduledFireTimeUtc?.UtcDateTime : job.Times.GetPreviousValidTimeBefore(context.FireTimeUtc)?.UtcDateTime;
        return new JobOccasion(context.Recovering ? JobCause.Recovery : isOnTime ? JobCause.Schedule : JobCause.CatchUp, null, due);
    }

    // A job that takes its node down with it would do so for ever.
    private bool WasLostTwice(string job)
    {
        using JobStore store = place.Open();
        return store.Runs(job, 1) is [{ Cause: JobCause.Recovery } latest] && (latest.Outcome == JobOutcome.Lost || store.LoseDead(clock.GetUtcNow().UtcDateTime).Any(l => l.RunId == latest.RunId));
    }
}
