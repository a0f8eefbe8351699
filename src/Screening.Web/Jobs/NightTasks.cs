using System.Globalization;
using Npgsql;
using Quartz;
using Screening.Data.Store;

namespace Screening.Web.Jobs;

/// <summary>The tasks of a night that is spread over nodes: each a durable job with recovery requested, of which a node takes one at a time.</summary>
internal static class NightTasks
{
    /// <summary>The verb that does one.</summary>
    public const string Verb = "night-part";

    /// <summary>Group of the tasks, in the store and among the limits of a node.</summary>
    public const string Group = "night";

    private const string Plan = "plan", Number = "task", Threads = "threads";
    private const int TimeoutSeconds = 4 * 3600;

    /// <summary>Name of the job that does a task, whatever the plan.</summary>
    public static string NameOf(int task) => string.Create(CultureInfo.InvariantCulture, $"{Verb}-{task}");

    /// <summary>Whether a job is a task of a night.</summary>
    public static bool Is(string job) => job.StartsWith(Verb + "-", StringComparison.Ordinal);

    /// <summary>The job that does a task.</summary>
    /// <param name="plan">Id of the plan.</param>
    /// <param name="task">The task, from 0.</param>
    /// <param name="threads">Threads, as text; empty for one a core.</param>
    public static Job Of(string plan, int task, string threads = "") => new()
    {
        Name = NameOf(task),
        Arguments = [Verb, "--lake", "{lake}", "--plan", plan, "--task", task.ToString(CultureInfo.InvariantCulture), .. threads.Length == 0 ? Array.Empty<string>() : ["--threads", threads]],
        Cron = "0 0 1 1 *",
        TimeZone = TimeZoneInfo.Utc,
        TimeoutSeconds = TimeoutSeconds,
        Retries = 1,
        RetryAfterSeconds = 5,
        Owner = "the night",
    };

    /// <summary>The job that a scheduler was given; <c>null</c> when it is no task.</summary>
    public static Job? Of(IJobDetail detail) =>
        detail.Key.Group == Group && detail.JobDataMap.TryGetValue(Plan, out object? plan) && detail.JobDataMap.TryGetValue(Number, out object? task)
            ? Of((string)plan!, int.Parse((string)task!, CultureInfo.InvariantCulture), detail.JobDataMap.TryGetValue(Threads, out object? threads) ? (string)threads! : "")
            : null;

    /// <summary>Hands tasks to the cluster.</summary>
    /// <param name="place">The lake and the store.</param>
    /// <param name="plan">Id of the plan.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="threads">Threads that each may use; one a core of its node when <c>null</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static async Task Submit(JobPlace place, string plan, IEnumerable<int> tasks, int? threads, CancellationToken cancellation)
    {
        if (!PostgresAddress.Is(place.Store.Address)) throw new StoreException("a night is spread over nodes of a cluster, whose store is a PostgreSQL; SCREENING_STORE names it");
        string sender = string.Create(CultureInfo.InvariantCulture, $"{place.Node}-sends-{Environment.ProcessId}");
        try
        {
            // Never started: it takes nothing, and is no node.
            await using StandaloneSchedulerFactory factory = QuartzSchedulerBuilder.Create(quartz => JobScheduler.UseStore(quartz, place.Store, sender)).Build();
            IScheduler scheduler = await factory.GetScheduler(cancellation).ConfigureAwait(false);
            foreach (int task in tasks)
            {
                var key = new JobKey(NameOf(task), Group);
                IJobDetail job = JobBuilder.Create<ScheduledJob>().WithIdentity(key).StoreDurably().RequestRecovery().DisallowConcurrentExecution()
                    .UsingJobData(Plan, plan).UsingJobData(Number, task.ToString(CultureInfo.InvariantCulture))
                    .UsingJobData(Threads, threads?.ToString(CultureInfo.InvariantCulture) ?? "").Build();
                await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellation).ConfigureAwait(false);
                ITrigger now = TriggerBuilder.Create().WithIdentity($"{plan}-{task}", Group).ForJob(key).WithExecutionGroup(Group).StartNow().Build();
                await scheduler.ScheduleJob(now, new ScheduleJobOptions(), cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SchedulerException or NpgsqlException)
        {
            throw new StoreException($"the tasks of the night cannot be handed to the cluster: {e.GetBaseException().Message}", e);
        }
    }
}
