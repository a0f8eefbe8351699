using Screening.Data.Jobs;
using Screening.Web.Jobs;
using Xunit;

namespace Screening.Tests.Web.Jobs;

public sealed class JobTimesTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // 29 March 2026: the clocks go from 02:00 to 03:00, which is 01:00 UTC.
    //   01:59 |gap| 03:00        a job of 02:30 runs at 03:00, once, and the next day at 02:30 again
    [Fact]
    public void ATimeThatTheClocksSkipRunsOnceAtTheEndOfTheGap()
    {
        Job job = JobPlaceForTest.Job("night") with { Cron = "30 2 * * *", TimeZone = s_berlin };
        Assert.Equal([Utc(28, 1, 30), Utc(29, 1, 0), Utc(30, 0, 30)], Next(job, Utc(28, 0, 0), 3));
        Assert.True(job.Times.IsSatisfiedBy(new DateTimeOffset(Utc(29, 1, 0))));
    }

    // 25 October 2026: the clocks go from 03:00 back to 02:00, which is 01:00 UTC. 02:30 comes twice: at 00:30 and 01:30 UTC.
    [Fact]
    public void ATimeThatComesTwiceRunsTheFirstTime()
    {
        Job job = JobPlaceForTest.Job("night") with { Cron = "30 2 * * *", TimeZone = s_berlin };
        Assert.Equal([new DateTime(2026, 10, 25, 0, 30, 0), new DateTime(2026, 10, 26, 1, 30, 0)], Next(job, new DateTime(2026, 10, 24, 12, 0, 0, DateTimeKind.Utc), 2));
    }

    [Fact]
    public void DaysOfTheWeekAreThoseOfACrontab()
    {
        Job job = JobPlaceForTest.Job("week") with { Cron = "0 5 * * 1" };
        Assert.Equal(DayOfWeek.Monday, job.NextAfter(Utc(28, 0, 0))!.Value.DayOfWeek);
    }

    [Fact]
    public void TheDayOfARunIsThatOfItsTimeZone()
    {
        Job job = JobPlaceForTest.Job("night", "x", "{date}-{run}") with { TimeZone = s_berlin };
        Assert.Equal(["x", "2026-03-29-R1"], job.ArgumentsOf("/lake", "R1", Utc(28, 23, 30)));
    }

    [Fact]
    public void TheUsualTimeIsTheMiddleOfTheLastTwentyThatSucceeded()
    {
        JobRun Run(int seconds, JobOutcome outcome = JobOutcome.Done) => new()
        {
            RunId = "r",
            Job = "night",
            Cause = JobCause.Schedule,
            Node = "one",
            StartedAtUtc = Utc(1, 0, 0),
            EndedAtUtc = Utc(1, 0, 0).AddSeconds(seconds),
            Outcome = outcome,
        };
        Assert.Null(UsualTime.Of([Run(5, JobOutcome.Failed)]));
        UsualTime usual = UsualTime.Of([.. Enumerable.Range(1, 20).Select(s => Run(s * 10)), Run(100_000), Run(3, JobOutcome.Failed)])!;
        Assert.Equal((105, 57.5, 152.5, 20), (usual.Median.TotalSeconds, usual.Low.TotalSeconds, usual.High.TotalSeconds, usual.Runs));
        Assert.False(usual.IsLong(TimeSpan.FromSeconds(437.5)));
        Assert.True(usual.IsLong(TimeSpan.FromSeconds(438)));
        Assert.False(UsualTime.Of([Run(1), Run(1), Run(1), Run(1)])!.IsLong(TimeSpan.FromHours(1)));
    }

    private static DateTime Utc(int day, int hour, int minute) => new(2026, 3, day, hour, minute, 0, DateTimeKind.Utc);

    private static List<DateTime> Next(Job job, DateTime after, int count)
    {
        var times = new List<DateTime>();
        for (DateTime at = after; times.Count < count; times.Add(at)) at = job.NextAfter(at)!.Value;
        return times;
    }
}
