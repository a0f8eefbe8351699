using Screening.Cli;
using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Learning.Training;
using Screening.Records;
using Screening.Risk;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Learning.Training;

/// <summary>Which orders are examples, and what stands in their rows, held against what is worked out plainly.</summary>
public sealed class ExampleReaderTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void TheLastOpenTellingOfEachOrderIsReadAndUnlabelledOnesAreThinnedByTheirNumber()
    {
        EventLog log = Load().Log;
        long known = log.LastKnownAt;
        for (int order = 0; order < log.Symbols.Orders.Count; order += 10) log.Append(new Disposition(0, order, known, known, order % 20 == 0 ? Decision.Dismissed : Decision.Confirmed) { Id = order });
        OrderLabels labels = OrderLabels.Of(log, long.MaxValue);
        (long from, long to) = (log.Orders[log.Orders.Count / 4].KnownAt, log.Orders[log.Orders.Count * 3 / 4].KnownAt);
        var last = new Dictionary<int, int>();
        for (int row = 0; row < log.Orders.Count; row++)
        {
            OrderVersion order = log.Orders[row];
            if (!order.IsRemainder && order.IsOpen && order.KnownAt >= from && order.KnownAt < to) last[order.Order] = row;
        }

        int[] labelled = [.. last.Values.Where(row => labels[log.Orders[row].Order].Kind != LabelKind.Unreviewed)], others = [.. last.Values.Except(labelled)];
        Assert.True(labelled.Length > 10 && others.Length > 200 && last.Count < log.Orders.Count / 2, $"{labelled.Length} labelled and {others.Length} other orders");
        Assert.Equal(last.Values.Order(), Rows(int.MaxValue));
        int most = labelled.Length + (others.Length / 3);
        IEnumerable<int> kept = others.Where(row => Chance.Of(log.Symbols.Orders.Text(log.Orders[row].Order)!, 1) < (double)(most - labelled.Length) / others.Length);
        Assert.Equal([.. labelled.Concat(kept).Order()], Rows(most));
        Assert.Equal(labelled.Order(), Rows(1));

        // From a moment on all are read; what lies before is thinned as if there were nothing else.
        long all = (from + to) / 2;
        int[] later = [.. last.Values.Where(row => log.Orders[row].KnownAt >= all)], earlier = [.. last.Values.Except(later)];
        int[] labelledEarlier = [.. earlier.Intersect(labelled)];
        Assert.True(labelledEarlier.Length > 3 && earlier.Length > 100 && later.Length > 100, $"{labelledEarlier.Length} labelled of {earlier.Length} before {later.Length}");
        int mostEarlier = labelledEarlier.Length + ((earlier.Length - labelledEarlier.Length) / 2);
        IEnumerable<int> keptEarlier = earlier.Except(labelled).Where(row => Chance.Of(log.Symbols.Orders.Text(log.Orders[row].Order)!, 1) < (double)(mostEarlier - labelledEarlier.Length) / (earlier.Length - labelledEarlier.Length));
        Assert.Equal([.. labelledEarlier.Concat(keptEarlier).Concat(later).Order()], Rows(mostEarlier, all));

        int[] Rows(int mostOrders, long allFrom = long.MaxValue) =>
            [.. ExampleReader.Plan(log, (from, to), labels, new TrainingOptions { MostOrders = mostOrders }, allFrom).Reads.Select(read => read.Order)];
    }

    [Fact]
    public void ARowHoldsTheFeaturesAndHowUnusualTheyWereAmongOrdersBeforeItsMonth()
    {
        const int PeerMinimum = 100;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        LoadedLog loaded = Load();
        OrderLabels labels = OrderLabels.Of(loaded.Log, long.MaxValue);
        ReadPlan plan = ExampleReader.Plan(loaded.Log, (0, long.MaxValue), labels, new TrainingOptions());
        Examples examples = ExampleReader.Read(loaded.ToLearn(2, cancellation), plan, labels, PeerMinimum, 2, null, cancellation);
        FeatureMatrix features = loaded.Replay(plan, 2, null, cancellation);
        Assert.Equal(plan.Reads.Select(read => read.Order), examples.Items.Select(item => item.Row));
        for (int i = 0; i < examples.Count; i++) Assert.Equal(features[i].ToArray(), examples[i][..^1].ToArray());

        DateOnly lastDay = Micros.Day(examples.Items[^1].KnownAt);
        long start = Micros.StartOf(new DateOnly(lastDay.Year, lastDay.Month, 1));
        int before = examples.Items.Count(item => item.KnownAt < start);
        double[] rows = [.. Enumerable.Range(0, before).SelectMany(i => features[i].ToArray())];
        PeerAnomaly usual = PeerAnomaly.Fit(rows, [.. examples.Items.Take(before).Select(item => item.Peer)], features.Columns, PeerMinimum);
        Assert.InRange(before, PeerMinimum, examples.Count - 100);
        for (int i = before; i < examples.Count; i++) Assert.Equal(usual.Bits(examples.Items[i].Peer, features[i]), examples[i][^1]);
        Assert.True(double.IsNaN(examples[0][^1]), "there is no month before the first");
    }

    private LoadedLog Load() => ConsoleProgress.Run(progress => LoadedLog.Of(simulated.Lake, null, 2, progress, TestContext.Current.CancellationToken));
}
