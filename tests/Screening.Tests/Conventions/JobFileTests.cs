using Screening.Cli.Operations;
using Screening.Tests.Cli;
using Screening.Web.Jobs;
using Xunit;

namespace Screening.Tests.Conventions;

public sealed class JobFileTests
{
    [Fact]
    public void EveryJobNamesAVerbAndOptionsThatExist()
    {
        JobSet set = JobFiles.Load(Path.Combine(ScreeningProcess.Home, "jobs"));
        Assert.Empty(set.Refused);
        foreach (string wanted in new[] { "nightly", "lists", "rescreen", "expiry", "reminders", "retrain", "drift", "backup", "retention" }) Assert.NotNull(set.Find(wanted));
    }
}
