using Screening.Learning.Evaluation;
using Xunit;

namespace Screening.Tests.Learning.Evaluation;

/// <summary>A world of two signs of diversion: the fixed scores know the first, only labels can teach the second.</summary>
public sealed class AlertOnlyReplayTests
{
    private static readonly DateOnly s_first = new(2025, 1, 1);
    private static readonly AlertOnlyOptions s_options = new() { Capacity = 4, Exploration = 1, DelayDays = 5, Rounds = 30 };

    private static LabelArm Full => LabelArm.All[0];

    private static LabelArm Greedy => LabelArm.All[1];

    private static LabelArm Exploring => LabelArm.All[2];

    private static LabelArm Weighted => LabelArm.All[3];

    private static LabelArm Blend => LabelArm.All[^1];

    [Fact]
    public void FullLabelsTeachWhatTheFixedScoresDoNotKnow()
    {
        ReplayOrders orders = World(1);
        double full = Recall(Run(orders, Full)), blend = Recall(Run(orders, Blend)), greedy = Recall(Run(orders, Greedy)), exploring = Recall(Run(orders, Exploring));
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"full {full:0.00}, greedy {greedy:0.00}, exploring {exploring:0.00}, blend {blend:0.00}"));
        Assert.True(full > blend + 0.2);
        Assert.True(full >= greedy);
    }

    [Fact]
    public void AnArmKnowsOnlyLabelsOfWhatItListedAndOnlyAfterTheDelay()
    {
        ReplayOrders orders = World(2, days: 6);
        AlertOnlyRun greedy = Run(orders, Greedy), full = Run(orders, Full), blend = Run(orders, Blend);
        // Six days with a delay of five: on the last day the orders of the first are known.
        List<JudgedOrder> ofFirst = [.. orders.Orders.Where(order => order.Day == s_first)];
        Assert.Equal((ofFirst.Count, ofFirst.Count(order => order.IsDiversion)), (full.Labelled, full.LabelledDiversions));
        Assert.Equal(4, greedy.Labelled);
        Assert.Equal(blend.Days, greedy.Days);
        Assert.All(greedy.Days, day => Assert.Equal(4, day.Alerts));
        Assert.Equal(0, greedy.Trainings);
    }

    [Fact]
    public void WithoutAModelTheFixedScoresRank()
    {
        ReplayOrders orders = World(3, days: 10);
        IReadOnlyList<DayCatch> byHand = CapacityRun.Of(orders.Orders, new Ranker("fixed", orders.Fixed), 4, 1).Days;
        // Subjects order once here, so that nobody is stopped.
        Assert.Equal(byHand, Run(orders, Blend).Days);
    }

    [Fact]
    public void WhoWasFoundOutIsStoppedAndTakesNoPlace()
    {
        // One diverter orders every day beside one honest subject; there is one place, and the scores put the diverter first.
        List<JudgedOrder> orders = [.. Enumerable.Range(0, 20).Select(i => Order(i, i / 2, subject: i % 2 == 0 ? 1 : 2, isDiversion: i % 2 == 0))];
        var all = new ReplayOrders(orders, ["f"], SomeExamples.Matrix(1, [.. orders.Select(_ => 0.0)]), [], [.. orders.Select(order => order.IsDiversion ? 1.0 : 0.0)], [.. orders.Select(_ => new[] { 1 })]);
        AlertOnlyRun run = AlertOnlyReplay.Run(all, Blend with { Labels = LabelSource.Alerted }, s_options with { Capacity = 1, Exploration = 0 }, TestContext.Current.CancellationToken);
        Assert.Equal([1, 1, 1, 1, 1, 0, 0, 0, 0, 0], run.Days.Select(day => day.Hits));
        Assert.All(run.Days, day => Assert.Equal((1, 1, 1), (day.Alerts, day.Diverted, day.Caught)));
    }

    [Fact]
    public void TheChanceIsThatWithWhichASubjectIsShown()
    {
        // A hundred days of ten subjects with equal scores: three places by rank, one by chance among seven.
        ReplayOrders orders = World(4, days: 100, perDay: 10);
        AlertOnlyRun run = Run(orders, Exploring);
        Assert.All(run.Days, day => Assert.Equal(4, day.Alerts));
        // Those by rank stand for themselves and the drawn one for seven, so that what was shown stands for all ten.
        foreach (double[] day in run.Chances.Chunk(10))
        {
            Assert.Equal([0, 0, 0, 0, 0, 0, 1.0 / 7, 1, 1, 1], day.Order());
            Assert.Equal(10, day.Where(chance => chance > 0).Sum(chance => 1 / chance), 9);
        }

        int drawn = Enumerable.Range(0, 1000).Where(i => run.Chances[i] is > 0 and < 1).Select(i => i % 10).Distinct().Count();
        Assert.True(drawn >= 8, $"only {drawn} of ten places were ever drawn");
        Assert.NotEqual(Run(orders, Weighted).Days, run.Days);
    }

    [Fact]
    public void TheSameSeedGivesTheSameAndAnotherDrawsOthers()
    {
        ReplayOrders orders = World(5, days: 60);
        Assert.Equal(Run(orders, Exploring).Days, Run(orders, Exploring).Days);
        Assert.NotEqual(
            Run(orders, Exploring).Days, AlertOnlyReplay.Run(orders, Exploring, s_options with { Seed = 2 }, TestContext.Current.CancellationToken).Days);
    }

    [Fact]
    public void RatesAreDividedByWhatIsKnown()
    {
        double[] rates = new double[2];
        var labelled = new KeyRates(RateDenominator.LabelledOrders);
        var all = new KeyRates(RateDenominator.AllOrders);
        foreach (KeyRates of in new[] { labelled, all })
        {
            for (int i = 0; i < 30; i++) of.Arrived([7, -1]);
            for (int i = 0; i < 10; i++) of.Labelled([7, -1], isDiversion: i < 5);
        }

        // Five of ten known, drawn to a half of all known by twenty; and five of thirty that arrived, drawn to a sixth.
        labelled.Read([7, -1], rates);
        Assert.Equal([0.5, double.NaN], rates);
        all.Read([7, -1], rates);
        Assert.Equal((5 + (20 * (5.0 / 30))) / 50, rates[0], 12);
        labelled.Labelled([8, -1], isDiversion: false);
        labelled.Read([8, 3], rates);
        Assert.Equal((20 * (5.0 / 11)) / 21, rates[0], 12);
        Assert.Equal(5.0 / 11, rates[1], 12);
    }

    // Features and fixed scores are noise; who diverts orders under one key.
    [Fact]
    public void AnArmWithRatesLearnsByTheKey()
    {
        ReplayOrders world = World(7), keyed = world with
        {
            Matrix = SomeExamples.Matrix(2, [.. Enumerable.Range(0, 2 * world.Orders.Count).Select(i => (double)(i * 7919L % 1000))]),
            Fixed = [.. Enumerable.Range(0, world.Orders.Count).Select(i => (double)(i * 104729L % 1000))],
            Keys = [.. world.Orders.Select((order, i) => new[] { order.IsDiversion ? 1 : 2 + (i % 20) })],
        };
        double without = Recall(Run(keyed, Full)), with = Recall(Run(keyed, Full with { Rates = RateDenominator.AllOrders }));
        Assert.True(with > 0.8 && without < 0.4, $"recall {with} with rates, {without} without");
    }

    [Fact]
    public void ReplaysThatCannotBeAreRefused()
    {
        ReplayOrders orders = World(6, days: 2);
        Assert.Throws<ArgumentException>(() => AlertOnlyReplay.Run(orders, Full, s_options with { Exploration = 4 }, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => AlertOnlyReplay.Run(orders with { Orders = [.. orders.Orders.Reverse()] }, Full, s_options, TestContext.Current.CancellationToken));
    }

    private static AlertOnlyRun Run(ReplayOrders orders, LabelArm arm) => AlertOnlyReplay.Run(orders, arm, s_options, TestContext.Current.CancellationToken);

    private static double Recall(AlertOnlyRun run) => run.Days.Skip(20).Sum(day => day.Caught) / (double)run.Days.Skip(20).Sum(day => day.Diverted);

    private static JudgedOrder Order(int number, int day, int subject, bool isDiversion) => new(FormattableString.Invariant($"{number}"), s_first.AddDays(day), subject, isDiversion, [], 1000, 1, "", "");

    // One order in ten is diversion; half of these show the first feature, half the second.
    private static ReplayOrders World(int seed, int days = 120, int perDay = 40)
    {
        var random = new Random(seed);
        var orders = new List<JudgedOrder>();
        var features = new List<double>();
        for (int i = 0; i < days * perDay; i++)
        {
            bool isDiversion = random.Next(10) == 0, isFirst = random.Next(2) == 0;
            orders.Add(Order(i, i / perDay, i, isDiversion));
            features.Add(random.NextDouble() + (isDiversion && isFirst ? 0.7 : 0));
            features.Add(random.NextDouble() + (isDiversion && !isFirst ? 0.7 : 0));
        }

        return new ReplayOrders(orders, ["known", "hidden"], SomeExamples.Matrix(2, features), [], [.. orders.Select((_, i) => features[2 * i])], [.. orders.Select(_ => new[] { -1 })]);
    }
}
