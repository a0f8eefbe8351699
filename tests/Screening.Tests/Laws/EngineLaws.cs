using Screening.Features;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>What holds of the engine in every world, to the bit.</summary>
public sealed class EngineLaws
{
    private const int Worlds = 60;

    public static TheoryData<int> Threads => [1, 2, 3];

    [Fact]
    public void AnOrderNeverSeesItself()
    {
        int compared = 0;
        foreach (CoarseWorld world in Some(Worlds))
        {
            // Figures corrected later would let the same order weigh more when it is peeked at than when it was told.
            int firstOrder = world.Facts.FindIndex(f => f is OrderFact);
            List<Fact> facts = [.. world.Facts.Where((f, i) => i < firstOrder || f is not ProductFact)];
            var oracle = new Oracle(world, facts);
            foreach (int order in facts.OfType<OrderFact>().Select(o => o.Header.Order).Distinct().Take(12))
            {
                int told = LastInForce(facts, order);
                OrderVersion header = ((OrderFact)facts[told]).Header;
                if (header.OrderedAt > header.KnownAt) continue;
                OrderLine[] lines = oracle.ToldAt(told).Lines;
                Engine with = Runs.After(world, facts), without = Runs.After(world, facts.Where(f => f is not OrderFact o || o.Header.Order != order));
                double[] read = new double[Runs.Catalogue.Count], peeked = new double[Runs.Catalogue.Count];
                foreach (double later in new[] { 0, 1, 365 })
                {
                    long asOf = world.LastKnownAt + (long)(later * Micros.PerDay);
                    with.Read(facts.Take(told).Count(f => f is OrderFact), asOf, read);
                    without.Peek(header, lines, asOf, peeked);
                    Runs.AssertSame(peeked, read, $"order {order} {later} days after the end, {world}");
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
            var log = new EventLog();
            var numbers = new Numbering(log);
            var engine = new Engine(log, world.Countries);
            List<double[]> rows = [];
            double[] look = new double[Runs.Catalogue.Count], again = new double[Runs.Catalogue.Count];
            for (int position = 0; position < world.Facts.Count; position++)
            {
                world.Facts[position].AppendTo(log, numbers);
                double[] row = new double[Runs.Catalogue.Count];
                if (engine.Process(row).Kind == EventKind.Order) rows.Add(row);
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
            Assert.Equal(3 * all.Length, replayed.Rows);
            Runs.AssertSame(live, [.. all.Select(i => replayed[i].ToArray())], $"{world} replayed by {threads} threads");
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

    [Fact]
    public void AReplayOfChosenOrdersGivesTheirRowsOfTheWholeReplay()
    {
        foreach (CoarseWorld world in Some(10))
        {
            EventLog log = CoarseWorld.Log(world.Facts);
            double[][] live = Runs.Live(log, world.Countries);
            FeatureMatrix chosen = Engine.Replay(log, world.Countries, ReadPlan.OnArrival(log, row => row % 3 == 1), 2, cancellation: TestContext.Current.CancellationToken);
            double[][] rows = [.. Enumerable.Range(0, chosen.Rows).Select(i => chosen[i].ToArray())];
            Runs.AssertSame([.. live.Where((_, row) => row % 3 == 1)], rows, $"{world}, every third order");
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
            int[] order = [.. Enumerable.Range(0, log.Orders.Count).Where(row => log.Orders[row].Order != Ghost)];
            for (int row = 0; row < before.Length; row++)
            {
                if (log.Orders[order[row]].KnownAt <= versions[2].KnownAt) continue;
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

    [Fact]
    public void StrangersChangeNothingButWhatRoutesAreUsual()
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
                    },
                });
            }

            EventLog log = CoarseWorld.Log(Fact.Sorted([.. world.Facts, .. strange]));
            double[][] with = Runs.Live(log, world.Countries);
            Runs.AssertSame(Runs.Live(world), [.. with.Where((_, row) => log.Orders[row].Order < FirstOrder)], $"{world} with a stranger", "route_rarity_bits");
        }
    }

    [Fact]
    public void ASubjectIsTheFirstMetOfItsGroupAndGivesWayToOlderOnesOnly()
    {
        int merged = 0;
        foreach (CoarseWorld world in Some(Worlds))
        {
            var oracle = new Oracle(world, world.Facts);
            EventLog log = CoarseWorld.Log(world.Facts);
            var engine = new Engine(log, world.Countries);
            var named = new Dictionary<int, int>();
            while (engine.Processed < log.Events.Count)
            {
                engine.Process();
                List<int> met = oracle.Met(engine.Processed);
                foreach (int party in met)
                {
                    int subject = engine.Subject(party), before = named.GetValueOrDefault(party, party);
                    Assert.True(met.IndexOf(subject) <= met.IndexOf(before), $"subject of party {party} went from {before} to {subject}, met later: {world}");
                    if (subject != before) merged++;
                    named[party] = subject;
                }

                if (engine.Processed % 10 != 0) continue;
                foreach (int party in met)
                {
                    HashSet<int> linked = oracle.LinkedWith(engine.Processed, party);
                    Assert.Equal(met.First(linked.Contains), engine.Subject(party));
                }
            }

            Subjects final = Subjects.Of(log);
            Assert.All(oracle.Met(world.Facts.Count), party => Assert.Equal(engine.Subject(party), final.Of(party)));
        }

        Assert.True(merged > 50, $"{merged} subjects gave way only");
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
            Fact last = world.Facts[^1];
            foreach (Fact fact in world.Facts.Where(f => f.KnownAt < last.KnownAt || (f.KnownAt == last.KnownAt && f.Kind < last.Kind)))
            {
                Assert.Throws<ArgumentException>(() => fact.AppendTo(log, numbers));
                refused++;
            }

            Assert.True(refused > 100);
            Assert.Equal((events, orders, lines, names), (log.Events.Count, log.Orders.Count, log.Lines.Count, log.ListedNames.Count));
            Runs.AssertSame(Runs.Live(world), Runs.Live(log, world.Countries), $"{world} after refusals");
        }
    }

    private static IEnumerable<CoarseWorld> Some(int worlds) => Enumerable.Range(1000, worlds).Select(seed => CoarseWorld.Of(seed));

    private static int LastInForce(List<Fact> facts, int order) => Enumerable.Range(0, facts.Count)
        .Where(i => facts[i] is OrderFact o && o.Header.Order == order).OrderBy(i => ((OrderFact)facts[i]).Header.Version).ThenBy(i => i).Last();
}
