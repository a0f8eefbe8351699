using Screening.Learning.Evaluation;
using Xunit;

namespace Screening.Tests.Learning.Evaluation;

public sealed class CapacityRunTests
{
    private static readonly DateOnly s_monday = new(2025, 6, 2);

    // Monday: subject 1 has two orders, 9 and 1; 2 has 5; 3 has 7. With two places, 1 (by its 9) and 3 are listed; the diverted order of 1 that scored 1 is caught with it.
    [Fact]
    public void ASubjectIsListedByItsHighestOrderAndCatchesAllOfTheDay()
    {
        List<JudgedOrder> orders = [Order(0, 0, 1), Order(1, 0, 1, 100), Order(2, 0, 2, 50), Order(3, 0, 3), Order(4, 1, 2, 30)];
        CapacityRun run = CapacityRun.Of(orders, new Ranker("r", [9, 1, 5, 7, 0]), 2, 1);
        Assert.Equal(new DayCatch(s_monday, 2, 1, 2, 1, 150, 100, 150, 100), run.Days[0]);
        Assert.Equal(new DayCatch(s_monday.AddDays(1), 1, 1, 1, 1, 30, 30, 30, 30), run.Days[1]);
        Assert.Equal([0, 1, 3, 4], run.Alerted.Order());
    }

    [Fact]
    public void NoRankingCatchesMoreThanTheOracle()
    {
        var random = new Random(TestSeed.Value + 3);
        for (int round = 0; round < 100; round++)
        {
            List<JudgedOrder> orders = [.. Enumerable.Range(0, random.Next(1, 60)).Select(i => Order(i, random.Next(4), random.Next(12), random.Next(3) == 0 ? random.Next(1, 9) : 0))];
            int capacity = random.Next(1, 5);
            double oracle = CapacityRun.Of(orders, CapacityRun.Oracle(orders, o => o.ValueUsd), capacity, 1).Days.Sum(d => d.CaughtValueUsd);
            var ranker = new Ranker("drawn", [.. orders.Select(_ => (double)random.Next(5))]);
            IReadOnlyList<DayCatch> days = CapacityRun.Of(orders, ranker, capacity, 1).Days;
            Assert.True(days.Sum(d => d.CaughtValueUsd) <= oracle);
            Assert.All(days, d => Assert.True(d.Alerts <= capacity && d.Hits <= d.Alerts && d.Caught <= d.Diverted));
        }
    }

    [Fact]
    public void TheCurveOfACapacityIsWhatAListOfThatLengthCatches()
    {
        var random = new Random(TestSeed.Value + 4);
        for (int round = 0; round < 50; round++)
        {
            List<JudgedOrder> orders = [.. Enumerable.Range(0, random.Next(1, 300)).Select(i => Order(i, random.Next(4), random.Next(80), random.Next(3) == 0 ? random.Next(1, 9) : 0))];
            var ranker = new Ranker("drawn", [.. orders.Select(_ => (double)random.Next(5))]);
            var curves = RankerCurves.Of(orders, ranker, 1);
            double all = orders.Where(order => order.IsDiversion).Sum(order => order.ValueUsd);
            Assert.Equal(all > 0 ? 14 : 0, curves.ValueByCapacity.Count);
            foreach (CurvePoint point in curves.ValueByCapacity)
                Assert.Equal(CapacityRun.Of(orders, ranker, (int)point.X, 1).Days.Sum(day => day.CaughtValueUsd) / all, point.Y);
        }
    }

    private static RankerResult Result(List<JudgedOrder> orders, Ranker ranker) => RankerResult.Of(orders, ranker, OracleDays.Of(orders, 1, 1), 1, 200, 1);

    // A constant score is the random ranking: it must not favour what stands first in the list.
    [Fact]
    public void TiesFavourNobody()
    {
        List<JudgedOrder> orders = [.. Enumerable.Range(0, 2000).Select(i => Order(i, 0, i, i < 1000 ? 1 : 0))];
        DayCatch day = CapacityRun.Of(orders, new Ranker("random", new double[2000]), 400, 1).Days[0];
        Assert.InRange(day.Hits, 150, 250);
        Assert.NotEqual(day.Hits, CapacityRun.Of(orders, new Ranker("random", new double[2000]), 400, 2).Days[0].Hits);
    }

    [Fact]
    public void AFigureHasTheSpreadOfItsDays()
    {
        List<JudgedOrder> orders = [.. Enumerable.Range(0, 40).Select(i => Order(i, i, i, 10))];
        double[] half = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        var result = Result(orders, new Ranker("all", half));
        Assert.Equal(new Interval(1, 1, 1), result.Recall);
        orders = [.. orders, .. Enumerable.Range(0, 20).Select(i => Order(100 + i, i, 100 + i))];
        result = Result(orders, new Ranker("half", [.. new double[40], .. Enumerable.Repeat(1.0, 20)]));
        Assert.Equal(0.5, result.Recall.Value);
        Assert.InRange(result.Recall.Low, 0.3, 0.45);
        Assert.InRange(result.Recall.High, 0.55, 0.7);
        Assert.Equal(result, Result(orders, new Ranker("half", [.. new double[40], .. Enumerable.Repeat(1.0, 20)])));
    }

    [Fact]
    public void TheSameRankingGainsNothingOverItself()
    {
        List<JudgedOrder> orders = [.. Enumerable.Range(0, 100).Select(i => Order(i, i % 10, i, i % 3 == 0 ? 5 : 0))];
        var ranker = new Ranker("r", [.. Enumerable.Range(0, 100).Select(i => (double)(i * 37 % 100))]);
        PairedGain gain = PairedGain.Of(orders, ranker, ranker, 3, 100, 1);
        Assert.Equal((new Interval(0, 0, 0), 1.0), (gain.ValueUsd, gain.TopOverlap));
        PairedGain over = PairedGain.Of(orders, CapacityRun.Oracle(orders, o => o.ValueUsd), new Ranker("worst", [.. orders.Select(o => -o.ValueUsd)]), 3, 100, 1);
        Assert.True(over.ValueUsd.Low > 0);
    }

    [Fact]
    public void ReliabilityIsTheDistanceOfSaidAndSeen()
    {
        double[] said = [.. Enumerable.Range(0, 1000).Select(i => i < 500 ? 0.1 : 0.5)];
        float[] seen = [.. Enumerable.Range(0, 1000).Select(i => i < 500 ? (i % 10 == 0 ? 1f : 0f) : (i % 4 == 0 ? 1f : 0f))];
        var reliability = Reliability.Of(said, seen);
        Assert.Equal(1000, reliability.Bins.Sum(bin => bin.Orders));
        Assert.Equal(0.1, reliability.Bins[0].Seen, 1e-12);
        Assert.Equal(0.125, reliability.Error, 0.03);
    }

    private static JudgedOrder Order(int number, int day, int subject, double diverted = 0) =>
        new(FormattableString.Invariant($"{number}"), s_monday.AddDays(day), subject, diverted > 0, [], Math.Max(1, diverted), Math.Max(1, diverted), "", "");
}
