using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Screening.Data.Jobs;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Serilog;

namespace Screening.Web.Jobs;

/// <summary>
/// Runs a job on an occasion, from the question whether it may to the notice that it failed: asks for it, starts the process, gives signs of life, ends it when it takes
/// too long, puts down what came of it, tries again. Whoever asks, a scheduler or a person, asks here.
/// </summary>
internal sealed class JobRunner(JobPlace place, JobNotices notices, TimeProvider clock, ILogger log)
{
    // What the command line returns when its input is at fault: the same input would be at fault again.
    private const int InputAtFault = 2;
    private const int ShownLines = 40;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_storePatience = TimeSpan.FromMinutes(10);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Runs a job.</summary>
    /// <returns>The last of its tries, or the note that there was none.</returns>
    /// <exception cref="StoreException">The store of jobs cannot be used.</exception>
    public async Task<JobRun> Run(Job job, JobOccasion occasion, CancellationToken stop)
    {
        JobRun wanted = new() { RunId = "", Job = job.Name, Cause = occasion.Cause, AskedBy = occasion.AskedBy, DueAtUtc = occasion.DueAtUtc, StartedAtUtc = Now, Node = place.Node };
        if (occasion.Cause != JobCause.Person && await Obstacle(job, wanted, stop).ConfigureAwait(false) is { } obstacle) return await NotBegun(job, obstacle).ConfigureAwait(false);
        for (int attempt = 1; ; attempt++)
        {
            JobRun run = await Try(job, wanted with { Attempt = attempt, StartedAtUtc = Now }, stop).ConfigureAwait(false);
            bool mayRetry = run.Outcome is JobOutcome.Failed or JobOutcome.TimedOut && run.ExitCode != InputAtFault && attempt <= job.Retries && !stop.IsCancellationRequested;
            if (!mayRetry)
            {
                if (run.IsTrouble) await Tell(job, run).ConfigureAwait(false);
                return run;
            }

            log.Warning("job {Job}: try {Attempt} of {Tries} {Outcome}; again in {Seconds} s", job.Name, attempt, job.Retries + 1, run.Outcome, job.RetryAfterSeconds);
            await Task.Delay(TimeSpan.FromSeconds(job.RetryAfterSeconds), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return run;
        }
    }

    /// <summary>Tells that runs were lost.</summary>
    public async Task TellLost(IEnumerable<JobRun> lost, Func<string, Job?> find)
    {
        foreach (JobRun run in lost)
            if (find(run.Job) is { } job) await Tell(job, run).ConfigureAwait(false);
    }

    // Why it does not begin: it is paused, or what it depends on has not succeeded; what still runs is waited for.
    private async Task<JobRun?> Obstacle(Job job, JobRun wanted, CancellationToken stop)
    {
        for (DateTime until = Now.AddSeconds(job.TimeoutSeconds); ;)
        {
            using (JobStore store = place.Open())
            {
                if (store.Pauses().FirstOrDefault(p => p.Job == job.Name) is { } pause) return wanted with { Outcome = JobOutcome.Skipped, Note = $"paused by {pause.By}" };
                DateTime since = Since(job, wanted.DueAtUtc ?? wanted.StartedAtUtc);
                (string Name, JobRun? Latest)[] waitsFor = [.. job.Dependencies.Select(name => (name, store.Runs(name, 1) is [var latest] ? latest : null)).Where(d => !Succeeded(d.Item2, since))];
                if (waitsFor.Length == 0) return null;
                bool mayYet = waitsFor.Any(w => w.Latest?.Outcome == JobOutcome.Running) && Now < until && !stop.IsCancellationRequested;
                if (!mayYet) return wanted with { Outcome = JobOutcome.Blocked, Note = string.Join(", ", waitsFor.Select(w => Missing(w.Name, w.Latest, since))) };
            }

            await Task.Delay(s_look, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool Succeeded(JobRun? latest, DateTime since) => latest is { Outcome: JobOutcome.Done } && latest.StartedAtUtc >= since;

    private static string Missing(string name, JobRun? latest, DateTime since) => latest switch
    {
        null => $"{name} has never run",
        { Outcome: JobOutcome.Done } => string.Create(CultureInfo.InvariantCulture, $"{name} has not run since {since:yyyy-MM-dd HH:mm} UTC"),
        _ => $"the latest run of {name} is {StoreText.Word(latest.Outcome)}",
    };

    // When the job was due the time before: what it depends on is to have succeeded since.
    private static DateTime Since(Job job, DateTime due) => job.Times.GetPreviousValidTimeBefore(new DateTimeOffset(due, TimeSpan.Zero))?.UtcDateTime ?? DateTime.MinValue;

    private async Task<JobRun> NotBegun(Job job, JobRun why)
    {
        JobRun noted;
        using (JobStore store = place.Open()) noted = store.NotBegun(why);
        log.Warning("job {Job} did not begin: {Why}", job.Name, why.Note);
        if (noted.IsTrouble) await Tell(job, noted).ConfigureAwait(false);
        return noted;
    }

    private async Task<JobRun> Try(Job job, JobRun wanted, CancellationToken stop)
    {
        JobClaim claim = await Claim(wanted, stop).ConfigureAwait(false);
        if (claim.Lost is { } lost) await Tell(job, lost).ConfigureAwait(false);
        if (claim.Run is not { } run)
        {
            return await NotBegun(job, wanted with
            {
                Outcome = JobOutcome.Skipped,
                Note = string.Create(CultureInfo.InvariantCulture, $"it runs already, since {claim.HeldBy!.StartedAtUtc:yyyy-MM-dd HH:mm:ss} UTC on {claim.HeldBy.Node}"),
            }).ConfigureAwait(false);
        }

        log.Information("job {Job}: run {Run} begins, {Cause}", job.Name, run.RunId, run.Cause);
        JobRun ended = await Work(job, run, stop).ConfigureAwait(false);
        await Stored(store => store.End(ended)).ConfigureAwait(false);
        Write(Manifest(job, ended));
        log.Information("job {Job}: run {Run} ended, {Outcome}", job.Name, run.RunId, ended.Outcome);
        return ended;
    }

    // Who takes over from a node that died comes before that is certain: it waits until the dead one has been silent for long enough.
    private async Task<JobClaim> Claim(JobRun wanted, CancellationToken stop)
    {
        for (DateTime until = Now + (JobStore.Silence * 2); ;)
        {
            JobClaim claim;
            using (JobStore store = place.Open()) claim = store.Claim(wanted with { StartedAtUtc = Now });
            if (claim.Run is not null || wanted.Cause != JobCause.Recovery || Now > until || stop.IsCancellationRequested) return claim;
            await Task.Delay(s_look, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<JobRun> Work(Job job, JobRun run, CancellationToken stop)
    {
        JobRun logged = run with { Log = JobFolder.LogOf(run) };
        using var lost = new CancellationTokenSource();
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stop, lost.Token);
        try
        {
            using JobProcess process = JobProcess.Start(place.Command, job.ArgumentsOf(place.Lake, run.RunId, run.StartedAtUtc), run.RunId, Path.Combine(place.Lake, logged.Log!));
            using (JobStore store = place.Open()) store.Logs(run.RunId, logged.Log!);
            using var over = new CancellationTokenSource();
            Task beating = Beat(run.RunId, lost, over.Token);
            JobEnd end = await process.End(TimeSpan.FromSeconds(job.TimeoutSeconds), clock, any.Token).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await beating.ConfigureAwait(false);
            return Ended(job, logged, end, lost.IsCancellationRequested);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException or DbException)
        {
            return run with { Outcome = JobOutcome.Failed, EndedAtUtc = Now, Note = e.Message };
        }
    }

    private JobRun Ended(Job job, JobRun run, JobEnd end, bool wasLost) => run with
    {
        EndedAtUtc = Now,
        ExitCode = end.ExitCode,
        Outcome = end.HasTimedOut ? JobOutcome.TimedOut : end.WasStopped ? JobOutcome.Stopped : end.ExitCode == 0 ? JobOutcome.Done : JobOutcome.Failed,
        Note = end.HasTimedOut ? string.Create(CultureInfo.InvariantCulture, $"ended after {job.TimeoutSeconds} s")
            : wasLost ? "ended, as another node had taken it for lost"
            : end.WasStopped ? "ended with its scheduler"
            : end.ExitCode is null ? "it was killed"
            : null,
    };

    // Signs of life, each by a connection of its own: a store that goes away for a while comes back.
    private async Task Beat(string runId, CancellationTokenSource lost, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(JobStore.Heartbeat, clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested) return;
            try
            {
                using JobStore store = place.Open();
                if (!store.Beat(runId, Now)) await lost.CancelAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (IsOfStore(e))
            {
                log.Warning("run {Run} cannot give a sign of life: {Problem}", runId, e.Message);
            }
        }
    }

    // What came of a run is put down even when the store goes away for some minutes just then.
    private async Task Stored(Action<JobStore> act)
    {
        for (DateTime until = Now + s_storePatience; ;)
        {
            try
            {
                using JobStore store = place.Open();
                act(store);
                return;
            }
            catch (Exception e) when (IsOfStore(e) && Now < until)
            {
                log.Warning("what came of a job cannot be put down yet: {Problem}", e.Message);
            }

            await Task.Delay(s_look, clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static bool IsOfStore(Exception e) => e is StoreException or DbException or IOException or TimeoutException or InvalidOperationException;

    private JobManifest Manifest(Job job, JobRun run) => new(
        run, job.ArgumentsOf(place.Lake, run.RunId, run.StartedAtUtc), job.Owner, typeof(JobRunner).Assembly.GetName().Version!.ToString(3), JobFolder.LastLines(place.Lake, run, ShownLines), []);

    private async Task Tell(Job job, JobRun run)
    {
        JobManifest manifest = Manifest(job, run);
        IReadOnlyList<string> told = await notices.Tell(job, manifest).ConfigureAwait(false);
        log.Error("{Sentence}; told: {Told}", JobNotices.Sentence(run), told);
        Write(manifest with { Told = told });
    }

    private void Write(JobManifest manifest)
    {
        string file = JobFolder.ManifestOf(place.Lake, manifest.Run);
        try
        {
            WholeFile.Write(file, JsonSerializer.Serialize(manifest, AlertJson.Indented));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warning("the manifest of run {Run} cannot be written: {Problem}", manifest.Run.RunId, e.Message);
        }
    }
}
