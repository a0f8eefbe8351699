using Quartz;
using Quartz.Extensibility;

namespace Screening.Web.Jobs;

/// <summary>Makes what the scheduler calls.</summary>
internal sealed class ScheduledJobs(Func<ScheduledJob> make) : IJobFactory
{
    /// <inheritdoc/>
    public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) => ValueTask.FromResult(new JobScope(make(), null));

    /// <inheritdoc/>
    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
