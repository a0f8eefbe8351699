using Screening.Features;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features;

public sealed class TimelineTests
{
    private const long Year = 365 * Micros.PerDay, Memory = 366 * Micros.PerDay;

    //   day   0          7                     30
    //   ------o----------o----------------------o--------> time
    //         (----------|  7 days before day 7: the order of day 0 is out, that of day 7 is in
    [Fact]
    public void AWindowLeavesOutItsStartAndHoldsItsEnd()
    {
        Timeline timeline = Orders((0, 1), (7, 2), (30, 4));
        Assert.Equal(2, timeline.Between(Some.Day(0), Some.Day(7)).Tpp);
        Assert.Equal(3, timeline.Between(Some.Day(0) - 1, Some.Day(7)).Tpp);
        Assert.Equal(0, timeline.Between(Some.Day(0), Some.Day(7) - 1).Tpp);
        Assert.Equal(6, timeline.Between(Some.Day(0), Some.Day(30)).Tpp);
        Assert.Equal(7, timeline.Through(Some.Day(30)).Tpp);
        Assert.Equal(0, timeline.Through(Some.Day(0) - 1).Tpp);
    }

    //   day   0     1     1     1     2
    //   ------o-----ooo--------------o---> three orders at one moment
    [Fact]
    public void OfOrdersAtOneMomentTheOneNamedIsTakenBack()
    {
        Timeline timeline = Orders((0, 1), (1, 2), (1, 4), (1, 8), (2, 16));
        timeline.Remove(Some.Day(1), order: 2, Some.Volume(tpp: 4));
        Assert.Equal(10, timeline.Between(Some.Day(0), Some.Day(1)).Tpp);
        Assert.Equal(8, (timeline.Between(Some.Day(0), Some.Day(1)) - Some.Volume(tpp: 2)).Tpp);
        Assert.Equal(27, timeline.Through(Some.Day(2)).Tpp);
    }

    //   known  |                                366 days                                |
    //   -------o------------------------------------------------------------------------|--> the late order is older than memory
    [Fact]
    public void AnOrderOlderThanMemoryCountsInTotalsAndCanBeTakenBack()
    {
        Timeline timeline = Orders((400, 1));
        long late = Some.Day(400) - Memory;
        timeline.Add(late, order: 9, Some.Volume(tpp: 100), knownAt: Some.Day(400));
        Assert.Equal(101, timeline.Through(Some.Day(400)).Tpp);
        Assert.Equal(1, timeline.Between(late, Some.Day(400)).Tpp);
        Assert.Equal(Missing.Moment, timeline.LastBefore(Some.Day(400), exceptOrder: 0));
        timeline.Remove(late, order: 9, Some.Volume(tpp: 100));
        Assert.Equal(1, timeline.Through(Some.Day(400)).Tpp);
    }

    [Fact]
    public void TheLatestOtherOrderIsTheOneAtOrBeforeTheMoment()
    {
        Timeline timeline = Orders((0, 1), (7, 2), (30, 4));
        Assert.Equal(Some.Day(7), timeline.LastBefore(Some.Day(7), exceptOrder: 5));
        Assert.Equal(Some.Day(0), timeline.LastBefore(Some.Day(7), exceptOrder: 1));
        Assert.Equal(Some.Day(0), timeline.LastBefore(Some.Day(7) - 1, exceptOrder: 5));
        Assert.Equal(Missing.Moment, timeline.LastBefore(Some.Day(0), exceptOrder: 0));
    }

    [Fact]
    public void AClearedTimelineHoldsNothing()
    {
        Timeline timeline = Orders((0, 1), (7, 2));
        timeline.Add(Some.Day(7) - Memory, 7, Some.Volume(), Some.Day(7));
        timeline.Clear();
        Assert.Equal(default, timeline.Through(Some.Day(1000)));
        timeline.Add(Some.Day(3), 1, Some.Volume(tpp: 5), Some.Day(3));
        Assert.Equal(5, timeline.Through(Some.Day(3)).Tpp);
    }

    [Fact]
    public void ASumThatLeaves64BitsIsRefused()
    {
        Timeline timeline = Orders((0, long.MaxValue));
        Assert.Throws<OverflowException>(() => timeline.Add(Some.Day(1), 1, Some.Volume(tpp: 1), Some.Day(1)));
    }

    [Fact]
    public void AnyWindowEqualsThatOfANaiveList()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var timelines = new[] { new Timeline(), new Timeline(), new Timeline() };
            var naive = new[] { new List<Entry>(), new List<Entry>(), new List<Entry>() };
            long now = Some.Start;
            int merged = 0, widest = random.Next(1, 60);
            for (int step = 0; step < 200; step++)
            {
                if (random.Next(3) > 0) now += random.Next(widest) * Some.HalfDay;
                int key = random.Next(timelines.Length);
                if (naive[key].Count > 0 && random.Next(4) == 0)
                {
                    Entry gone = naive[key][random.Next(naive[key].Count)];
                    naive[key].Remove(gone);
                    timelines[key].Remove(gone.At, gone.Order, gone.Volume);
                }
                else if (merged < 4 && random.Next(40) == 0)
                {
                    int into = (key + 1) % timelines.Length;
                    timelines[into].Merge(timelines[key]);
                    naive[into].AddRange(naive[key]);
                    (timelines[key], naive[key]) = (new Timeline(), []);
                    merged++;
                }
                else
                {
                    long at = now - (random.Next(4) switch { 0 => random.Next(1600) * Some.HalfDay, 1 => Memory - random.Next(-1, 2), _ => random.Next(3) * Some.HalfDay });
                    var entry = new Entry(at, step, Some.Volume(1, random.Next(100), random.Next(50), random.Next(9)));
                    naive[key].Add(entry);
                    timelines[key].Add(at, step, entry.Volume, now);
                }

                AssertEqual(timelines[key], naive[key], now, random, $"seed {seed}, step {step}");
            }
        }
    }

    private static void AssertEqual(Timeline timeline, List<Entry> naive, long now, Random random, string where)
    {
        long asOf = now + (random.Next(3) * random.Next(500) * Some.HalfDay);
        Assert.True(Sum(naive, long.MinValue, asOf) == timeline.Through(asOf), where);
        long[] windows = [0, Micros.PerDay, 7 * Micros.PerDay, 90 * Micros.PerDay, Year, Memory];
        var sums = new Volume[windows.Length];
        timeline.Windows(asOf, windows, sums);
        Assert.True(sums.SequenceEqual(windows.Select(w => Sum(naive, asOf - w, asOf))), where);
        foreach (long window in windows)
        {
            long after = asOf - window;
            Assert.True(Sum(naive, after, asOf) == timeline.Between(after, asOf), where);
            int except = naive.Count == 0 ? -1 : naive[random.Next(naive.Count)].Order;
            Entry[] others = [.. naive.Where(e => e.Order != except && e.At > after && e.At <= asOf)];
            Assert.True(others.Select(e => e.Volume.ValueCents).DefaultIfEmpty(Missing.Amount).Max() == timeline.LargestValueCents(after, asOf, except, int.MaxValue), where);
            long last = timeline.LastBefore(asOf, except);
            if (others.Length > 0) Assert.True(others.Max(e => e.At) == last, where);
            else Assert.True(last <= after, where);
        }
    }

    private static Volume Sum(List<Entry> entries, long after, long through) =>
        entries.Where(e => e.At > after && e.At <= through).Aggregate(default(Volume), (sum, e) => sum + e.Volume);

    private static Timeline Orders(params ReadOnlySpan<(int Day, long Tpp)> orders)
    {
        var timeline = new Timeline();
        for (int i = 0; i < orders.Length; i++) timeline.Add(Some.Day(orders[i].Day), i, Some.Volume(tpp: orders[i].Tpp), Some.Day(orders[i].Day));
        return timeline;
    }

    private readonly record struct Entry(long At, int Order, Volume Volume);
}
