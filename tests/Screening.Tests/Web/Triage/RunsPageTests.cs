using System.Net;
using Screening.Casework;
using Screening.Data.Jobs;
using Screening.Data.Store;
using Screening.Tests.Web.Jobs;
using Screening.Web.Jobs;
using Xunit;

namespace Screening.Tests.Web.Triage;

public sealed class RunsPageTests
{
    [Fact]
    public async Task AnalystsSeeRunsAndAdministratorsStartAndPauseThem()
    {
        Job job = JobPlaceForTest.Job("night", "sh", "-c", "echo '<b>said</b>'") with { Owner = "compliance" };
        await using TriagePlace place = await TriagePlace.Start(jobs: new JobSet([job], new Dictionary<string, string> { ["broken"] = "jobs/broken.yaml, line 2: verb is 'x'" }));
        using (var users = UserStore.Open(place.Store)) users.Add("Adam", CaseRole.Administrator, TriagePlace.Password, new CaseActor("Root", CaseRole.Administrator, TriagePlace.Morning));

        using TriageClient ann = await TriageClient.SignedIn(place.Url, "Ann"), adam = await TriageClient.SignedIn(place.Url, "Adam"), sal = await TriageClient.SignedIn(place.Url, "Sal");
        string seen = await ann.Text("/runs");
        Assert.Contains("0 2 * * * UTC", seen, StringComparison.Ordinal);
        Assert.Contains("2026-03-16 02:00 UTC", seen, StringComparison.Ordinal);
        Assert.Contains("Job broken does not run: jobs/broken.yaml, line 2", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Run now", seen, StringComparison.Ordinal);
        using (HttpResponseMessage seller = await sal.Get("/runs")) Assert.Equal(HttpStatusCode.Forbidden, seller.StatusCode);
        using (HttpResponseMessage tried = await ann.Post("/runs?handler=Run", ("__RequestVerificationToken", await ann.Token("/runs")), ("job", "night"))) Assert.Equal(HttpStatusCode.Forbidden, tried.StatusCode);

        using (HttpResponseMessage started = await Act(adam, "Run")) Assert.Equal("/runs?done=run", started.Headers.Location!.OriginalString);
        JobRun run = await Ended(place.Store);
        Assert.Equal((JobOutcome.Done, "Adam", JobCause.Person), (run.Outcome, run.AskedBy, run.Cause));
        Assert.Contains($"/runs/{run.RunId}", await ann.Text("/runs"), StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;said&lt;/b&gt;", await ann.Text("/runs/" + run.RunId), StringComparison.Ordinal);
        using (HttpResponseMessage none = await ann.Get("/runs/x")) Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        using (HttpResponseMessage paused = await Act(adam, "Pause")) Assert.Equal("/runs?done=pause", paused.Headers.Location!.OriginalString);
        Assert.Contains("paused by Adam", await ann.Text("/runs"), StringComparison.Ordinal);
        using (HttpResponseMessage resumed = await Act(adam, "Resume")) Assert.Equal(HttpStatusCode.Redirect, resumed.StatusCode);
        Assert.DoesNotContain("paused by", await ann.Text("/runs"), StringComparison.Ordinal);
        using CaseStore cases = place.Cases();
        Assert.Equal(["job_run", "job_paused", "job_resumed"], cases.Audit().Where(e => e.Action.StartsWith("job_", StringComparison.Ordinal)).Select(e => e.Action));
        Assert.Empty(cases.VerifyAudit(TestContext.Current.CancellationToken).Problems);
    }

    private static async Task<HttpResponseMessage> Act(TriageClient client, string handler) =>
        await client.Post("/runs?handler=" + handler, ("__RequestVerificationToken", await client.Token("/runs")), ("job", "night"));

    private static async Task<JobRun> Ended(StoreAddress store)
    {
        for (int i = 0; ; i++)
        {
            using JobStore jobs = JobStore.Open(store);
            if (jobs.Runs("night", 1) is [{ EndedAtUtc: not null } run]) return run;
            Assert.True(i < 300, "the job did not end");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
