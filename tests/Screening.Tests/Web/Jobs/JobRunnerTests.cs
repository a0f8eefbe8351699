using System.Net;
using System.Net.Sockets;
using System.Text;
using Dapper;
using Screening.Data.Jobs;
using Screening.Data.Store;
using Screening.Tests.Data.Store;
using Screening.Web.Jobs;
using Screening.Web.Webhooks;
using Xunit;

namespace Screening.Tests.Web.Jobs;

public sealed class JobRunnerTests(PostgresCluster postgres)
{
    private static readonly DateTime s_night = new(2026, 3, 15, 2, 0, 0, DateTimeKind.Utc);
    private static readonly JobOccasion s_asked = new(JobCause.Person, "Root", null), s_due = new(JobCause.Schedule, null, s_night);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunIsOnRecordWithWhatItSaidAndReturned(bool onPostgres)
    {
        using var place = new JobPlaceForTest(onPostgres ? postgres.NewStore() : null);
        JobRun run = await place.Runner(TimeProvider.System).Run(JobPlaceForTest.Job("night", "sh", "-c", "echo out; echo err >&2; echo $SCREENING_JOB_RUN; exit 0"), s_asked, Cancellation);
        JobRun kept = Assert.Single(place.Runs());
        Assert.Equal((JobOutcome.Done, 0, "Root", "one"), (kept.Outcome, kept.ExitCode, kept.AskedBy, kept.Node));
        Assert.Equal(run.RunId, kept.RunId);
        Assert.Equal(new SortedSet<string>(StringComparer.Ordinal) { "err", "out", run.RunId }, new SortedSet<string>(place.Said(kept).TrimEnd().Split('\n'), StringComparer.Ordinal));
        Assert.Contains(run.RunId, File.ReadAllText(JobFolder.ManifestOf(place.LakeFolder, run)), StringComparison.Ordinal);
        Assert.Empty(place.Mails());
    }

    [Fact]
    public async Task WhatFailsIsTriedAgainAndThenToldOnce()
    {
        using var place = new JobPlaceForTest();
        JobRun run = await place.Runner(TimeProvider.System).Run(JobPlaceForTest.Job("night", "sh", "-c", "echo broken; exit 1") with { Retries = 2 }, s_asked, Cancellation);
        Assert.Equal((JobOutcome.Failed, 1, 3), (run.Outcome, run.ExitCode, run.Attempt));
        Assert.Equal([3, 2, 1], place.Runs().Select(r => r.Attempt));
        string mail = File.ReadAllText(Assert.Single(place.Mails()));
        Assert.Contains("To: night@example.com\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: Screening: job night failed with exit code 1\r\n", mail, StringComparison.Ordinal);
        string text = Encoding.UTF8.GetString(Convert.FromBase64String(mail[mail.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]));
        Assert.Contains("broken", text, StringComparison.Ordinal);
        Assert.Contains($"\"run_id\": \"{run.RunId}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsWrongWithTheInputIsNotTriedAgain()
    {
        using var place = new JobPlaceForTest();
        await place.Runner(TimeProvider.System).Run(JobPlaceForTest.Job("night", "sh", "-c", "exit 2") with { Retries = 5 }, s_asked, Cancellation);
        Assert.Single(place.Runs());
        Assert.Single(place.Mails());
    }

    [Fact]
    public async Task ARetryThatSucceedsTellsNobody()
    {
        using var place = new JobPlaceForTest();
        string mark = place.Folder("mark");
        JobRun run = await place.Runner(TimeProvider.System).Run(JobPlaceForTest.Job("night", "sh", "-c", $"test -e {mark} || {{ touch {mark}; exit 1; }}") with { Retries = 1 }, s_asked, Cancellation);
        Assert.Equal(JobOutcome.Done, run.Outcome);
        Assert.Empty(place.Mails());
    }

    [Fact]
    public async Task WhatTakesTooLongEndsWithAllThatItStarted()
    {
        using var place = new JobPlaceForTest();
        string pids = place.Folder("pids");
        JobRun run = await place.Runner(TimeProvider.System).Run(
            JobPlaceForTest.Job("night", "sh", "-c", $"sleep 300 & echo $! > {pids}; echo $$ >> {pids}; sh -c 'trap \"\" TERM; sleep 301 & echo $! >> {pids}; wait' & wait") with { TimeoutSeconds = 1 }, s_asked, Cancellation);
        Assert.Equal((JobOutcome.TimedOut, (int?)null, "ended after 1 s"), (run.Outcome, run.ExitCode, run.Note));
        string[] processes = File.ReadAllLines(pids);
        Assert.Equal(3, processes.Length);
        Assert.All(processes, pid => Assert.False(IsAlive(pid), $"process {pid} lives on"));
        Assert.Single(place.Mails());
    }

    [Fact]
    public async Task AJobCannotRunTwiceAtOnceWhoeverAsks()
    {
        using var place = new JobPlaceForTest();
        Job job = JobPlaceForTest.Job("night", "sleep", "300");
        using var stop = new CancellationTokenSource();
        Task<JobRun>[] first = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => place.Runner(TimeProvider.System).Run(job, s_asked, stop.Token)))];
        await place.Until(runs => runs.Count(r => r.Outcome == JobOutcome.Skipped) == 3);
        JobRun fourth = await place.Runner(TimeProvider.System).Run(job, s_due, Cancellation);
        Assert.Equal(JobOutcome.Skipped, fourth.Outcome);
        Assert.Contains("it runs already", fourth.Note, StringComparison.Ordinal);
        await stop.CancelAsync();
        await Task.WhenAll(first);
        Assert.Equal([JobOutcome.Skipped, JobOutcome.Skipped, JobOutcome.Skipped, JobOutcome.Skipped, JobOutcome.Stopped], place.Runs().Select(r => r.Outcome).OrderDescending());
        Assert.Empty(place.Mails());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoeverDiedInTheMiddleLosesTheJobAndItIsTold(bool onPostgres)
    {
        using var place = new JobPlaceForTest(onPostgres ? postgres.NewStore() : null);
        string died = Died(place.Place, "night", s_night.AddHours(-1));
        JobRun run = await place.Runner(TimeProvider.System).Run(JobPlaceForTest.Job("night", "true"), s_asked, Cancellation);
        Assert.Equal(JobOutcome.Done, run.Outcome);
        using JobStore store = place.Place.Open();
        Assert.Equal(JobOutcome.Lost, store.Find(died)!.Outcome);
        Assert.Contains("Subject: Screening: job night was lost", File.ReadAllText(Assert.Single(place.Mails())), StringComparison.Ordinal);
    }

    [Fact]
    public void ANodeOfAnotherMachineIsGoneAfterAMinuteOfSilence()
    {
        using var place = new JobPlaceForTest(postgres.NewStore());
        string elsewhere = Died(place.Place, "night", s_night, machine: "elsewhere");
        using JobStore store = place.Place.Open();
        JobRun Wanted(DateTime at) => new() { RunId = "", Job = "night", Cause = JobCause.Recovery, Node = "one", StartedAtUtc = at };
        Assert.Equal(elsewhere, store.Claim(Wanted(s_night.AddSeconds(60))).HeldBy?.RunId);
        Assert.True(store.Beat(elsewhere, s_night.AddSeconds(50)));
        Assert.Equal(elsewhere, store.Claim(Wanted(s_night.AddSeconds(110))).HeldBy?.RunId);
        Assert.Equal(elsewhere, store.Claim(Wanted(s_night.AddSeconds(111))).Lost?.RunId);
        Assert.False(store.Beat(elsewhere, s_night.AddSeconds(112)));
        store.End(store.Find(elsewhere)! with { Outcome = JobOutcome.Done });
        Assert.Equal(JobOutcome.Lost, store.Find(elsewhere)!.Outcome);
    }

    [Fact]
    public async Task AJobWaitsForThoseItDependsOnAndIsBlockedWhenTheyFail()
    {
        using var place = new JobPlaceForTest();
        var clock = new MovedClock(s_night);
        JobRunner runner = place.Runner(clock);
        Job first = JobPlaceForTest.Job("first", "true"), second = JobPlaceForTest.Job("second", "true") with { Dependencies = ["first"] };
        Assert.Equal((JobOutcome.Blocked, "first has never run"), Ended(await runner.Run(second, s_due, Cancellation)));
        await runner.Run(first with { Arguments = ["false"] }, s_asked, Cancellation);
        Assert.Equal((JobOutcome.Blocked, "the latest run of first is failed"), Ended(await runner.Run(second, s_due, Cancellation)));
        await runner.Run(first, s_asked, Cancellation);
        Assert.Equal(JobOutcome.Done, (await runner.Run(second, s_due, Cancellation)).Outcome);

        // Due again a day later and the day after that: what succeeded before the last time does not count.
        clock.Pass(TimeSpan.FromDays(1));
        Assert.Equal(JobOutcome.Done, (await runner.Run(second, new JobOccasion(JobCause.Schedule, null, s_night.AddDays(1)), Cancellation)).Outcome);
        clock.Pass(TimeSpan.FromDays(1));
        Assert.Equal((JobOutcome.Blocked, "first has not run since 2026-03-16 02:00 UTC"), Ended(await runner.Run(second, new JobOccasion(JobCause.Schedule, null, s_night.AddDays(2)), Cancellation)));
        Assert.Equal(JobOutcome.Done, (await runner.Run(second, s_asked, Cancellation)).Outcome);
        Assert.Equal(4, place.Mails().Length);

        string go = place.Folder("go");
        Task<JobRun> slow = runner.Run(first with { Arguments = ["sh", "-c", $"while ! test -e {go}; do sleep 0.05; done"] }, s_asked, Cancellation);
        await place.Until(runs => runs[0] is { Outcome: JobOutcome.Running, Log: not null });
        Task<JobRun> waits = runner.Run(second, new JobOccasion(JobCause.Schedule, null, s_night.AddDays(2)), Cancellation);
        Assert.False(waits.IsCompleted);
        File.WriteAllText(go, "");
        Assert.Equal(JobOutcome.Done, (await waits).Outcome);
        await slow;
    }

    [Fact]
    public async Task APausedJobLetsItsTimesPassAndRunsWhenAskedFor()
    {
        using var place = new JobPlaceForTest();
        using (JobStore store = place.Place.Open()) store.Pause("night", "Root", s_night);
        JobRunner runner = place.Runner(TimeProvider.System);
        Assert.Equal((JobOutcome.Skipped, "paused by Root"), Ended(await runner.Run(JobPlaceForTest.Job("night", "true"), s_due, Cancellation)));
        Assert.Equal(JobOutcome.Done, (await runner.Run(JobPlaceForTest.Job("night", "true"), s_asked, Cancellation)).Outcome);
        using (JobStore store = place.Place.Open()) store.Resume("night");
        Assert.Equal(JobOutcome.Done, (await runner.Run(JobPlaceForTest.Job("night", "true"), s_due, Cancellation)).Outcome);
        Assert.Empty(place.Mails());
    }

    [Fact]
    public async Task AProgramThatCannotBeStartedIsAFailureAndNoMore()
    {
        using var place = new JobPlaceForTest();
        var runner = new JobRunner(place.Place with { Command = new JobCommand("/no/such/program", new Dictionary<string, string>()) }, place.Notices(TimeProvider.System), TimeProvider.System, Serilog.Log.Logger);
        JobRun run = await runner.Run(JobPlaceForTest.Job("night", "x"), s_asked, Cancellation);
        Assert.Equal(JobOutcome.Failed, run.Outcome);
        Assert.Contains("/no/such/program cannot be started", run.Note, StringComparison.Ordinal);
        Assert.Equal(JobOutcome.Failed, Assert.Single(place.Runs()).Outcome);
    }

    [Fact]
    public async Task AWebhookIsToldWithTheManifestAndASignature()
    {
        using var place = new JobPlaceForTest();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        const string Secret = "0123456789abcdef0123456789abcdef";
        string file = JobWebhookFile.PathOf(place.LakeFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"webhooks:\n  - {{name: operations, url: \"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/jobs\", secrets: [{Secret}]}}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Task<string> heard = Hear(listener);
        JobRun run = await place.Runner(new FixedClock(s_night)).Run(JobPlaceForTest.Job("night", "false") with { Webhook = "operations", Mail = [] }, s_asked, Cancellation);
        string[] request = (await heard).Split("\r\n\r\n", 2);
        Assert.Contains($"{WebhookSignature.Header}: {WebhookSignature.Of([Secret], new DateTimeOffset(s_night), Encoding.UTF8.GetBytes(request[1]))}", request[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"event\":\"job_failed\"", request[1], StringComparison.Ordinal);
        Assert.Contains($"\"run_id\":\"{run.RunId}\"", request[1], StringComparison.Ordinal);
        Assert.Contains("webhook operations: taken", File.ReadAllText(JobFolder.ManifestOf(place.LakeFolder, run)), StringComparison.Ordinal);
    }

    private static (JobOutcome Outcome, string? Note) Ended(JobRun run) => (run.Outcome, run.Note);

    // A run whose process is no more, as a kill leaves it.
    private static string Died(JobPlace place, string job, DateTime at, string? machine = null)
    {
        using JobStore store = place.Open();
        string id = store.Claim(new JobRun { RunId = "", Job = job, Cause = JobCause.Schedule, Node = "one", StartedAtUtc = at }).Run!.RunId;
        using StoreDatabase database = PostgresAddress.Is(place.Store.Address) ? PostgresStoreDatabase.Connect(place.Store.Address, "") : SqliteStoreDatabase.Connect(JobStore.FileBeside(place.Store), "");
        string holder = database.Connection.QuerySingle<string>("SELECT holder FROM job_runs WHERE run_id = @id", new { id });
        JobHolder dead = JobHolder.Parse(holder) with { StartTicks = 1, Machine = machine ?? JobHolder.Parse(holder).Machine };
        database.Connection.Execute("UPDATE job_runs SET holder = @dead WHERE run_id = @id", new { dead = dead.ToString(), id });
        return id;
    }

    private static bool IsAlive(string pid) => File.Exists($"/proc/{pid}/stat") && File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0] is not ('Z' or 'X');

    private static async Task<string> Hear(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancellation);
        NetworkStream stream = client.GetStream();
        var heard = new StringBuilder();
        byte[] buffer = new byte[64 << 10];
        for (int length = -1; length < 0 || heard.Length < length;)
        {
            heard.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Cancellation)));
            int end = heard.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0) length = end + 4 + int.Parse(heard.ToString().Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
        }

        await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancellation);
        return heard.ToString();
    }
}
