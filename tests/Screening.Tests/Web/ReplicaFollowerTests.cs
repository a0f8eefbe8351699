using Screening.Cli;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Tests.Cli;
using Screening.Web.Api;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

public sealed class ReplicaFollowerTests
{
    // The first of a long history's engines was said to be not ready, and nothing said afterwards that it was.
    [Fact]
    public void WhoeverTookLongSinceTheJournalsWereReadIsReadyOnceTheyAreReadAgain()
    {
        using var folder = new TemporaryFolder();
        Lake.Create(folder["lake"]);
        var clock = new RunningClock();
        var follower = new ReplicaFollower(folder["lake"], JournalFolder.Of(folder["lake"], null), new OrderReader(JournalDelivery.Countries(Home.Contracts())), clock, ReplicaTiming.Usual);
        follower.Begin(new Dictionary<string, long>(), Take, Keep, TestContext.Current.CancellationToken);
        Assert.Null(follower.Problem);
        clock.Seconds += 6;
        Assert.Equal("the journals of the lake cannot be listed: it takes too long", follower.Problem);
        follower.CatchUp(Take, Keep, TestContext.Current.CancellationToken);
        Assert.Null(follower.Problem);
    }

    private static void Take(IReadOnlyList<ReplicaOrder> orders) => Assert.Empty(orders);

    private static void Keep(JournalFolder journal, IReadOnlySet<UInt128> found) => Assert.Empty(found);

    private sealed class RunningClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
