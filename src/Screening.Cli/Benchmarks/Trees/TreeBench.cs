using System.Diagnostics;
using Screening.Learning.Models;
using Screening.Learning.XGBoost;
using Screening.Risk.Trees;

namespace Screening.Cli.Benchmarks.Trees;

/// <summary>
/// Trains a model on random rows and scores with the evaluator and with libxgboost, turn by turn, so that whatever else the machine does hits both. libxgboost is
/// given singles where they lie; writing them there is not timed. Rows of ours are doubles, as features are.
/// </summary>
internal sealed class TreeBench(int features, int threads, int repeats, ConsoleProgress progress, CancellationToken cancellation)
{
    private const int TrainingRows = 20_000, BatchRows = 50_000, ExplainedRows = 500, Calls = 20_000;

    /// <summary>Trains and measures.</summary>
    public TreeBenchResult Run(int trees, int depth, int seed)
    {
        (byte[] json, double trainingSeconds) = Train(trees, depth, seed);
        var evaluator = new TreeEvaluator(ModelFile.Parse(json));
        double[] rows = Rows(new Random(seed + 1), BatchRows);
        progress.Report("one row at a time");
        SingleRowTimes single = Single(json, evaluator, rows);
        progress.Report("in batches");
        int different = 0;
        RowsPerSecond[] batch = [.. new[] { 1, threads }.Distinct().Select(count => Batch(json, evaluator, rows, count, out different))];
        progress.Report("explanations");
        RowsPerSecond explained = Explain(json, evaluator, rows.AsSpan(0, ExplainedRows * features));
        int leaves = evaluator.Model.Trees.Sum(tree => tree.Nodes.Count(node => node.IsLeaf));
        return new TreeBenchResult(evaluator.Model.Trees.Length, Depth(evaluator.Model), features, leaves, trainingSeconds, single, batch, explained, different);
    }

    private (byte[] Json, double Seconds) Train(int trees, int depth, int seed)
    {
        var random = new Random(seed);
        double[] rows = Rows(random, TrainingRows);

        // Products of pairs and noise: trees find something to split to the full depth.
        float[] labels = [.. Enumerable.Range(0, TrainingRows).Select(row =>
        {
            double margin = -1.5 + (random.NextDouble() - 0.5) * 4;
            for (int f = 0; f + 1 < features; f += 2) margin += rows[row * features + f] * rows[row * features + f + 1] is var x && double.IsNaN(x) ? 0.1 : x;
            return margin > 0 ? 1f : 0f;
        })];
        long start = Stopwatch.GetTimestamp();
        using TrainingMatrix matrix = TrainingMatrix.Of(rows, TrainingRows, features, threads, labels);
        var options = new BoosterOptions { Rounds = trees, Depth = depth, Threads = threads, Seed = seed, Metric = "logloss" };
        using Booster booster = Booster.Train(matrix, null, options, told =>
        {
            if (told.Round % 25 == 0) progress.Report(FormattableString.Invariant($"training: {told.Round} of {told.Rounds} trees, {told.Metric} {told.Training:0.0000}"));
        }, cancellation);
        return (booster.ToJson(), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // Standing between -1 and 1, a twentieth missing.
    private double[] Rows(Random random, int count)
    {
        double[] rows = new double[count * features];
        for (int i = 0; i < rows.Length; i++) rows[i] = random.Next(20) == 0 ? double.NaN : random.NextDouble() * 2 - 1;
        return rows;
    }

    private SingleRowTimes Single(byte[] json, TreeEvaluator evaluator, double[] rows)
    {
        using Booster booster = Booster.Load(json, 1);
        var library = new InPlacePrediction(booster, 1, features);
        long[] ours = new long[Calls], theirs = new long[Calls];
        for (int call = -Calls / 4; call < Calls; call++)
        {
            if ((call & 1023) == 0) cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> row = rows.AsSpan((call + Calls) % BatchRows * features, features);
            for (int f = 0; f < features; f++) library.Rows[f] = (float)row[f];
            long start = Stopwatch.GetTimestamp();
            double margin = evaluator.Margin(row);
            long between = Stopwatch.GetTimestamp();
            float expected = library.Margins()[0];
            long end = Stopwatch.GetTimestamp();
            if (margin != expected) throw new InvalidOperationException(FormattableString.Invariant($"a margin is {margin:R}, by libxgboost {expected:R}"));
            if (call >= 0) (ours[call], theirs[call]) = (between - start, end - between);
        }

        (double p50, double p99, double libraryP50, double libraryP99) = (Microseconds(ours, 0.5), Microseconds(ours, 0.99), Microseconds(theirs, 0.5), Microseconds(theirs, 0.99));
        return new SingleRowTimes(p50, p99, libraryP50, libraryP99, libraryP50 / p50);
    }

    private RowsPerSecond Batch(byte[] json, TreeEvaluator evaluator, double[] rows, int count, out int different)
    {
        using Booster booster = Booster.Load(json, count);
        var library = new InPlacePrediction(booster, BatchRows, features);
        for (int i = 0; i < rows.Length; i++) library.Rows[i] = (float)rows[i];
        double[] margins = new double[BatchRows];
        RowsPerSecond found = Compare(count, BatchRows, () => evaluator.Margins(rows.AsMemory(), margins, count), () => _ = library.Margins());
        different = 0;
        ReadOnlySpan<float> expected = library.Margins();
        for (int row = 0; row < BatchRows; row++) different += margins[row] == expected[row] ? 0 : 1;
        return found;
    }

    private RowsPerSecond Explain(byte[] json, TreeEvaluator evaluator, ReadOnlySpan<double> rows)
    {
        using Booster booster = Booster.Load(json, 1);
        using TrainingMatrix matrix = TrainingMatrix.Of(rows, ExplainedRows, features, 1);
        var shap = new TreeShap(evaluator);
        TreeShapWorkspace workspace = shap.NewWorkspace();
        double[] values = rows.ToArray(), found = new double[features];
        return Compare(1, ExplainedRows, () =>
        {
            for (int row = 0; row < ExplainedRows; row++) shap.Contributions(values.AsSpan(row * features, features), found, workspace);
        }, () => booster.Contributions(matrix));
    }

    // One turn each to warm up, then turns of both, medians.
    private RowsPerSecond Compare(int count, int rows, Action ours, Action theirs)
    {
        double[] ourSeconds = new double[repeats], theirSeconds = new double[repeats];
        for (int turn = -1; turn < repeats; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            (double our, double their) = (Seconds(ours), Seconds(theirs));
            if (turn >= 0) (ourSeconds[turn], theirSeconds[turn]) = (our, their);
        }

        (double ourRate, double theirRate) = (rows / Median(ourSeconds), rows / Median(theirSeconds));
        return new RowsPerSecond(count, rows, ourRate, theirRate, ourRate / theirRate);
    }

    private static double Seconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static double Microseconds(long[] ticks, double quantile)
    {
        Array.Sort(ticks);
        return ticks[(int)(quantile * (ticks.Length - 1))] * 1e6 / Stopwatch.Frequency;
    }

    private static int Depth(TreeModel model)
    {
        return model.Trees.Max(tree => Below(tree, 0));

        static int Below(DecisionTree tree, int at) => tree.Nodes[at] is { IsLeaf: false } node ? 1 + Math.Max(Below(tree, node.Left), Below(tree, node.Right)) : 0;
    }
}
