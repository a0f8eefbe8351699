using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Learning.Evaluation;
using Screening.Learning.Registry;
using Screening.Learning.Training;
using Screening.Policies;
using Screening.Records;
using Screening.Risk.Trees;

namespace Screening.Cli.Evaluations;

/// <summary>How an evaluation is asked for.</summary>
/// <param name="From">First day judged.</param>
/// <param name="Policy">Whose capacity and typologies.</param>
/// <param name="Capacity">Subjects a day.</param>
/// <param name="FromLabels">Judge by labels even where a simulator wrote the truth.</param>
/// <param name="Draws">Resamples for the spread.</param>
/// <param name="Seed">Of all draws.</param>
/// <param name="Threads">To replay with.</param>
internal sealed record EvaluationOptions(DateOnly From, Policy Policy, int Capacity, bool FromLabels, int Draws, int Seed, int Threads);

/// <summary>
/// Judges rankings of the orders that arrived in some days by what is known of them now: a model beside the blend and each of its parts, single keys, value, chance and
/// the best there could be. Each order is read as it arrived; a model must have been trained before the first day, and subjects known by then are left out. What
/// was usual, what keys alone say and what raw columns teach comes from the orders before: labelled ones all, others up to what a model learns from (<see cref="TrainingOptions.MostOrders"/>), never fewer than its default.
/// </summary>
internal sealed class Evaluation(LoadedLog loaded, EvaluationOptions options)
{
    private const int ExplainedOrders = 1000;
    private const int ShownFeatures = 20;

    // Of an order its labels and its own columns, which trees learn; of one that is judged its place in every ranking, and in each thread that judges one the same ranked three times.
    private const long BytesPerOrder = 700, BytesPerJudged = 1000, BytesPerThread = 300;

    /// <summary>What judging takes on the heap, in bytes, by estimate.</summary>
    /// <param name="orders">Orders that are read.</param>
    /// <param name="judged">Of them, those that are judged.</param>
    /// <param name="threads">Rankings that are judged at once.</param>
    internal static long BytesOf(int orders, int judged, int threads) => (orders * BytesPerOrder) + (judged * (BytesPerJudged + (BytesPerThread * threads)));

    /// <summary>Runs it.</summary>
    /// <param name="model">The model, or null.</param>
    /// <param name="against">The model to compare with, or null.</param>
    /// <param name="progress">Hears what is being done.</param>
    /// <param name="cancellation">Stops it.</param>
    public EvaluationReport Run(RegisteredModel? model, RegisteredModel? against, ConsoleProgress progress, CancellationToken cancellation)
    {
        foreach (RegisteredModel one in new[] { model, against }.OfType<RegisteredModel>()) RequireBefore(one);
        EventLog log = loaded.Log;
        var usual = new TrainingOptions();
        TrainingOptions reading = model?.Manifest.Options ?? usual;
        // A model that learnt from few orders is not held against lookups that know as few.
        reading = reading with { MostOrders = Math.Max(reading.MostOrders, usual.MostOrders) };
        long from = Micros.StartOf(options.From), end = Micros.EndOf(loaded.Date);
        OrderLabels before = OrderLabels.Of(log, from - 1);
        progress.Report("reading orders as they arrived");
        ReadPlan plan = ExampleReader.Plan(log, (from - (reading.Days * Micros.PerDay), end + 1), before, reading, allFrom: from);
        RequireRoom(plan, from);
        Examples all = ExampleReader.Read(loaded.ToLearn(options.Threads, cancellation), plan, before, reading.PeerMinimum, options.Threads, progress, cancellation);
        Examples earlier = all.Where(item => item.KnownAt < from);
        HashSet<int> known = [.. earlier.Items.Where(item => item.Label.IsDiversion).Select(item => item.Subject)];
        Examples judged = all.Where(item => item.KnownAt >= from && !known.Contains(item.Subject));
        if (judged.Count == 0) throw new UsageException(FormattableString.Invariant($"no order arrived from {options.From:yyyy-MM-dd} to {loaded.Date:yyyy-MM-dd}"));
        KnownTruth truth = KnownTruth.Of(loaded, options.FromLabels);
        List<JudgedOrder> orders = [.. Enumerable.Range(0, judged.Count).Select(i => Judge(judged, i, truth))];
        progress.Report("judging rankings");
        var typologies = new TypologyScores(log, options.Policy, judged, cancellation);
        List<Ranker> rankers = Rankers(model, against, judged, typologies);
        if (RawModel.Of(log, earlier, judged, options.Threads, cancellation) is { } raw) rankers.Add(raw);
        var caught = OracleDays.Of(orders, options.Capacity, options.Seed);
        RankerResult Result(Ranker ranker) => RankerResult.Of(orders, ranker, caught, options.Capacity, options.Draws, options.Seed);
        List<RankerResult> results = [.. SideBySide(rankers, cancellation).Select(Result)];
        Ranker first = rankers[0], other = rankers.Find(ranker => ranker.Name == (against is null ? "blend" : "against"))!;
        Ranker best = CapacityRun.Oracle(orders, order => order.ValueUsd);
        CapacityRun run = CapacityRun.Of(orders, first, options.Capacity, options.Seed);
        return new EvaluationReport
        {
            From = options.From,
            To = loaded.Date,
            Truth = truth.Said,
            IsSimulated = loaded.IsSimulated,
            Model = model?.Manifest.Version,
            Against = against?.Manifest.Version,
            Capacity = options.Capacity,
            Orders = orders.Count,
            Diversions = orders.Count(order => order.IsDiversion),
            KnownBefore = known.Count,
            OrdersBefore = earlier.Count,
            Rankers = [Result(best) with { Name = EvaluationReport.Oracle }, .. results],
            Curves = [.. SideBySide(rankers, cancellation).Select(ranker => RankerCurves.Of(orders, ranker, options.Seed)), RankerCurves.Of(orders, best, options.Seed) with { Name = EvaluationReport.Oracle }],
            Days = run.Days,
            Gain = model is null ? null : PairedGain.Of(orders, first, other, options.Capacity, options.Draws, options.Seed),
            Kinds = [.. Kinds(orders, run)],
            KindsOfOther = model is null ? [] : [.. Kinds(orders, CapacityRun.Of(orders, other, options.Capacity, options.Seed))],
            Reliability = model is null ? null : Reliability.Of([.. first.Scores.Select(model.Manifest.Calibration.Probability)], [.. orders.Select(order => order.Target)]),
            Parity = [.. Parity(orders, run, order => order.Region), .. Parity(orders, run, order => order.Size)],
            Lookups =
            [
                .. SideBySide(SingleKeys.Of(log, earlier.Items, judged.Items), cancellation).Select(Result)
                    .Select(key => new LookupResult(key.Name, key.AveragePrecision, key.AveragePrecision.Value / results[0].AveragePrecision.Value)),
            ],
            Features = model is null ? [] : Weights(model, judged),
        };
    }

    private ParallelQuery<Ranker> SideBySide(IEnumerable<Ranker> rankers, CancellationToken cancellation) =>
        rankers.AsParallel().AsOrdered().WithDegreeOfParallelism(options.Threads).WithCancellation(cancellation);

    private void RequireBefore(RegisteredModel model)
    {
        DateOnly trained = model.Manifest.Data.AsOf;
        if (trained >= options.From)
            throw new UsageException(FormattableString.Invariant($"model {model.Manifest.Version} knows labels of {trained:yyyy-MM-dd}; it can be judged from {trained.AddDays(1):yyyy-MM-dd} on, --from is {options.From:yyyy-MM-dd}"));
    }

    private void RequireRoom(ReadPlan plan, long from)
    {
        int judged = plan.Reads.Count(read => read.AsOf >= from);
        loaded.Memory?.Require(BytesOf(plan.Reads.Count, judged, options.Threads), FormattableString.Invariant($"judging {judged:#,0} orders by {plan.Reads.Count - judged:#,0} before them"));
    }

    private JudgedOrder Judge(Examples judged, int index, KnownTruth truth)
    {
        Example item = judged.Items[index];
        double bought = judged[index][Engine.DefaultCatalogue["purchaser_value_usd_sum_365d"]];
        string size = bought < 1e6 ? "purchaser of under 1 million USD a year" : bought < 1e7 ? "purchaser of 1 to 10 million USD a year" : "purchaser of 10 million USD a year and more";
        int destination = loaded.Log.Orders[item.Row].DestinationCountry;
        string region = destination == Missing.Symbol ? "to no told country" : "to " + CountryCode.Text(destination);
        return new JudgedOrder(
            loaded.Log.Symbols.Orders.Text(item.Order)!, Micros.Day(item.KnownAt), item.Subject, truth.IsDiversion(item.Order), truth.Kinds(item.Order), item.ValueUsd, item.H100e, region, size);
    }

    private List<Ranker> Rankers(RegisteredModel? model, RegisteredModel? against, Examples judged, TypologyScores typologies)
    {
        var rankers = new List<Ranker>();
        if (model is not null) rankers.Add(new Ranker("model", Trainer.Margins(model.Evaluator.Model, judged, options.Threads)));
        if (against is not null) rankers.Add(new Ranker("against", Trainer.Margins(against.Evaluator.Model, judged, options.Threads)));
        if (model is not null)
        {
            IReadOnlyList<double> margins = rankers[0].Scores;
            rankers.Add(new Ranker("model by stake", [.. judged.Items.Select((item, i) => model.Manifest.Calibration.Probability(margins[i]) * Math.Log2(2 + Stake(item)))]));
        }

        rankers.Add(new Ranker("blend", typologies.Blend));
        rankers.Add(new Ranker("anomaly", [.. Enumerable.Range(0, judged.Count).Select(i => double.IsNaN(judged[i][^1]) ? 0 : judged[i][^1])]));
        rankers.Add(new Ranker("value", [.. judged.Items.Select(item => item.ValueUsd)]));
        rankers.Add(new Ranker("compute", [.. judged.Items.Select(item => item.H100e)]));
        rankers.Add(new Ranker("random", new double[judged.Count]));
        rankers.AddRange(typologies.Each.Select(typology => new Ranker(typology.Id, typology.LogOdds)));
        return rankers;
    }

    private double Stake(Example item) => Math.Max(item.H100e, item.ValueUsd / options.Policy.Blend.UsdPerH100e);

    private IEnumerable<KindResult> Kinds(List<JudgedOrder> orders, CapacityRun run)
    {
        foreach (string kind in orders.SelectMany(order => order.Kinds).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var subjects = Enumerable.Range(0, orders.Count).Where(i => orders[i].Kinds.Contains(kind)).GroupBy(i => orders[i].Subject)
                .Select(group => (First: group.Min(i => orders[i].Day), Listed: group.Where(run.Alerted.Contains).Select(i => (DateOnly?)orders[i].Day).Min())).ToList();
            int found = subjects.Count(subject => subject.Listed is not null);
            List<int> days = [.. subjects.Where(subject => subject.Listed is not null).Select(subject => subject.Listed!.Value.DayNumber - subject.First.DayNumber).Order()];
            var recall = Interval.Of(
                subjects.Count, counts => counts.Sum() == 0 ? double.NaN : counts.Select((count, i) => subjects[i].Listed is null ? 0 : count).Sum() / (double)counts.Sum(), options.Draws, options.Seed);
            yield return new KindResult(kind, subjects.Count, found, recall, days.Count == 0 ? null : (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2.0);
        }
    }

    private IEnumerable<ParityResult> Parity(List<JudgedOrder> orders, CapacityRun run, Func<JudgedOrder, string> group)
    {
        const int LeastOrders = 100;
        var honest = Enumerable.Range(0, orders.Count).Where(i => !orders[i].IsDiversion).GroupBy(i => group(orders[i])).Where(g => g.Count() >= LeastOrders);
        foreach (IGrouping<string, int> one in honest.OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            bool[] alerted = [.. one.Select(run.Alerted.Contains)];
            var share = Interval.Of(alerted.Length, counts => counts.Select((count, i) => alerted[i] ? count : 0).Sum() / (double)counts.Sum(), options.Draws, options.Seed);
            yield return new ParityResult(one.Key, alerted.Length, alerted.Count(a => a), share);
        }
    }

    private static List<FeatureWeight> Weights(RegisteredModel model, Examples judged)
    {
        var shap = new TreeShap(model.Evaluator);
        TreeShapWorkspace workspace = shap.NewWorkspace();
        double[] sums = new double[judged.Names.Length], row = new double[judged.Names.Length];
        int step = Math.Max(1, judged.Count / ExplainedOrders), explained = 0;
        for (int i = 0; i < judged.Count; i += step, explained++)
        {
            shap.Contributions(judged[i], row, workspace);
            for (int column = 0; column < row.Length; column++) sums[column] += Math.Abs(row[column]);
        }

        return [.. sums.Select((sum, column) => new FeatureWeight(judged.Names[column], sum / explained)).Where(weight => weight.MeanAbsolute > 0)
            .OrderByDescending(weight => weight.MeanAbsolute).ThenBy(weight => weight.Name, StringComparer.Ordinal).Take(ShownFeatures)];
    }
}
