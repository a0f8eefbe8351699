using System.Diagnostics;
using System.Globalization;
using Screening.Data.Jobs;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web.Jobs;

/// <summary>The scheduler as a process of its own, with our own verbs as what it runs.</summary>
public sealed class WorkVerbTests
{
    // Goes on for minutes when nobody ends it.
    private const string Long = """
        job: world
        verb: simulate
        arguments: [--out, "{lake}/../world", --orders, "3000000", --days, "60"]
        schedule: {cron: "0 2 * * *", time_zone: UTC}
        misfire: run-once
        timeout_seconds: 600
        owner: operations
        notification: {mail: [night@example.com]}
        """;

    [Fact]
    public async Task ASchedulerThatIsKilledTakesItsRunAlongAndTheNextTakesItUpOnce()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"];
        Lake.Create(lake);
        Directory.CreateDirectory(folder["jobs"]);
        File.WriteAllText(Path.Combine(folder["jobs"], "world.yaml"), Long);
        File.WriteAllText(Path.Combine(folder["jobs"], "broken.yaml"), "job: broken\nverb: nihgtly\n");
        JobRun first = await Killed(lake, folder["jobs"], "2026-03-15T01:59:57Z");
        Assert.Equal(JobCause.Schedule, first.Cause);

        // A later start finds what was lost and takes it up; killed again, it is not taken up a third time.
        JobRun second = await Killed(lake, folder["jobs"], "2026-03-15T02:10:00Z");
        Assert.Equal(JobCause.Recovery, second.Cause);
        using ScreeningProcess third = Work(lake, folder["jobs"], "2026-03-15T02:20:00Z");
        await Until(lake, runs => runs.Count(r => r.Outcome == JobOutcome.Lost) == 2);
        await Task.Delay(3000, TestContext.Current.CancellationToken);
        third.KillAfter(TimeSpan.Zero);
        (int code, _, string errors) = third.Wait();
        Assert.Contains("job broken does not run: jobs/broken.yaml, line 2: verb is 'nihgtly'; accepted: alerts", errors, StringComparison.Ordinal);
        Assert.NotEqual(0, code);
        Assert.Equal([(JobCause.Recovery, JobOutcome.Lost), (JobCause.Schedule, JobOutcome.Lost)], Runs(lake).Select(r => (r.Cause, r.Outcome)));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(lake, "_runs", "mail"), "*.eml").Length);
        Assert.Equal(["job_run"], Audited(lake, folder["jobs"]));
    }

    private static async Task<JobRun> Killed(string lake, string jobs, string asOf)
    {
        int before = Runs(lake).Count;
        using ScreeningProcess work = Work(lake, jobs, asOf);
        JobRun run = (await Until(lake, runs => runs.Count > before && runs[0] is { Outcome: JobOutcome.Running, Log: not null }))[0];
        await WithinSeconds(20, () => Workers(run).Length > 0);
        Assert.NotEmpty(Workers(run));
        work.KillAfter(TimeSpan.Zero);
        await WithinSeconds(20, () => Workers(run).Length == 0);
        Assert.Empty(Workers(run));
        return run;
    }

    private static ScreeningProcess Work(string lake, string jobs, string asOf) => ScreeningProcess.Start("work", "--lake", lake, "--jobs", jobs, "--name", "one", "--as-of", asOf);

    // Processes that work for a run, by what stood in their environment as they began.
    private static string[] Workers(JobRun run) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), NumberStyles.None, CultureInfo.InvariantCulture, out _)).Where(p =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(p, "environ")).Contains("SCREENING_JOB_RUN=" + run.RunId, StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }),
    ];

    // Asked for while it does not run: refused without a verb that exists, and put down in the audit log once there is a store.
    private static List<string> Audited(string lake, string jobs)
    {
        StoreAddress store = StoreAddress.OfLake(lake);
        using (CaseStore.Open(store))
        {
            // Makes it.
        }

        File.WriteAllText(Path.Combine(jobs, "natives.yaml"), Long.Replace("job: world", "job: natives", StringComparison.Ordinal).Replace("verb: simulate", "verb: natives", StringComparison.Ordinal)
            .Replace("[--out, \"{lake}/../world\", --orders, \"3000000\", --days, \"60\"]", "[]", StringComparison.Ordinal));
        (int code, string output, string errors) = ScreeningProcess.Run("jobs", "run", "natives", "--lake", lake, "--jobs", jobs, "--by", "Root");
        Assert.True(code == 0, errors + output);
        Assert.Contains("done in", output, StringComparison.Ordinal);
        (int broken, _, string why) = ScreeningProcess.Run("jobs", "run", "broken", "--lake", lake, "--jobs", jobs);
        Assert.Equal(2, broken);
        Assert.Contains("verb is 'nihgtly'", why, StringComparison.Ordinal);
        Assert.Equal(2, ScreeningProcess.Run("jobs", "validate", "--jobs", jobs).Code);
        Assert.Contains("asked for by Root", ScreeningProcess.Run("jobs", "history", "natives", "--lake", lake).Output, StringComparison.Ordinal);
        using CaseStore cases = CaseStore.Open(store);
        return [.. cases.Audit().Select(e => e.Action)];
    }

    private static IReadOnlyList<JobRun> Runs(string lake)
    {
        using JobStore store = JobStore.Open(StoreAddress.OfLake(lake));
        return store.Runs("world", 100);
    }

    private static async Task<IReadOnlyList<JobRun>> Until(string lake, Func<IReadOnlyList<JobRun>, bool> isSo)
    {
        await WithinSeconds(60, () => isSo(Runs(lake)));
        return Runs(lake);
    }

    private static async Task WithinSeconds(int seconds, Func<bool> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !isSo() && clock.Elapsed.TotalSeconds < seconds;) await Task.Delay(100, TestContext.Current.CancellationToken);
    }
}
