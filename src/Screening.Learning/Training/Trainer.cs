using System.Collections.Immutable;
using Screening.Features;
using Screening.Learning.Evaluation;
using Screening.Learning.Models;
using Screening.Learning.XGBoost;
using Screening.Risk.Trees;

namespace Screening.Learning.Training;

/// <summary>A set of parameters that was tried.</summary>
/// <param name="Options">The parameters.</param>
/// <param name="Trees">Trees at the best round.</param>
/// <param name="AveragePrecision">On validation.</param>
public sealed record Trial(BoosterOptions Options, int Trees, double AveragePrecision);

/// <summary>How many orders a part holds, and how many of them were known to be diversion.</summary>
/// <param name="Orders">Orders.</param>
/// <param name="Diversions">Diversions.</param>
public sealed record PartCount(int Orders, int Diversions)
{
    /// <summary>Counts a part.</summary>
    public static PartCount Of(Examples part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return new PartCount(part.Count, part.Diversions);
    }
}

/// <summary>What training gives.</summary>
/// <param name="Json">The model as libxgboost saves it.</param>
/// <param name="Model">The same, read.</param>
/// <param name="Calibration">How its margins become probabilities.</param>
/// <param name="Trials">What was tried, in order; empty when there was nothing to choose by.</param>
/// <param name="Chosen">The parameters of the model.</param>
/// <param name="Fit">What was learnt while choosing.</param>
/// <param name="Validation">By what was chosen.</param>
/// <param name="Training">What the model learnt.</param>
/// <param name="Calibrated">On what it was calibrated.</param>
public sealed record TrainedModel(
    byte[] Json, TreeModel Model, Calibration Calibration, IReadOnlyList<Trial> Trials, BoosterOptions Chosen, PartCount Fit, PartCount Validation, PartCount Training, PartCount Calibrated);

/// <summary>
/// Trains a model: sets of parameters are drawn, each learns the earlier part and stops early on the later one, the best by average precision there learns all that
/// comes before calibration with as many trees, and later orders turn its margins into probabilities. No class weights: they cost average precision and bend
/// probabilities. The same examples, options and threads give the same bytes.
/// </summary>
public static class Trainer
{
    // Below it a search chooses noise: the default parameters are taken.
    private const int DiversionsToChooseBy = 5;
    private const int RowsAtOnce = 1024;

    // Of an order its labels and places in the parts. Of a value what libxgboost makes of it, if none is missing: 8 in its rows, 4 by bins, 2 by columns, and some for sketches.
    // Of each node that a tree may split at its deepest, and of each thread, a sum of two doubles for every bin: measured as less.
    private const long BytesPerOrder = 400, BytesPerValue = 16, BytesPerBin = 16;

    /// <summary>Trains.</summary>
    /// <param name="all">Examples of the whole history, labelled as of the day of training.</param>
    /// <param name="parts">How the history is cut.</param>
    /// <param name="options">How to train.</param>
    /// <param name="threads">For libxgboost; the number is part of what makes the model.</param>
    /// <param name="progress">Hears what is being done and how far all of it is, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="TrainingException">There is nothing to learn: no label, or all alike.</exception>
    public static TrainedModel Train(Examples all, HistoryParts parts, TrainingOptions options, int threads, Action<string, double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(options);
        Examples training = parts.Training(all), fit = parts.Fit(all), validation = parts.Validation(all, fit), calibration = parts.Calibration(all, training);
        RequireBoth(training, options);
        BoosterOptions[] sets = [.. Candidates(options, threads)];
        var trials = new List<Trial>();
        if (fit.Diversions >= DiversionsToChooseBy && validation.Diversions >= DiversionsToChooseBy)
        {
            using TrainingMatrix fitMatrix = Matrix(fit, options, threads), validationMatrix = Matrix(validation, options, threads);
            for (int i = 0; i < sets.Length; i++)
            {
                int trial = i;
                using var booster = Booster.Train(
                    fitMatrix, validationMatrix, sets[i] with { Patience = options.Patience },
                    p => progress?.Invoke(FormattableString.Invariant($"trial {trial + 1} of {sets.Length}, tree {p.Round}: average precision {p.Validation:0.000}"), (trial + ((double)p.Round / options.Rounds)) / (sets.Length + 1)), cancellation);
                double reached = RankedMetrics.AveragePrecision(Widen(booster.Margin(validationMatrix)), validation.Targets());
                trials.Add(new Trial(sets[i] with { Rounds = booster.Trees }, booster.Trees, reached));
            }
        }

        // Of equals the first: the default stands unless something is better.
        BoosterOptions chosen = trials.Count == 0 ? sets[0] with { Rounds = Math.Min(100, options.Rounds) } : trials.MaxBy(trial => trial.AveragePrecision)!.Options;
        using TrainingMatrix matrix = Matrix(training, options, threads);
        using var final = Booster.Train(matrix, null, chosen, p => progress?.Invoke(FormattableString.Invariant($"final, tree {p.Round} of {p.Rounds}"), (sets.Length + ((double)p.Round / p.Rounds)) / (sets.Length + 1)), cancellation);
        byte[] json = final.ToJson();
        TreeModel model = ModelFile.Parse(json);
        Calibration curve = calibration.Count == 0 ? Calibration.None : Calibration.Fit(Margins(model, calibration, threads), calibration.Targets());
        return new TrainedModel(json, model, curve, trials, chosen, PartCount.Of(fit), PartCount.Of(validation), PartCount.Of(training), PartCount.Of(calibration));
    }

    /// <summary>What training takes on the heap and in libxgboost's memory, in bytes, by estimate.</summary>
    /// <param name="orders">Orders of all parts.</param>
    /// <param name="learning">Orders that the final model learns.</param>
    /// <param name="features">Features of an order.</param>
    /// <param name="trees">How the largest trees are grown.</param>
    public static long BytesOf(int orders, int learning, int features, BoosterOptions trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        long sums = (3L << trees.Depth) / 2 + trees.Threads;
        return (orders * BytesPerOrder) + ((long)learning * features * BytesPerValue) + (sums * features * trees.Bins * BytesPerBin);
    }

    /// <summary>The same of training with options, which tries several sizes of trees.</summary>
    /// <param name="orders">Orders of all parts.</param>
    /// <param name="learning">Orders that the final model learns.</param>
    /// <param name="features">Features of an order.</param>
    /// <param name="options">How to train.</param>
    /// <param name="threads">For libxgboost.</param>
    public static long BytesOf(int orders, int learning, int features, TrainingOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        return BytesOf(orders, learning, features, Candidates(options, threads).MaxBy(set => set.Depth)!);
    }

    /// <summary>Margins of examples.</summary>
    public static double[] Margins(TreeModel model, Examples examples, int threads)
    {
        ArgumentNullException.ThrowIfNull(examples);
        int features = examples.Names.Length, blocks = (examples.Count + RowsAtOnce - 1) / RowsAtOnce;
        double[] margins = new double[examples.Count];
        var evaluator = new TreeEvaluator(model);
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new double[RowsAtOnce * features], (block, _, rows) =>
        {
            int first = block * RowsAtOnce, count = Math.Min(RowsAtOnce, examples.Count - first);
            for (int i = 0; i < count; i++) examples[first + i].CopyTo(rows.AsSpan(i * features));
            evaluator.Margins(rows.AsSpan(0, count * features), margins.AsSpan(first, count));
            return rows;
        }, static _ => { });
        return margins;
    }

    private static void RequireBoth(Examples training, TrainingOptions options)
    {
        int reviewed = training.Items.Count(item => item.Label.Kind != LabelKind.Unreviewed);
        if (training.Count == 0) throw new TrainingException("no order arrived in the days to learn from; nothing can be learnt");
        if (reviewed == 0) throw new TrainingException(FormattableString.Invariant($"none of {training.Count:#,0} orders was reviewed by then; nothing can be learnt without dispositions or outcomes"));
        if (training.Diversions == 0) throw new TrainingException(FormattableString.Invariant($"none of {reviewed:#,0} reviewed orders is confirmed as diversion; nothing can be learnt from one kind of label"));
        if (training.Items.All(item => item.Label.IsDiversion || (item.Label.Kind == LabelKind.Unreviewed && options.UnreviewedWeight == 0)))
            throw new TrainingException(FormattableString.Invariant($"all {reviewed:#,0} reviewed orders are diversion and unreviewed ones are left out; nothing can be learnt from one kind of label"));
    }

    private static TrainingMatrix Matrix(Examples part, TrainingOptions options, int threads)
    {
        float[] weights = [.. part.Items.Select(item => item.Label.Kind == LabelKind.Unreviewed ? (float)options.UnreviewedWeight : 1f)];
        return TrainingMatrix.Of(row => part[row], part.Count, part.Names.Length, threads, part.Targets(), weights, part.Names);
    }

    // The first is the default; the others are drawn around it. A draw belongs to its number, so that more trials keep the earlier ones.
    private static IEnumerable<BoosterOptions> Candidates(TrainingOptions options, int threads)
    {
        var standard = new BoosterOptions
        {
            Rounds = options.Rounds,
            LearningRate = 0.05,
            Depth = 5,
            LeastChildWeight = 5,
            Lambda = 5,
            RowShare = 0.8,
            FeatureShare = 0.5,
            Metric = "aucpr",
            Monotone = options.Monotone ? Directions() : [],
            Seed = options.Seed,
            Threads = threads,
        };
        yield return standard;
        for (int trial = 1; trial < options.Trials; trial++)
        {
            double Draw(string what) => Chance.Of(FormattableString.Invariant($"{trial}/{what}"), options.Seed);
            yield return standard with
            {
                LearningRate = Math.Round(0.02 * Math.Pow(10, Draw("rate")), 4),
                Depth = 2 + (int)(Draw("depth") * 6),
                LeastChildWeight = Math.Round(Math.Pow(30, Draw("child")), 2),
                Lambda = Math.Round(Math.Pow(50, Draw("lambda")), 2),
                RowShare = Math.Round(0.5 + (0.5 * Draw("rows")), 2),
                FeatureShare = Math.Round(0.2 + (0.8 * Draw("features")), 2),
            };
        }
    }

    private static ImmutableArray<int> Directions() => [.. Engine.DefaultCatalogue.Features.Select(feature => feature.Direction), 1];

    private static double[] Widen(float[] margins) => [.. margins.Select(margin => (double)margin)];
}
