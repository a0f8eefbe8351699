using Screening.Data.Scratch;
using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Tests.Cli;
using Screening.Tests.Records;
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
            // With room behind the columns, which nobody writes to; in turns and side by side.
            foreach (bool isBound in new[] { true, false })
            {
                var wide = new FeatureMatrix(matrix.Rows, matrix.Columns + 1, isBound ? memory : null);
                if (isBound) inTurns.Replay(plan, wide, cancellation: TestContext.Current.CancellationToken);
                else Engine.Replay(log, world.Countries, plan, wide, 1, cancellation: TestContext.Current.CancellationToken);
                Runs.AssertSame([.. Enumerable.Range(0, matrix.Rows).Select(i => matrix[i].ToArray())], [.. Enumerable.Range(0, matrix.Rows).Select(i => wide[i][..^1].ToArray())], $"{world} in a wider matrix");
                Assert.All(Enumerable.Range(0, matrix.Rows), i => Assert.True(double.IsNaN(wide[i][^1])));
            }

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

    [Fact]
    public void AMatrixThatCannotHoldTheLooksIsRefused()
    {
        var world = CoarseWorld.Of(1);
        EventLog log = CoarseWorld.Log(world.Facts);
        var plan = ReadPlan.OnArrival(log);
        foreach ((int rows, int columns) in new[] { (plan.Reads.Count, Engine.DefaultCatalogue.Count - 1), (plan.Reads.Count - 1, Engine.DefaultCatalogue.Count) })
        {
            var e = Assert.Throws<ArgumentException>(() => Engine.Replay(log, world.Countries, plan, new FeatureMatrix(rows, columns), 1, cancellation: TestContext.Current.CancellationToken));
            Assert.StartsWith($"the matrix is {rows} x {columns}; accepted: {plan.Reads.Count} x {Engine.DefaultCatalogue.Count} or wider", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryGroupLetsTheMemoryCatchUpAtEachEventAndTwiceAtALookThatItTakesByKey()
    {
        foreach (CoarseWorld world in Enumerable.Range(3100, 4).Select(seed => CoarseWorld.Of(unchecked(TestSeed.Value + seed))))
        {
            var memory = new CountedMemory();
            EventLog log = CoarseWorld.Log(world.Facts, memory: memory);
            for (int group = 0; group < Engine.DefaultGroups.Count; group++)
            {
                int none = Times(group, []), once = Times(group, Enumerable.Range(0, log.Orders.Count)) - none;
                string which = $"{Engine.DefaultGroups[group].Name} of {world}: {none} times for {log.Events.Count} events, {once} for {log.Orders.Count} looks";
                Assert.True(none >= log.Events.Count, which);
                // Once where looks are arranged by key, which reads each order, and once where it is taken; not every order has a key.
                Assert.True(Engine.DefaultGroups[group].IsKeyed ? once > log.Orders.Count : once >= log.Orders.Count, which);
            }

            int Times(int group, IEnumerable<int> looks)
            {
                var plan = new ReadPlan();
                plan.AtTheEnd(log, looks, world.LastKnownAt);
                memory.Times = 0;
                Engine.ReplayPart(log, world.Countries, plan, [new GroupShard(group)], new FeatureMatrix(plan.Reads.Count, Engine.DefaultCatalogue.Count), 1, cancellation: TestContext.Current.CancellationToken);
                return memory.Times;
            }
        }
    }

    [Fact]
    public void WhatWasTakenIsGivenBackBeforeTheNextIsTaken()
    {
        const int Orders = 40_000, Together = 16_384;
        var memory = new CountedMemory();
        var log = new EventLog(WorldNames.Folding, memory);
        int seller = log.Symbols.Parties.Intern("seller"), product = log.Symbols.Products.Intern("product");
        for (int i = 0; i < Orders; i++)
        {
            log.Append(
                new OrderVersion
                {
                    Order = log.Symbols.Orders.Intern($"order {i}"),
                    Version = 1,
                    Status = OrderStatus.Placed,
                    KnownAt = i,
                    OrderedAt = i,
                    Seller = seller,
                    Purchaser = log.Symbols.Parties.Intern($"purchaser {i}"),
                },
                [new OrderLine(1, product, 1000, 100)]);
        }

        long row = Engine.DefaultCatalogue.Count * sizeof(double);
        GroupShard[] whole = [.. Enumerable.Range(0, Engine.DefaultGroups.Count).Select(group => new GroupShard(group))];
        List<long> givenBack = [];
        long before = memory.GivenBack;
        new GroupTurns(log, new CountryGroups([], []), whole, 1, () => before = memory.GivenBack).Replay(
            (_, some) => givenBack.Add(memory.GivenBack - before), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([Together * row, 2 * Together * row, 2 * Together * row], givenBack);
        Assert.Equal(Orders * row, memory.GivenBack - before);
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
