using Screening.Data.Scratch;
using Screening.Features;
using Screening.Records;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>Groups and shards in turns, over a log in scratch files whose pages come and go, make what one pass over a log on the heap makes.</summary>
public sealed class GroupTurnLaws
{
    [Fact]
    public void GroupsInTurnsOverALogInScratchFilesEqualLive()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        foreach (CoarseWorld world in Enumerable.Range(3000, 12).Select(seed => CoarseWorld.Of(unchecked(TestSeed.Value + seed))))
        {
            var random = new Random(world.Seed);
            double[][] live = Runs.Live(world);

            // Above its limit whatever it holds: pages are dropped over and over.
            using var memory = new ScratchMemory(folder["scratch"], 1);
            EventLog log = CoarseWorld.Log(world.Facts, memory: memory);
            int turns = 0;
            GroupShard[] shares = [.. RandomShares(random).OrderBy(_ => random.Next())];
            var inTurns = new GroupTurns(log, world.Countries, shares, 1 + random.Next(3), () =>
            {
                Interlocked.Increment(ref turns);
                memory.Drop();
            });
            ReadPlan plan = ReadPlan.OnArrival(log);
            int arrivals = plan.Reads.Count;
            plan.AtTheEnd(log, Enumerable.Range(0, log.Orders.Count), world.LastKnownAt);
            FeatureMatrix matrix = inTurns.Replay(plan, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(shares.Length, turns);
            Runs.AssertSame(live, [.. Enumerable.Range(0, arrivals).Select(i => matrix[i].ToArray())], $"{world} in turns");
            Engine engine = Runs.After(world, world.Facts);
            double[] read = new double[Runs.Catalogue.Count];
            for (int row = 0; row < log.Orders.Count; row++)
            {
                engine.Read(row, world.LastKnownAt, read);
                Runs.AssertSame(read, matrix[arrivals + row].ToArray(), $"order row {row} at the end of {world} in turns");
            }

            List<double[]> streamed = [];
            List<int> orders = [];
            inTurns.Replay(
                (reads, some) =>
                {
                    Assert.Equal(reads.Reads.Count, some.Rows);
                    orders.AddRange(reads.Reads.Select(r => r.Order));
                    streamed.AddRange(Enumerable.Range(0, some.Rows).Select(i => some[i].ToArray()));
                },
                row => row % 3 != 1, cancellation: TestContext.Current.CancellationToken);
            int[] chosen = [.. Enumerable.Range(0, live.Length).Where(i => Runs.Rows(log)[i] % 3 != 1)];
            Assert.Equal(chosen.Select(i => Runs.Rows(log)[i]), orders);
            Runs.AssertSame([.. chosen.Select(i => live[i])], [.. streamed], $"{world} in turns, streamed");
        }
    }

    /// <summary>Every group, the keyed ones in some shards.</summary>
    public static IEnumerable<GroupShard> RandomShares(Random random)
    {
        for (int group = 0; group < Engine.DefaultGroups.Count; group++)
        {
            int shards = Engine.DefaultGroups[group].IsKeyed ? 1 + random.Next(5) : 1;
            for (int shard = 0; shard < shards; shard++) yield return new GroupShard(group, shard, shards);
        }
    }
}
