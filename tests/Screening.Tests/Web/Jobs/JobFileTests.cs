using Screening.Tests.Cli;
using Screening.Web.Jobs;
using Xunit;

namespace Screening.Tests.Web.Jobs;

public sealed class JobFileTests
{
    private const string Good = """
        job: night
        verb: nightly
        arguments: [--lake, "{lake}"]
        schedule: {cron: "0 2 * * *", time_zone: Europe/Berlin}
        misfire: run-once
        timeout_seconds: 60
        owner: compliance
        """;

    [Fact]
    public void AFileIsReadWhole()
    {
        (JobSet set, TemporaryFolder folder) = Load(("night", Good + """

            retries: 2
            retry_after_seconds: 5
            dependencies: [lists]
            notification: {webhook: operations, mail: [night@example.com]}
            """), ("lists", Good.Replace("job: night", "job: lists", StringComparison.Ordinal)));
        using (folder)
        {
            Assert.Empty(set.Refused);
            Job job = set.Find("night")!;
            Assert.Equal(["nightly", "--lake", "/lake"], job.ArgumentsOf("/lake", "R", new DateTime(2026, 1, 31, 23, 30, 0, DateTimeKind.Utc)));
            Assert.Equal(("0 2 * * *", "Europe/Berlin", MisfireRule.RunOnce, 60, 2, 5), (job.Cron, job.TimeZone.Id, job.Misfire, job.TimeoutSeconds, job.Retries, job.RetryAfterSeconds));
            Assert.Equal(["lists"], job.Dependencies);
            Assert.Equal(["night@example.com"], job.Mail);
            Assert.Equal(("operations", "compliance"), (job.Webhook, job.Owner));
        }
    }

    [Theory]
    [InlineData("owner: compliance", "owner: compliance\nretires: 3", "jobs/night.yaml, line 8: retires unknown key; accepted: job, enabled, verb")]
    [InlineData("0 2 * * *", "0 25 * * *", "jobs/night.yaml, line 4: schedule.cron is '0 25 * * *'; accepted: minute, hour")]
    [InlineData("0 2 * * *", "0 0 2 * * ?", "line 4: schedule.cron is '0 0 2 * * ?'; accepted: minute, hour")]
    [InlineData("Europe/Berlin", "Europe/Bärlin", "line 4: schedule.time_zone is 'Europe/Bärlin'; accepted: a name of the IANA's tables")]
    [InlineData("verb: nightly", "verb: nihgtly", "line 2: verb is 'nihgtly'; accepted: false, nightly, true")]
    [InlineData("verb: nightly", "verb: serve", "line 2: verb is 'serve', which is no work that ends; accepted")]
    [InlineData("--lake", "--laek", "line 3: arguments are '--laek {lake}': what is --laek?")]
    [InlineData("{lake}", "{leak}", "line 3: arguments holds '{leak}'; accepted: {lake}, {date}, {run}")]
    [InlineData("run-once", "sometimes", "line 5: misfire is 'sometimes'; accepted: run-once, skip")]
    [InlineData("timeout_seconds: 60", "timeout_seconds: 0", "line 6: timeout_seconds is '0'; accepted: a whole number from 1 to 604800")]
    [InlineData("timeout_seconds: 60\n", "", "timeout_seconds is missing; accepted: 1 to 604800")]
    [InlineData("job: night", "job: day", "line 1: job is 'day'; accepted: night, the name of its file")]
    [InlineData("owner: compliance", "owner: compliance\nnotification: {mail: [\"a@b.example\\nBcc: all\"]}", "line 8: notification.mail holds 'a@b.example")]
    [InlineData("owner: compliance", "owner: compliance\ndependencies: [day]", "line 8: dependencies holds 'day'; accepted: other")]
    [InlineData("owner: compliance", "owner: compliance\ndependencies: [night]", "line 8: dependencies go in a circle, night -> night; accepted")]
    [InlineData("job: night", "job: [", "jobs/night.yaml")]
    public void WhatIsWrongIsSaidAndStopsThatJobAlone(string good, string bad, string said)
    {
        (JobSet set, TemporaryFolder folder) = Load(("night", Good.ReplaceLineEndings("\n").Replace(good, bad, StringComparison.Ordinal)), ("other", Good.Replace("job: night", "job: other", StringComparison.Ordinal)));
        using (folder)
        {
            Assert.Equal("other", Assert.Single(set.Jobs).Name);
            Assert.Contains(said, Assert.Single(set.Refused).Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ACircleRefusesThoseInItAndNoOthers()
    {
        string Of(string name, string after) => Good.Replace("job: night", "job: " + name, StringComparison.Ordinal) + $"\ndependencies: [{after}]\n";
        (JobSet set, TemporaryFolder folder) = Load(("a", Of("a", "b")), ("b", Of("b", "c")), ("c", Of("c", "a")), ("d", Of("d", "a")), ("e", Of("e", "")));
        using (folder)
        {
            Assert.Equal(["d", "e"], set.Jobs.Select(j => j.Name));
            Assert.Equal(["a", "b", "c"], set.Refused.Keys);
            Assert.Contains("a -> b -> c -> a", set.Refused["a"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AJobThatIsSwitchedOffMayNameAVerbThatIsNotThereYet()
    {
        (JobSet set, TemporaryFolder folder) = Load(("night", Good.Replace("verb: nightly", "enabled: false\nverb: later", StringComparison.Ordinal)));
        using (folder) Assert.False(Assert.Single(set.Jobs).IsEnabled);
    }

    private static (JobSet Set, TemporaryFolder Folder) Load(params (string Name, string Text)[] files)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["jobs"]);
        foreach ((string name, string text) in files) File.WriteAllText(Path.Combine(folder["jobs"], name + ".yaml"), text);
        return (JobSet.Load(folder["jobs"], ["nightly", "true", "false", "serve"], a => a.Contains("--laek") ? "what is --laek?" : null), folder);
    }
}
