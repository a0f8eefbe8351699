using Microsoft.AspNetCore.Mvc;
using Screening.Casework;
using Screening.Data.Jobs;
using Screening.Data.Store;
using Screening.Web.Jobs;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>A job in the table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Job">What its file says; <c>null</c> for one that ran once and has no file here.</param>
/// <param name="Pause">Since when it is paused and by whom; <c>null</c> when it is not.</param>
/// <param name="Latest">Its latest run; <c>null</c> for none.</param>
/// <param name="Usual">How long it usually takes; <c>null</c> when it never succeeded.</param>
/// <param name="NextUtc">When it runs next; <c>null</c> for never.</param>
internal sealed record JobLine(string Name, Job? Job, JobPause? Pause, JobRun? Latest, UsualTime? Usual, DateTime? NextUtc);

/// <summary>What runs by itself: jobs, their next times, their runs and how long those took against the usual.</summary>
internal sealed class RunsModel(Desk desk, JobDesk jobs) : DeskPage(desk)
{
    /// <summary>Most runs shown.</summary>
    public const int Most = 100;

    // Runs of a job that are looked at for how long it usually takes.
    private const int MostOfJob = 200;

    private static readonly Dictionary<string, string> s_done = new(StringComparer.Ordinal)
    {
        ["run"] = "Started; it shows below in a moment.",
        ["pause"] = "Paused: its times pass without it.",
        ["resume"] = "It runs again from its next time on.",
    };

    /// <summary>The jobs.</summary>
    public IReadOnlyList<JobLine> Jobs { get; private set; } = [];

    /// <summary>Job files that are not as accepted, with what is wrong.</summary>
    public IReadOnlyDictionary<string, string> Refused => jobs.Set.Refused;

    /// <summary>Runs, the latest first.</summary>
    public IReadOnlyList<JobRun> Runs { get; private set; } = [];

    /// <summary>What was done just now; <c>null</c> for nothing.</summary>
    public string? Done { get; private set; }

    /// <summary>Why something was not done; <c>null</c> for none.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether jobs run on this server.</summary>
    public bool RunsHere => jobs.Scheduler is { IsActive: true };

    /// <summary>Whether who looks may start and pause.</summary>
    public bool MayAct => Actor.Role == CaseRole.Administrator;

    public void OnGet(string? done)
    {
        if (done is not null) Done = s_done.GetValueOrDefault(done);
        Read();
    }

    public Task<IActionResult> OnPostRun(string? job, CancellationToken cancellation) => Do("run", "job_run", job, named => jobs.Scheduler is { } scheduler
        ? scheduler.RunNow(named.Name, Actor.Name, cancellation)
        : throw new StoreException("this server runs no jobs; start one with 'screening serve --jobs' or 'screening work'"));

    public Task<IActionResult> OnPostPause(string? job) => Do("pause", "job_paused", job, named => Change(store => store.Pause(named.Name, Actor.Name, Now)));

    public Task<IActionResult> OnPostResume(string? job) => Do("resume", "job_resumed", job, named => Change(store => store.Resume(named.Name)));

    private async Task<IActionResult> Do(string act, string action, string? name, Func<Job, Task> work)
    {
        if (!MayAct) return Forbid();
        try
        {
            Job job = jobs.Set.Find(name ?? "") ?? throw new StoreException("there is no such job");
            await work(job).ConfigureAwait(false);
            JobAudit.Append(jobs.Store, Actor, action, job.Name);
            return RedirectToPage(new { done = act });
        }
        catch (StoreException e)
        {
            Problem = Told.Sentence(e.Message);
            Read();
            return Page();
        }
    }

    private Task Change(Action<JobStore> act)
    {
        using JobStore store = JobStore.Open(jobs.Store);
        act(store);
        return Task.CompletedTask;
    }

    private void Read()
    {
        using JobStore? store = jobs.Open();
        Runs = store?.Runs(null, Most) ?? [];
        Dictionary<string, JobPause> pauses = (store?.Pauses() ?? []).ToDictionary(p => p.Job, StringComparer.Ordinal);
        string[] names = [.. jobs.Set.Jobs.Select(j => j.Name).Union(Runs.Select(r => r.Job), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Jobs = [.. names.Select(name => Line(name, store?.Runs(name, MostOfJob) ?? [], pauses.GetValueOrDefault(name)))];
    }

    private JobLine Line(string name, IReadOnlyList<JobRun> runs, JobPause? pause)
    {
        Job? job = jobs.Set.Find(name);
        DateTime? next = job is { IsEnabled: true } && pause is null ? job.NextAfter(Now) : null;
        return new JobLine(name, job, pause, runs is [var latest, ..] ? latest : null, UsualTime.Of(runs), next);
    }
}
