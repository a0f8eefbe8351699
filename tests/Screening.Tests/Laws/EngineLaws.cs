using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>What holds of the engine in every world, to the bit.</summary>
public sealed class EngineLaws
{
    private const int Worlds = 60;

    // What an order's earlier versions said is what these are about.
    private static readonly string[] s_ofItsOwnVersions = ["order_recipient_changes", "order_change_to_departure_days", "order_change_raises_tier"];

    public static TheoryData<int> Threads => [1, 2, 3];

    [Fact]
    public void AnOrderNeverSeesItself()
    {
        int compared = 0;
        foreach (CoarseWorld world in Some(Worlds))
        {
            // Figures corrected later would let the same order weigh more when it is peeked at than when it was told.
            int firstOrder = world.Facts.FindIndex(f => f is OrderFact);
            List<Fact> facts = [.. world.Facts.Where((f, i) => i < firstOrder || f.Kind != EventKind.Product)];
            var oracle = new Oracle(world, facts);
            Engine with = Runs.After(world, facts);
            foreach (int order in facts.OfType<OrderFact>().Select(o => o.Header.Order).Distinct().Take(12))
            {
                if (oracle.InForce(facts.Count, order) is not { } told || told.Header.OrderedAt > told.Header.KnownAt) continue;
                Engine without = Runs.After(world, facts.Where(f => f is OrderFact o ? o.Header.Order != order : f is not DeletionFact { Kind: EventKind.Order } d || d.Id != order));
                double[] read = new double[Runs.Catalogue.Count], peeked = new double[Runs.Catalogue.Count];
                foreach (double later in new[] { 0, 1, 365 })
                {
                    long asOf = world.LastKnownAt + (long)(later * Micros.PerDay);
                    with.Read(with.Log.InForce(order), asOf, read);
                    without.Peek(told.Header, told.Lines, asOf, peeked);
                    Runs.AssertSame(peeked, read, $"order {order} {later} days after the end, {world}", s_ofItsOwnVersions);
                    compared++;
                }
            }
        }

        Assert.True(compared > 1000, $"{compared} looks only");
    }

    [Fact]
    public void ReadingChangesNothing()
    {
        foreach (CoarseWorld world in Some(Worlds))
        {
            double[][] undisturbed = Runs.Live(world);
            var random = new Random(world.Seed);
            var log = new EventLog(WorldNames.Folding);
            var numbers = new Numbering(log);
            var engine = new Engine(log, world.Countries, block: 1 + random.Next(20));
            List<double[]> rows = [];
            double[] look = new double[Runs.Catalogue.Count], again = new double[Runs.Catalogue.Count];
            for (int position = 0; position < world.Facts.Count; position++)
            {
                if (world.Facts[position].AppendTo(log, numbers) is null) continue;
                double[] row = new double[Runs.Catalogue.Count];
                if (Runs.IsRead(log, engine.Process(row))) rows.Add(row);
                for (int looks = random.Next(3); looks > 0; looks--)
                {
                    long asOf = log.LastKnownAt + (random.Next(900) * Tests.Some.HalfDay);
                    (OrderVersion header, OrderLine[] lines) = world.MakeOrderAt(position + 1, asOf).In(numbers);
                    engine.Peek(header, lines, asOf, look);
                    engine.Peek(header, lines, asOf, again);
                    Runs.AssertSame(look, again, $"second peek after position {position}, {world}");
                    if (log.Orders.Count > 0) engine.Read(random.Next(log.Orders.Count), asOf, look);
                }
            }

            Runs.AssertSame(undisturbed, [.. rows], $"{world} with looks between");
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void ReplayEqualsLiveForAnyNumberOfThreads(int threads)
    {
        foreach (CoarseWorld world in Some(Worlds))
        {
            EventLog log = CoarseWorld.Log(world.Facts);
            double[][] live = Runs.Live(log, world.Countries);
            Engine engine = Runs.After(world, world.Facts);
            ReadPlan plan = ReadPlan.OnArrival(log);
            int[] all = [.. Enumerable.Range(0, log.Orders.Count)];
            long[] moments = [world.LastKnownAt, world.LastKnownAt + (90 * Micros.PerDay)];
            int[] firsts = [.. moments.Select(asOf => plan.AtTheEnd(log, all, asOf))];
            FeatureMatrix replayed = Engine.Replay(log, world.Countries, plan, threads, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(live.Length + (2 * all.Length), replayed.Rows);
            Runs.AssertSame(live, [.. Enumerable.Range(0, live.Length).Select(i => replayed[i].ToArray())], $"{world} replayed by {threads} threads");
            double[] read = new double[Runs.Catalogue.Count];
            foreach ((long asOf, int first) in moments.Zip(firsts))
            {
                foreach (int row in all)
                {
                    engine.Read(row, asOf, read);
                    Runs.AssertSame(read, replayed[first + row].ToArray(), $"order row {row} at the end of {world} replayed by {threads} threads");
                }
            }
        }
    }

    // Where a stretch ends, and whether events come one by one between stretches, changes nothing.
    [Fact]
    public void StretchesOfAnyLengthAndSingleEventsBetweenThemEqualLive()
    {
        foreach (CoarseWorld world in Some(Worlds))
        {
            EventLog log = CoarseWorld.Log(world.Facts);
            var random = new Random(world.Seed);
            var engine = new Engine(log, world.Countries, block: 1 + random.Next(20));
            List<double[]> rows = [];
            while (engine.Processed < log.Events.Count)
            {
                double[] row = new double[Runs.Catalogue.Count];
                for (int single = random.Next(4); single > 0 && engine.Processed < log.Events.Count; single--)
                {
                    if (Runs.IsRead(log, engine.Process(row))) rows.Add([.. row]);
                }

                int to = Math.Min(log.Events.Count, engine.Processed + random.Next(40));
                FeatureMatrix stretch = engine.Advance(to, ReadPlan.OnArrival(log, engine.Processed, to), threads: 2, cancellation: TestContext.Current.CancellationToken);
                for (int i = 0; i < stretch.Rows; i++) rows.Add(stretch[i].ToArray());
            }

            Runs.AssertSame(Runs.Live(log, world.Countries), [.. rows], $"{world} in stretches");
            List<double[]> streamed = [];
            Engine.Replay(
                log, world.Countries, 2, (_, matrix) => streamed.AddRange(Enumerable.Range(0, matrix.Rows).Select(i => matrix[i].ToArray())), stretch: 1 + random.Next(50), cancellation: TestContext.Current.CancellationToken);
            Runs.AssertSame([.. rows], [.. streamed], $"{world} streamed");
        }
    }

    // As on nodes of a cluster: each part is computed from a log of its own and handed over as packed values.
    [Fact]
    public void AnyCutIntoGroupsAndShardsIsTogetherTheWhole()
    {
        const double Untouched = 12_345.678;
        Assert.Equal(Runs.Catalogue.Count, Engine.DefaultGroups.Sum(g => g.Count));
        int cutLooks = 0;
        foreach (CoarseWorld world in Some(20))
        {
            var random = new Random(world.Seed);
            EventLog log = CoarseWorld.Log(world.Facts);
            double[][] live = Runs.Live(log, world.Countries), together = [.. live.Select(_ => new double[Runs.Catalogue.Count])];
            foreach (double[] row in together) Array.Fill(row, Untouched);
            GroupShard[] shares = [.. GroupTurnLaws.RandomShares(random).OrderBy(_ => random.Next())];
            long values = 0;
            foreach (GroupShard[] part in shares.Chunk(1 + random.Next(shares.Length)))
            {
                EventLog own = CoarseWorld.Log(world.Facts);
                ReadPlan reads = ReadPlan.OnArrival(own);
                var matrix = new FeatureMatrix(reads.Reads.Count, Runs.Catalogue.Count);
                for (int row = 0; row < matrix.Rows; row++) matrix[row].Fill(Untouched);
                Engine.ReplayPart(own, world.Countries, reads, part, matrix, 2, cancellation: TestContext.Current.CancellationToken);
                var cells = PartCells.Of(own, world.Countries, reads, part);
                values += cells.Count;
                double[] packed = new double[cells.Most];
                for (int row = 0; row < matrix.Rows; row++)
                {
                    int count = cells.Pack(row, matrix[row], packed);
                    Assert.Equal(count, matrix[row].Length - matrix[row].Count(Untouched));
                    Assert.Equal((count, count), (cells.Of(row), cells.Unpack(row, packed, together[row])));
                    for (int share = 0; share < part.Length; share++) cutLooks += part[share].Shards > 1 && cells.Holds(share, row) ? 1 : 0;
                }
            }

            Assert.Equal((long)live.Length * Runs.Catalogue.Count, values);
            Runs.AssertSame(live, together, $"{world} in parts");
        }

        Assert.True(cutLooks > 1000, $"{cutLooks} looks of shards only");
    }

    [Fact]
    public void SharesThatAreNoneAreRefused()
    {
        int keyed = Engine.DefaultGroups.Index().First(g => g.Item.IsKeyed).Index, whole = Engine.DefaultGroups.Index().First(g => !g.Item.IsKeyed).Index;
        Refused();
        Refused(new(1), new(1));
        Refused(new GroupShard(Engine.DefaultGroups.Count));
        Refused(new GroupShard(-1));
        Refused(new GroupShard(whole, 0, 2));
        Refused(new GroupShard(keyed, 2, 2));
        Refused(new GroupShard(keyed, 0, GroupShard.Most + 1));
        Refused(new GroupShard(keyed, 0, 0));
        Assert.Throws<ArgumentException>(() => Engine.ReplayPart(new EventLog(), new CountryGroups([], []), new ReadPlan(), [new(0)], new FeatureMatrix(0, 3), 1, cancellation: TestContext.Current.CancellationToken));

        static void Refused(params GroupShard[] shares) => Assert.Contains(
            "accepted: one or more, each once",
            Assert.Throws<ArgumentException>(() => Engine.ReplayPart(
                new EventLog(), new CountryGroups([], []), new ReadPlan(), shares, new FeatureMatrix(0, Runs.Catalogue.Count), 1, cancellation: TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
    }

    // Of several passes over all orders of a world the least counts: in the others the runtime may compile, the longer the busier the machine is.
    [Fact]
    public void ALookAllocatesNothing()
    {
        foreach (CoarseWorld world in Some(20))
        {
            Engine engine = Runs.After(world, world.Facts);
            double[] row = new double[Runs.Catalogue.Count];
            long least = long.MaxValue;
            for (int pass = 0; pass < 20 && least > 0; pass++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int order = 0; order < engine.Log.Orders.Count; order++) engine.Read(order, world.LastKnownAt + Micros.PerDay, row);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.True(least == 0, $"{least} bytes for {engine.Log.Orders.Count} looks in {world}");
        }
    }

    [Fact]
    public void LooksOutsideAStretchAreRefused()
    {
        EventLog log = CoarseWorld.Log(Some(1).First().Facts);
        var engine = new Engine(log, new CountryGroups([], []));
        engine.Advance(10, ReadPlan.OnArrival(log, 0, 10), 1, cancellation: TestContext.Current.CancellationToken);
        Assert.Throws<ArgumentException>(() => engine.Advance(20, ReadPlan.OnArrival(log), 1, cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Advance(5, new ReadPlan(), 1, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AReplayOfChosenOrdersGivesTheirRowsOfTheWholeReplay()
    {
        foreach (CoarseWorld world in Some(10))
        {
            EventLog log = CoarseWorld.Log(world.Facts);
            double[][] live = Runs.Live(log, world.Countries);
            FeatureMatrix chosen = Engine.Replay(log, world.Countries, ReadPlan.OnArrival(log, row => row % 3 == 1), 2, cancellation: TestContext.Current.CancellationToken);
            double[][] rows = [.. Enumerable.Range(0, chosen.Rows).Select(i => chosen[i].ToArray())];
            Runs.AssertSame([.. live.Where((_, i) => Runs.Rows(log)[i] % 3 == 1)], rows, $"{world}, every third order");
        }
    }

    [Fact]
    public void WhatBecomesKnownLaterChangesNothingBefore()
    {
        foreach (CoarseWorld world in Some(Worlds))
        {
            double[][] whole = Runs.Live(world);
            for (int cut = 7; cut < world.Facts.Count; cut += 23)
            {
                EventLog log = CoarseWorld.Log(world.Facts.Take(cut));
                FeatureMatrix rows = Engine.Replay(log, world.Countries, ReadPlan.OnArrival(log), 2, cancellation: TestContext.Current.CancellationToken);
                for (int row = 0; row < rows.Rows; row++) Runs.AssertSame(whole[row], rows[row].ToArray(), $"order row {row} of {world} cut at {cut}");
            }
        }
    }

    [Fact]
    public void ACancelledOrderLeavesNoTraceInTheFeaturesOfOthers()
    {
        int compared = 0;
        foreach (CoarseWorld world in Some(Worlds))
        {
            const int Ghost = 200;
            var random = new Random(world.Seed);
            OrderFact[] versions = [.. Enumerable.Range(0, 3).Select(_ => GhostAt(random.Next(world.Facts.Count / 2))).OrderBy(v => v.KnownAt)];
            for (int v = 0; v < 3; v++) versions[v] = versions[v] with { Header = versions[v].Header with { Version = v + 1, Status = v == 2 ? OrderStatus.Cancelled : OrderStatus.Placed } };
            List<Fact> haunted = Fact.Sorted([.. world.Facts, .. versions]);
            EventLog log = CoarseWorld.Log(haunted);
            double[][] before = Runs.Live(world), after = Runs.Live(log, world.Countries);
            int[] rows = Runs.Rows(log), order = [.. Enumerable.Range(0, rows.Length).Where(i => log.Orders[rows[i]].Order != Ghost)];
            for (int row = 0; row < before.Length; row++)
            {
                if (log.Orders[rows[order[row]]].KnownAt <= versions[2].KnownAt) continue;
                Runs.AssertSame(before[row], after[order[row]], $"order row {row} of {world} with a cancelled order", "route_rarity_bits");
                compared++;
            }

            OrderFact GhostAt(int position)
            {
                OrderFact made = world.MakeOrderAt(position, world.Facts[position].KnownAt);
                return made with { Header = made.Header with { Order = Ghost } };
            }
        }

        Assert.True(compared > 1000, $"{compared} orders only");
    }

    // The same world told without what was deleted, by an engine that never hears of a deletion of anything but products and places.
    [Fact]
    public void AfterADeletionEverythingReadsAsIfWhatIsGoneHadNeverBeenTold()
    {
        int deletions = 0, compared = 0;
        foreach (CoarseWorld world in Some(Worlds))
        {
            for (int known = 40; known <= world.Facts.Count; known += 22)
            {
                Fact[] all = [.. world.Facts.Take(known)], left = [.. Oracle.Standing(all, known).OfType<Fact>()];
                deletions += all.Count(f => f is DeletionFact) - left.Count(f => f is DeletionFact);
                Engine with = Runs.After(world, all), without = Runs.After(world, left);
                var numbers = new Numbering(with.Log);
                double[] expected = new double[Runs.Catalogue.Count], actual = new double[Runs.Catalogue.Count];
                for (int look = 0; look < 10; look++)
                {
                    long asOf = with.Log.LastKnownAt + (look * 60 * Micros.PerDay);
                    (OrderVersion header, OrderLine[] lines) = world.MakeOrderAt(known, asOf).In(numbers);
                    without.Peek(header, lines, asOf, expected);
                    with.Peek(header, lines, asOf, actual);
                    Runs.AssertSame(expected, actual, $"look {look} after {known} facts of {world}");
                    compared++;
                }
            }
        }

        Assert.True(deletions > 500 && compared > 1000, $"{compared} looks after {deletions} deletions only");
    }

    [Fact]
    public void IdsMeanNothing()
    {
        foreach (CoarseWorld world in Some(Worlds))
        {
            double[][] expected = Runs.Live(world);
            EventLog renamed = CoarseWorld.Log(world.Facts, shuffle: world.Seed + 1);
            Runs.AssertSame(expected, Runs.Live(renamed, world.Countries), $"{world} with other symbols");
            FeatureMatrix replayed = Engine.Replay(renamed, world.Countries, ReadPlan.OnArrival(renamed), 2, cancellation: TestContext.Current.CancellationToken);
            Runs.AssertSame(expected, [.. Enumerable.Range(0, replayed.Rows).Select(i => replayed[i].ToArray())], $"{world} with other symbols, replayed");
        }
    }

    // What is usual of routes, of peers and among a seller's customers is made of strangers too.
    [Fact]
    public void StrangersChangeNothingButWhatIsUsual()
    {
        foreach (CoarseWorld world in Some(Worlds))
        {
            const int Stranger = 100, FirstOrder = 200;
            var random = new Random(world.Seed);
            List<Fact> strange = [new ProfileFact(Tests.Some.Profile(Stranger) with { KnownAt = world.Facts[0].KnownAt, Phone = 99 })];
            for (int i = 0; i < 20; i++)
            {
                OrderFact made = world.MakeOrderAt(0, world.Facts[random.Next(world.Facts.Count)].KnownAt);
                strange.Add(made with
                {
                    Header = made.Header with
                    {
                        Order = FirstOrder + i,
                        Purchaser = Stranger,
                        EndUser = Stranger,
                        UltimateConsignee = Stranger,

                        // Who sells to a stranger is no stranger to it.
                        Seller = Stranger,
                        SalesRepresentative = Missing.Symbol,
                    },
                });
            }

            EventLog log = CoarseWorld.Log(Fact.Sorted([.. world.Facts, .. strange]));
            double[][] with = Runs.Live(log, world.Countries);
            Runs.AssertSame(Runs.Live(world), [.. with.Where((_, i) => log.Orders[Runs.Rows(log)[i]].Order < FirstOrder)], $"{world} with a stranger", "route_rarity_bits", "destination_surge_ratio", "end_use_same_text_orders_365d", "order_value_peer_z",
                "seller_customer_rank_90d", "seller_customer_rank_quarter", "seller_customer_rank_jump");
        }
    }

    [Fact]
    public void ASubjectIsTheFirstMetOfItsGroupAndGivesWayToOlderOnesUnlessADeletionPartsIt()
    {
        int merged = 0, parted = 0;
        foreach (CoarseWorld world in Some(Worlds))
        {
            var oracle = new Oracle(world, world.Facts);
            var log = new EventLog(WorldNames.Folding);
            var numbers = new Numbering(log);
            var engine = new Engine(log, world.Countries);
            var named = new Dictionary<int, int>();
            for (int known = 1; known <= world.Facts.Count; known++)
            {
                Fact fact = world.Facts[known - 1];
                if (fact.AppendTo(log, numbers) is null) continue;
                engine.Process();
                bool mayPart = fact is DeletionFact { Kind: EventKind.Party or EventKind.PartyEvent };
                List<int> met = oracle.Met(known);
                foreach (int party in met)
                {
                    int subject = engine.Subject(party), before = named.GetValueOrDefault(party, party);
                    if (!mayPart) Assert.True(met.IndexOf(subject) <= met.IndexOf(before), $"subject of party {party} went from {before} to {subject}, met later: {world}");
                    else if (met.IndexOf(subject) > met.IndexOf(before)) parted++;
                    if (subject != before) merged++;
                    named[party] = subject;
                }

                if (known % 10 != 0 && !mayPart) continue;
                foreach (int party in met)
                {
                    HashSet<int> linked = oracle.LinkedWith(known, party);
                    Assert.Equal(met.First(linked.Contains), engine.Subject(party));
                }
            }

            Subjects final = Subjects.Of(log);
            Assert.All(oracle.Met(world.Facts.Count), party => Assert.Equal(engine.Subject(party), final.Of(party)));
        }

        Assert.True(merged > 50, $"{merged} subjects gave way only");
        Assert.True(parted > 30, $"{parted} subjects were parted by deletions only");
    }

    [Fact]
    public void ALogThatGoesBackInTimeIsRefusedAndStaysAsItWas()
    {
        foreach (CoarseWorld world in Some(10))
        {
            EventLog log = CoarseWorld.Log(world.Facts);
            var numbers = new Numbering(log);
            int events = log.Events.Count, refused = 0;
            (int orders, int lines, int names) = (log.Orders.Count, log.Lines.Count, log.ListedNames.Count);
            EventKind lastKind = log.Events[events - 1].Kind;

            // A deletion of what does not stand at the end is nothing to append.
            foreach (Fact fact in world.Facts.Where(f => f is not DeletionFact { Kind: not EventKind.Order } && (f.KnownAt < log.LastKnownAt || (f.KnownAt == log.LastKnownAt && f.Kind < lastKind))))
            {
                Assert.Throws<ArgumentException>(() => fact.AppendTo(log, numbers));
                refused++;
            }

            Assert.True(refused > 100);
            Assert.Equal((events, orders, lines, names), (log.Events.Count, log.Orders.Count, log.Lines.Count, log.ListedNames.Count));
            Runs.AssertSame(Runs.Live(world), Runs.Live(log, world.Countries), $"{world} after refusals");
        }
    }

    private static IEnumerable<CoarseWorld> Some(int worlds) => Enumerable.Range(1000, worlds).Select(seed => CoarseWorld.Of(unchecked(TestSeed.Value + seed)));
}
