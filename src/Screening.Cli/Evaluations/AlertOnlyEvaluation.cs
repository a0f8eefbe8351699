using System.Collections.Immutable;
using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Learning.Evaluation;
using Screening.Learning.Training;
using Screening.Records;

namespace Screening.Cli.Evaluations;

/// <summary>
/// Replays the learning of some months on one world, once for each arm and seed: what would have been caught had a firm learnt from everything, only from what it
/// had listed, or only from that but with the policy's means against the bias. Orders are read once, as they arrived.
/// </summary>
internal sealed class AlertOnlyEvaluation(LoadedLog loaded, EvaluationOptions options, AlertOnlyOptions replay, int seeds)
{
    // Of an order its labels, its place in each typology's ranking, its keys and what each run knows of it.
    private const long BytesPerOrder = 800;
    private const int KeysOfOrder = 4;

    private int? _atOnce;

    /// <summary>Runs it.</summary>
    public AlertOnlyReport Run(ConsoleProgress progress, CancellationToken cancellation)
    {
        ReplayOrders orders = Read(progress, cancellation);
        DateOnly judgedFrom = options.From.AddDays(replay.DelayDays + replay.RetrainDays);
        List<JudgedOrder> judged = [.. orders.Orders.Where(order => order.Day >= judgedFrom)];
        if (judged.Count == 0)
        {
            throw new UsageException(FormattableString.Invariant(
                $"--from is {options.From:yyyy-MM-dd} and the last day {loaded.Date:yyyy-MM-dd}; {replay.DelayDays} days of label delay and {replay.RetrainDays} to the next training leave no day to judge"));
        }

        progress.Report(FormattableString.Invariant($"replaying {LabelArm.All.Count} arms, {seeds} times each"));
        // Each replay by itself is a chain of small trainings: side by side, with one thread each, they are done soonest.
        List<AlertOnlyRun> done =
        [
            .. LabelArm.All.SelectMany(arm => Enumerable.Range(1, seeds).Select(seed => (Arm: arm, Seed: seed)))
                .AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(_atOnce ?? options.Threads, 512)).WithCancellation(cancellation)
                .Select(one => AlertOnlyReplay.Run(orders, one.Arm, replay with { Seed = one.Seed, Threads = 1 }, cancellation)),
        ];
        List<(LabelArm Arm, List<AlertOnlyRun> Seeds)> runs = [.. LabelArm.All.Select((arm, i) => (arm, done.GetRange(i * seeds, seeds)))];
        IReadOnlyList<DayCatch>[] full = Judged(runs[0].Seeds, judgedFrom);
        return new AlertOnlyReport
        {
            From = options.From,
            JudgedFrom = judgedFrom,
            To = loaded.Date,
            Truth = KnownTruth.Of(loaded, options.FromLabels).Said,
            IsSimulated = loaded.IsSimulated,
            Capacity = replay.Capacity,
            Exploration = replay.Exploration,
            DelayDays = replay.DelayDays,
            Seeds = seeds,
            Orders = judged.Count,
            Diversions = judged.Count(order => order.IsDiversion),
            Arms = [.. runs.Select(run => Arm(run.Arm.Name, run.Seeds, Judged(run.Seeds, judgedFrom), full))],
        };
    }

    private static IReadOnlyList<DayCatch>[] Judged(List<AlertOnlyRun> runs, DateOnly from) => [.. runs.Select(run => (IReadOnlyList<DayCatch>)[.. run.Days.Where(day => day.Day >= from)])];

    private AlertOnlyArm Arm(string name, List<AlertOnlyRun> runs, IReadOnlyList<DayCatch>[] days, IReadOnlyList<DayCatch>[] full)
    {
        Interval Share(Func<DayCatch, double> part, Func<DayCatch, double> whole, bool isLost = false) => Interval.Of(
            days[0].Count, counts =>
            {
                double sum = 0, all = 0;
                for (int seed = 0; seed < days.Length; seed++)
                {
                    for (int i = 0; i < counts.Length; i++)
                    {
                        sum += counts[i] * (isLost ? part(full[seed][i]) - part(days[seed][i]) : part(days[seed][i]));
                        all += counts[i] * whole(days[seed][i]);
                    }
                }

                return all > 0 ? sum / all : double.NaN;
            }, options.Draws, options.Seed);
        double[] Each(Func<DayCatch, double> part, Func<DayCatch, double> whole) => [.. days.Select(seed => seed.Sum(part) / seed.Sum(whole))];
        return new AlertOnlyArm(
            name, Share(day => day.Caught, day => day.Diverted), Share(day => day.CaughtValueUsd, day => day.ValueUsd), Share(day => day.CaughtH100e, day => day.H100e),
            Share(day => day.Caught, day => day.Diverted, isLost: true), Share(day => day.CaughtValueUsd, day => day.ValueUsd, isLost: true),
            Each(day => day.Caught, day => day.Diverted), Each(day => day.CaughtValueUsd, day => day.ValueUsd), runs.Average(run => run.Labelled), runs.Average(run => run.LabelledDiversions));
    }

    private ReplayOrders Read(ConsoleProgress progress, CancellationToken cancellation)
    {
        EventLog log = loaded.Log;
        TrainingOptions reading = new TrainingOptions() with { MostOrders = int.MaxValue };
        long from = Micros.StartOf(options.From), end = Micros.EndOf(loaded.Date);
        progress.Report("reading orders as they arrived");
        // A year more, for what is usual.
        OrderLabels before = OrderLabels.Of(log, from - 1);
        ReadPlan plan = ExampleReader.Plan(log, (from - (365 * Micros.PerDay), end + 1), before, reading);
        RequireRoom(plan, from);
        Examples read = ExampleReader.Read(loaded.ToLearn(options.Threads, cancellation), plan, before, reading.PeerMinimum, options.Threads, progress, cancellation);
        Examples all = read.Where(item => item.KnownAt >= from);
        if (all.Count == 0) throw new UsageException(FormattableString.Invariant($"no order arrived from {options.From:yyyy-MM-dd} to {loaded.Date:yyyy-MM-dd}"));
        KnownTruth truth = KnownTruth.Of(loaded, options.FromLabels);
        progress.Report("judging by the blend");
        IReadOnlyList<double> blend = new TypologyScores(log, options.Policy, all, cancellation).Blend;
        int[] byDay = [.. Enumerable.Range(0, all.Count).OrderBy(i => Micros.Day(all.Items[i].KnownAt)).ThenBy(i => i)];
        int[] columns = [.. Enumerable.Range(0, all.Names.Length).Where(column => !IsOfLabels(all.Names[column]))];
        var matrix = new FeatureMatrix(byDay.Length, columns.Length, log.Memory);
        for (int i = 0; i < byDay.Length; i++)
            for (int c = 0; c < columns.Length; c++) matrix[i][c] = all[byDay[i]][columns[c]];
        ImmutableArray<int> directions = [.. columns.Select(column => column < Engine.DefaultCatalogue.Count ? Engine.DefaultCatalogue.Features[column].Direction : 0)];
        return new ReplayOrders(
            [.. byDay.Select(i => all.Items[i]).Select(item => new JudgedOrder(
                log.Symbols.Orders.Text(item.Order)!, Micros.Day(item.KnownAt), item.Subject, truth.IsDiversion(item.Order), truth.Kinds(item.Order), item.ValueUsd, item.H100e, "", ""))],
            [.. columns.Select(column => all.Names[column])], matrix, directions, [.. byDay.Select(i => blend[i])], [.. byDay.Select(i => Keys(log.Orders[all.Items[i].Row]))]);
    }

    // One run at least; as many side by side as there is room for.
    private void RequireRoom(ReadPlan plan, long from)
    {
        int replayed = plan.Reads.Count(read => read.AsOf >= from);
        long shared = plan.Reads.Count * BytesPerOrder, run = AlertOnlyReplay.BytesOf(replayed, Engine.DefaultCatalogue.Count + 1, KeysOfOrder, replay with { Threads = 1 });
        loaded.Memory?.Require(shared + run, FormattableString.Invariant($"replaying what {replayed:#,0} orders teach"));
        if (loaded.Memory is { } memory) _atOnce = (int)Math.Clamp((memory.StateBytes - shared) / run, 1, options.Threads);
    }

    // What the lake's own analysts decided is what an arm would have had to find out first.
    private static bool IsOfLabels(string name) => Engine.DefaultCatalogue.Features.FirstOrDefault(feature => feature.Name == name) is { } feature
        && feature.Source.Split(' ').Any(dataset => dataset is "dispositions" or "outcomes" or "holds");

    private static int[] Keys(OrderVersion order) => [Key(order.Seller), Key(order.Purchaser), Key(order.EndUser), Key(order.UltimateConsignee)];

    private static int Key(int symbol) => symbol == Missing.Symbol ? -1 : symbol;
}
