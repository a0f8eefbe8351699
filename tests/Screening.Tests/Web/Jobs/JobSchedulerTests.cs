using Screening.Data.Jobs;
using Screening.Tests.Data.Store;
using Screening.Web.Jobs;
using Xunit;

namespace Screening.Tests.Web.Jobs;

public sealed class JobSchedulerTests(PostgresCluster postgres)
{
    // Four seconds before the jobs' time.
    private static readonly DateTime s_before = new(2026, 3, 15, 1, 59, 56, DateTimeKind.Utc);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AJobRunsAtItsTimeAndWhatPassedWhileNoSchedulerRanIsCaughtUpOnce(bool onPostgres)
    {
        using var place = new JobPlaceForTest(onPostgres ? postgres.NewStore() : null);
        var clock = new MovedClock(s_before);
        JobSet set = JobPlaceForTest.Set(JobPlaceForTest.Job("night", "true"), JobPlaceForTest.Job("skips", "true") with { Misfire = MisfireRule.Skip });
        await using (await place.Start(clock, set)) await place.Until(runs => runs.Count(r => r.Outcome == JobOutcome.Done) == 2);
        Assert.All(place.Runs(), r => Assert.Equal((JobOutcome.Done, JobCause.Schedule, new DateTime(2026, 3, 15, 2, 0, 0)), (r.Outcome, r.Cause, r.DueAtUtc!.Value)));
        Assert.Equal(2, place.Runs().Count);

        // Three nights pass.
        clock.Pass(TimeSpan.FromHours(80));
        await using (await place.Start(clock, set))
        {
            await place.Until(runs => runs.Count == 3 && runs[0].Outcome == JobOutcome.Done);
            await Task.Delay(1500, TestContext.Current.CancellationToken);
        }

        JobRun caught = place.Runs("night")[0];
        Assert.Equal((JobOutcome.Done, JobCause.CatchUp, new DateTime(2026, 3, 18, 2, 0, 0)), (caught.Outcome, caught.Cause, caught.DueAtUtc!.Value));
        Assert.Equal(2, place.Runs("night").Count);
        Assert.Single(place.Runs("skips"));
    }

    [Fact]
    public async Task WhatASchedulerStopsItsSuccessorTakesUp()
    {
        using var place = new JobPlaceForTest();
        var clock = new MovedClock(s_before);
        string mark = place.Folder("mark");
        JobSet set = JobPlaceForTest.Set(JobPlaceForTest.Job("night", "sh", "-c", $"test -e {mark} || {{ touch {mark}; sleep 300; }}"));
        await using (await place.Start(clock, set)) await place.Until(_ => File.Exists(mark));
        Assert.Equal(JobOutcome.Stopped, Assert.Single(place.Runs()).Outcome);
        await using (await place.Start(clock, set)) await place.Until(runs => runs.Count == 2 && runs[0].Outcome == JobOutcome.Done);
        Assert.Equal((JobOutcome.Done, JobCause.Recovery), (place.Runs()[0].Outcome, place.Runs()[0].Cause));
        await using (await place.Start(clock, set)) await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Equal(2, place.Runs().Count);
        Assert.Empty(place.Mails());
    }

    [Fact]
    public async Task OfTwoSchedulersOnOneFileOneWorksAndTheOtherTakesOver()
    {
        using var place = new JobPlaceForTest();
        var clock = new MovedClock(s_before);
        JobSet set = JobPlaceForTest.Set(JobPlaceForTest.Job("night", "true"));
        JobScheduler first = await place.Start(clock, set), second = await place.Start(clock, set, "two");
        await using (second)
        {
            Assert.Equal((true, false), (first.IsActive, second.IsActive));
            await place.Until(runs => runs.Count > 0 && runs[0].Outcome == JobOutcome.Done);
            await first.DisposeAsync();
            for (int i = 0; i < 200 && !second.IsActive; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.True(second.IsActive);
            await second.RunNow("night", "Root", TestContext.Current.CancellationToken);
            await place.Until(runs => runs.Count > 1 && runs[0].Outcome == JobOutcome.Done);
        }

        Assert.Equal([("two", JobCause.Person, "Root"), ("one", JobCause.Schedule, null)], place.Runs().Select(r => (r.Node, r.Cause, r.AskedBy)));
    }

    [Fact]
    public async Task NodesOfOneClusterRunEachTimeOnce()
    {
        using var place = new JobPlaceForTest(postgres.NewStore());
        var clock = new MovedClock(s_before);
        JobSet set = JobPlaceForTest.Set([.. Enumerable.Range(0, 12).Select(i => JobPlaceForTest.Job($"job-{i}", "sleep", "0.3"))]);
        JobScheduler[] nodes = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => place.Start(clock, set, $"node-{i}")));
        await place.Until(runs => runs.Count(r => r.Outcome == JobOutcome.Done) == 12);
        foreach (JobScheduler node in nodes) await node.DisposeAsync();
        Assert.Equal(12, place.Runs().Count);
        Assert.Equal(12, place.Runs().Select(r => r.Job).Distinct().Count());
    }

    [Fact]
    public async Task AFileThatIsGoneTakesItsJobAlongAndAnotherScheduleBeginsAnew()
    {
        using var place = new JobPlaceForTest();
        var clock = new MovedClock(s_before.AddHours(-3));
        Job night = JobPlaceForTest.Job("night", "true");
        await using (await place.Start(clock, JobPlaceForTest.Set(night, JobPlaceForTest.Job("gone", "true"))))
        {
            // Remembers both.
        }

        clock.Pass(TimeSpan.FromHours(80));
        await using (await place.Start(clock, JobPlaceForTest.Set(night with { Cron = "0 12 * * *" }))) await Task.Delay(2000, TestContext.Current.CancellationToken);
        Assert.Empty(place.Runs());
    }
}
