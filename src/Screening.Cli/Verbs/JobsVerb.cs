using System.CommandLine;
using System.Globalization;
using Screening.Casework;
using Screening.Cli.Operations;
using Screening.Data.Jobs;
using Screening.Data.Store;
using Screening.Typologies;
using Screening.Web.Jobs;

namespace Screening.Cli.Verbs;

/// <summary><c>screening jobs ...</c>: what runs by itself, when, and what came of it.</summary>
internal static class JobsVerb
{
    /// <summary>The verb.</summary>
    public static Command Command() => new("jobs", "Jobs: what runs by itself, when, and what came of it (docs/jobs.md)") { List(), Run(), History(), Pause(), Resume(), Validate() };

    private static Command List()
    {
        (Option<string> lake, Option<string?> jobs, Option<bool> json) = (Verb.Lake(required: true), JobFiles.Option(), Verb.Json());
        var command = new Command("list", "Every job with its next time, its latest run and how long it usually takes") { lake, jobs, json };
        command.Runs((parsed, _) =>
        {
            JobSet set = JobFiles.Load(parsed.GetValue(jobs));
            JobPlace place = JobFiles.Place(parsed.GetValue(lake)!, null);
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            using JobStore store = place.Open();
            HashSet<string> paused = [.. store.Pauses().Select(p => p.Job)];
            var rows = set.Jobs.Select(job =>
            {
                IReadOnlyList<JobRun> runs = store.Runs(job.Name, 200);
                DateTime? next = job.IsEnabled && !paused.Contains(job.Name) ? job.NextAfter(now) : null;
                return new { job.Name, State = job.IsEnabled ? paused.Contains(job.Name) ? "paused" : "on" : "off", job.Cron, TimeZone = job.TimeZone.Id, NextUtc = next, Latest = runs is [var latest, ..] ? latest : null, Usual = UsualTime.Of(runs), job.Owner };
            }).ToList();
            if (parsed.GetValue(json)) Verb.PrintJson(new { Jobs = rows, set.Refused });
            else
            {
                foreach (var row in rows)
                {
                    Console.WriteLine($"{row.Name,-18} {row.State,-7} {row.Cron,-14} {row.TimeZone,-16} next {Moment(row.NextUtc),-17} "
                        + (row.Latest is { } latest ? $"{RunWords.Of(latest.Outcome)} {Moment(latest.StartedAtUtc)}{(row.Usual is { } usual ? $", usually {RunWords.Took(usual.Median)}" : "")}" : "has never run"));
                }

                JobFiles.SayRefused(set);
            }
        });
        return command;
    }

    private static Command Run()
    {
        (Argument<string> name, Option<string> lake, Option<string?> jobs, Option<string?> by) = (Name(), Verb.Lake(required: true), JobFiles.Option(), By());
        var command = new Command("run", "Run a job now and wait for it; refused while it runs anywhere. What it depends on is not asked for") { name, lake, jobs, by };
        command.Runs((parsed, cancellation) =>
        {
            JobPlace place = JobFiles.Place(parsed.GetValue(lake)!, null);
            Job job = Named(JobFiles.Load(parsed.GetValue(jobs)), parsed.GetValue(name)!);
            CaseActor actor = Actor(parsed.GetValue(by));
            JobAudit.Append(place.Store, actor, "job_run", job.Name);
            using Serilog.Core.Logger log = WorkVerb.Log(place.Lake, "jobs");
            var runner = new JobRunner(place, new JobNotices(place.Lake, TimeProvider.System), TimeProvider.System, log);
            JobRun run = runner.Run(job, new JobOccasion(JobCause.Person, actor.Name, null), cancellation).GetAwaiter().GetResult();
            if (run.Log is { } file) Console.WriteLine(Path.Combine(place.Lake, file));
            foreach (string line in JobFolder.LastLines(place.Lake, run, 20)) Console.WriteLine(line);
            cancellation.ThrowIfCancellationRequested();
            if (run.Outcome == JobOutcome.Skipped) throw new UsageException($"job {job.Name} was not run: {run.Note}");
            if (run.Outcome != JobOutcome.Done) throw new FaultException(JobNotices.Sentence(run));
            Console.WriteLine($"{run.RunId}: done in {RunWords.Took(run.Took!.Value)}");
        });
        return command;
    }

    private static Command History()
    {
        var name = new Argument<string?>("name") { Description = "The job; all if not given", Arity = ArgumentArity.ZeroOrOne };
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: true), Verb.Json());
        Option<int?> limit = Verb.Whole("--limit", "Most runs; 50 if not given", 1, 10_000);
        var command = new Command("history", "Runs, the latest first") { name, lake, limit, json };
        command.Runs((parsed, _) =>
        {
            using JobStore store = JobFiles.Place(parsed.GetValue(lake)!, null).Open();
            IReadOnlyList<JobRun> runs = store.Runs(parsed.GetValue(name), parsed.GetValue(limit) ?? 50);
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(runs);
                return;
            }

            foreach (JobRun run in runs)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Moment(run.StartedAtUtc)}  {run.Job,-18} {RunWords.Of(run.Outcome),-13} {(run.Took is { } took ? RunWords.Took(took) : "..."),-10} {RunWords.Of(run)}, try {run.Attempt}, {run.Node}{(run.ExitCode is { } code and not 0 ? $", exit code {code}" : "")}{(run.Note is { } note ? ": " + note : "")}"));
            }

            if (runs.Count == 0) Console.Error.WriteLine("nothing has run");
        });
        return command;
    }

    private static Command Pause()
    {
        (Argument<string> name, Option<string> lake, Option<string?> jobs, Option<string?> by) = (Name(), Verb.Lake(required: true), JobFiles.Option(), By());
        var command = new Command("pause", "Let a job's times pass without it; what runs goes on") { name, lake, jobs, by };
        command.Runs((parsed, _) =>
        {
            JobPlace place = JobFiles.Place(parsed.GetValue(lake)!, null);
            Job job = Named(JobFiles.Load(parsed.GetValue(jobs)), parsed.GetValue(name)!);
            CaseActor actor = Actor(parsed.GetValue(by));
            JobAudit.Append(place.Store, actor, "job_paused", job.Name);
            using JobStore store = place.Open();
            store.Pause(job.Name, actor.Name, actor.AtUtc);
            Console.WriteLine($"{job.Name} is paused; 'screening jobs resume {job.Name}' lets it run again");
        });
        return command;
    }

    private static Command Resume()
    {
        (Argument<string> name, Option<string> lake, Option<string?> jobs, Option<string?> by) = (Name(), Verb.Lake(required: true), JobFiles.Option(), By());
        var command = new Command("resume", "Let a job run again from its next time on; what it missed is not caught up") { name, lake, jobs, by };
        command.Runs((parsed, _) =>
        {
            JobPlace place = JobFiles.Place(parsed.GetValue(lake)!, null);
            Job job = Named(JobFiles.Load(parsed.GetValue(jobs)), parsed.GetValue(name)!);
            CaseActor actor = Actor(parsed.GetValue(by));
            JobAudit.Append(place.Store, actor, "job_resumed", job.Name);
            using JobStore store = place.Open();
            store.Resume(job.Name);
            Console.WriteLine($"{job.Name} runs again, next {Moment(job.NextAfter(actor.AtUtc))}");
        });
        return command;
    }

    private static Command Validate()
    {
        (Option<string?> jobs, Option<bool> json) = (JobFiles.Option(), Verb.Json());
        var command = new Command("validate", "Check every job file; exit code 2 when one cannot run") { jobs, json };
        command.Runs((parsed, _) =>
        {
            JobSet set = JobFiles.Load(parsed.GetValue(jobs));
            if (parsed.GetValue(json)) Verb.PrintJson(new { Jobs = set.Jobs.Select(j => new { j.Name, j.IsEnabled, j.Arguments, j.Cron, TimeZone = j.TimeZone.Id, j.Misfire, j.TimeoutSeconds, j.Retries, j.Dependencies, j.Owner }), set.Refused });
            else
            {
                foreach (Job job in set.Jobs) Console.WriteLine($"{job.Name,-18} {(job.IsEnabled ? "ok" : "off"),-4} {job.Cron} {job.TimeZone.Id}: {string.Join(' ', job.Arguments)}");
                foreach ((string name, string problem) in set.Refused) Console.WriteLine($"{name,-18} NO   {problem}");
            }

            if (set.Refused.Count > 0) throw new UsageException($"{Words.Count(set.Refused.Count, "job")} cannot run");
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The job, as its file is called" };

    private static Option<string?> By() => new Option<string?>("--by") { Description = "Who does it, for the audit log; the system's user name if not given" }.NotEmpty();

    private static CaseActor Actor(string? by) => new(by ?? Environment.UserName, CaseRole.Administrator, TimeProvider.System.GetUtcNow().UtcDateTime);

    private static Job Named(JobSet set, string name)
    {
        if (set.Refused.TryGetValue(name, out string? problem)) throw new UsageException(problem);
        return set.Find(name) ?? throw new UsageException($"there is no job '{name}'; accepted: {string.Join(", ", set.Jobs.Select(j => j.Name))}");
    }

    private static string Moment(DateTime? utc) => utc is { } at ? at.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "-";
}
