using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;
using Screening.Data.Jobs;
using Screening.Data.Native;
using Screening.Data.Store;
using Serilog;

namespace Screening.Web.Jobs;

/// <summary>
/// Runs jobs at their times. On SQLite one scheduler of a lake works and others wait for it to end; on PostgreSQL all of them do, as nodes of one cluster. Times, what was
/// missed and what was cut short are remembered by Quartz's store, what runs were by <see cref="JobStore"/>.
/// </summary>
internal sealed class JobScheduler : IAsyncDisposable
{
    private const string Group = "screening";
    private const long ProvisionLock = 7_403_118_825_061_936;
    private const int MostAtOnce = 8;

    /// <summary>How far the clock of a node of a cluster may be off that of the store.</summary>
    public static TimeSpan MostOff { get; } = TimeSpan.FromSeconds(30);

    private readonly JobPlace _place;
    private readonly JobSet _set;
    private readonly JobRunner _runner;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private StandaloneSchedulerFactory? _factory;
    private IScheduler? _scheduler;
    private FileStream? _turn;
    private Task _background = Task.CompletedTask;

    private TimeSpan _mostOff = MostOff;

    private JobScheduler(JobPlace place, JobSet set, JobRunner runner, TimeProvider clock, ILogger log) => (_place, _set, _runner, _clock, _log) = (place, set, runner, clock, log);

    /// <summary>Whether it runs jobs; false while another scheduler of the lake does.</summary>
    public bool IsActive => _scheduler is not null;

    /// <summary>Starts to run jobs, or to wait for the turn.</summary>
    /// <param name="place">Where.</param>
    /// <param name="set">The jobs.</param>
    /// <param name="notices">Tells of failures.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="log">Where it is told what happens.</param>
    /// <param name="mostOff">How far the clock may be off the store's; <see cref="MostOff"/> when <c>null</c>.</param>
    /// <exception cref="StoreException">The store cannot be used, or this node may not take part.</exception>
    public static async Task<JobScheduler> Start(JobPlace place, JobSet set, JobNotices notices, TimeProvider clock, ILogger log, TimeSpan? mostOff = null)
    {
        foreach ((string name, string problem) in set.Refused) log.Error("job {Job} does not run: {Problem}", name, problem);
        using (place.Open())
        {
            // Makes the file or the tables.
        }

        var scheduler = new JobScheduler(place, set, new JobRunner(place, notices, clock, log), clock, log) { _mostOff = mostOff ?? MostOff };
        try
        {
            if (PostgresAddress.Is(place.Store.Address) || scheduler.TakesTurn()) await scheduler.Begin().ConfigureAwait(false);
            else scheduler._background = scheduler.WaitForTurn();
            return scheduler;
        }
        catch
        {
            await scheduler.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets a job run now, on whichever node takes it.</summary>
    /// <exception cref="StoreException">No scheduler works here, or there is no such job.</exception>
    public async Task RunNow(string name, string by, CancellationToken cancellation)
    {
        if (_scheduler is null) throw new StoreException("another scheduler of this lake runs its jobs; ask there, or use 'screening jobs run'");
        if (_set.Find(name) is not { IsEnabled: true }) throw new StoreException($"there is no job {name} that is switched on");
        await _scheduler.TriggerJob(new JobKey(name, Group), new JobDataMap { [ScheduledJob.AskedBy] = by }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends what runs, so that it is taken up by the next scheduler, and lets the turn go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_scheduler is not null) await _scheduler.Shutdown(true, CancellationToken.None).ConfigureAwait(false);
        if (_scheduler is not null && PostgresAddress.Is(_place.Store.Address)) Leave();
        if (_factory is not null) await _factory.DisposeAsync().ConfigureAwait(false);
        if (_turn is not null) await _turn.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task Begin()
    {
        await using NpgsqlConnection? alone = await Alone().ConfigureAwait(false);
        await Admit(alone).ConfigureAwait(false);
        IReadOnlyList<JobRun> lost;
        using (JobStore store = _place.Open()) lost = store.LoseDead(_clock.GetUtcNow().UtcDateTime);
        await _runner.TellLost(lost, _set.Find).ConfigureAwait(false);
        _factory = QuartzSchedulerBuilder.Create(Configure).Build();
        IScheduler scheduler = await _factory.GetScheduler(_stop.Token).ConfigureAwait(false);
        await Agree(scheduler).ConfigureAwait(false);
        await scheduler.Start(_stop.Token).ConfigureAwait(false);
        _scheduler = scheduler;
        _log.Information("jobs run here, on node {Node}: {Jobs}", _place.Node, _set.Jobs.Where(j => j.IsEnabled).Select(j => j.Name));
    }

    /// <summary>Says where a scheduler remembers.</summary>
    public static void UseStore(IQuartzBuilder quartz, StoreAddress address, string node)
    {
        quartz.ConfigureScheduler(options =>
        {
            options.InstanceName = Group;
            options.InstanceId = node;
            options.ShutdownJobInterruption = ShutdownJobInterruption.Always;

            // What another process hands to the cluster wakes no node: it is found when a node looks.
            if (PostgresAddress.Is(address.Address)) options.IdleWaitTime = TimeSpan.FromSeconds(2);
        });
        quartz.UsePersistentStore(store =>
        {
            if (PostgresAddress.Is(address.Address))
            {
                store.UsePostgres(NpgsqlFactory.Instance, PostgresAddress.Read(address.Address).ConnectionString);
                store.UseClustering();
            }
            else
            {
                NativeLibraries.UseSqlite();
                store.UseSqlite(SqliteFactory.Instance, new SqliteConnectionStringBuilder { DataSource = JobStore.FileBeside(address), Pooling = false }.ToString());
            }

            store.ProvisionSchema();
            store.ConfigureStore(options =>
            {
                options.RecoverFiringsCancelledByShutdown = true;
                options.DbRetryInterval = TimeSpan.FromSeconds(3);
            });
        });
    }

    private void Configure(IQuartzBuilder quartz)
    {
        UseStore(quartz, _place.Store, _place.Node);
        quartz.UseTimeProvider(_clock);
        quartz.UseDefaultThreadPool(MostAtOnce);

        // A task of a night takes the memory of its events: one at a time.
        quartz.UseExecutionLimits(limits => limits.ForGroup(NightTasks.Group, 1));
        quartz.UseJobFactory(new ScheduledJobs(() => new ScheduledJob(_runner, _place, _set.Find, _clock)));
    }

    // What the store remembers follows the files: a schedule that is as it was keeps what it missed, another begins anew, a job without a file goes.
    private async Task Agree(IScheduler scheduler)
    {
        Job[] wanted = [.. _set.Jobs.Where(j => j.IsEnabled)];
        foreach (JobHeader known in (await scheduler.QueryJobs(new JobQuery(), _stop.Token).ConfigureAwait(false)).Items)
            if (known.Key.Group == Group && !wanted.Any(j => j.Name == known.Key.Name)) await scheduler.DeleteJob(known.Key, _stop.Token).ConfigureAwait(false);
        foreach (Job job in wanted)
        {
            var key = new TriggerKey(job.Name, Group);
            ITrigger? trigger = await scheduler.GetTrigger(key, _stop.Token).ConfigureAwait(false);
            if (trigger?.Description == job.ScheduleText) continue;
            if (trigger is not null) await scheduler.UnscheduleJob(key, _stop.Token).ConfigureAwait(false);
            IJobDetail detail = JobBuilder.Create<ScheduledJob>().WithIdentity(job.Name, Group).StoreDurably().RequestRecovery().DisallowConcurrentExecution().Build();
            await scheduler.AddJob(detail, new AddJobOptions { Replace = true }, _stop.Token).ConfigureAwait(false);
            await scheduler.ScheduleJob(Trigger(job, key), new ScheduleJobOptions(), _stop.Token).ConfigureAwait(false);
        }
    }

    private ITrigger Trigger(Job job, TriggerKey key) => TriggerBuilder.Create(_clock).WithIdentity(key).ForJob(new JobKey(job.Name, Group)).WithDescription(job.ScheduleText)
        .WithSchedule(CronScheduleBuilder.Create(job.Times).WithMisfireInstruction(job.Misfire == MisfireRule.RunOnce ? CronTriggerMisfireInstruction.FireAndProceed : CronTriggerMisfireInstruction.DoNothing))
        .Build();

    // Nodes that start together make the tables and the schedules one after the other.
    private async Task<NpgsqlConnection?> Alone()
    {
        if (!PostgresAddress.Is(_place.Store.Address)) return null;
        var connection = new NpgsqlConnection(PostgresAddress.Read(_place.Store.Address).ConnectionString + ";Pooling=false");
        await connection.OpenAsync(_stop.Token).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection);
        command.Parameters.AddWithValue("key", ProvisionLock);
        await command.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        return connection;
    }

    // A node with another program would make other parts; one whose clock is wrong would run jobs at wrong times and take living nodes for dead.
    private async Task Admit(NpgsqlConnection? store)
    {
        if (store is null) return;
        await using (var command = new NpgsqlCommand("SELECT clock_timestamp()", store))
        {
            DateTime told = (DateTime)(await command.ExecuteScalarAsync(_stop.Token).ConfigureAwait(false))!;
            TimeSpan off = _clock.GetUtcNow().UtcDateTime - told;
            if (off.Duration() > _mostOff)
                throw new StoreException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the clock of node {_place.Node} is {off.TotalSeconds:+0;-0} s off the store's; accepted: up to {_mostOff.TotalSeconds:0} s. Set it, best by NTP"));
        }

        using JobStore jobs = _place.Open();
        if (jobs.Join(_place.Node, NodeVersion.Own, _clock.GetUtcNow().UtcDateTime) is { } problem) throw new StoreException(problem);
        _background = Stay();
    }

    private void Leave()
    {
        try
        {
            using JobStore jobs = _place.Open();
            jobs.Leave(_place.Node);
        }
        catch (Exception e) when (e is StoreException or System.Data.Common.DbException)
        {
            _log.Warning("node {Node} leaves without a word: {Problem}", _place.Node, e.Message);
        }
    }

    private async Task Stay()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(JobStore.Heartbeat, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested) return;
            try
            {
                using JobStore jobs = _place.Open();
                jobs.Stay(_place.Node, _clock.GetUtcNow().UtcDateTime);
            }
            catch (Exception e) when (e is StoreException or System.Data.Common.DbException)
            {
                _log.Warning("node {Node} cannot give a sign of life: {Problem}", _place.Node, e.Message);
            }
        }
    }

    // A lock on a file goes with the process that has it, however that ends.
    private bool TakesTurn()
    {
        try
        {
            _turn = new FileStream(JobStore.FileBeside(_place.Store) + ".turn", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task WaitForTurn()
    {
        _log.Information("another scheduler of this lake runs its jobs; this one waits for it to end");
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested || !TakesTurn()) continue;
            try
            {
                await Begin().ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is StoreException or System.Data.Common.DbException or SchedulerException)
            {
                _log.Error(e, "jobs cannot run here");
                await _turn!.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
