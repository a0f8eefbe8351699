using Screening.Learning.Models;
using Screening.Learning.XGBoost;
using Screening.Risk.Trees;
using Xunit;

namespace Screening.Tests.Learning.XGBoost;

public sealed class BoosterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheSameInputsGiveTheSameModelByteForByte(int threads)
    {
        byte[] one = Json(threads), again = Json(threads);
        Assert.True(one.AsSpan().SequenceEqual(again), $"{threads} threads, seed {TestSeed.Value}");
        Assert.False(one.AsSpan().SequenceEqual(Json(threads, seed: 2)));

        // Nor does the number of threads: hist sums singles in doubles, which loses nothing here in whatever order.
        Assert.True(one.AsSpan().SequenceEqual(Json(3)));
    }

    [Fact]
    public void ProgressIsToldAfterEveryRoundWithTheMetricsOfBothParts()
    {
        using TrainingMatrix training = SomeTraining.Of(1, 2000, 12).Matrix(), later = SomeTraining.Of(2, 1000, 12).Matrix();
        List<BoosterProgress> told = [];
        using Booster booster = Booster.Train(training, later, new BoosterOptions { Rounds = 5, Metric = "logloss" }, told.Add, CancellationToken.None);
        Assert.Equal([1, 2, 3, 4, 5], told.Select(progress => progress.Round));
        Assert.All(told, progress => Assert.Equal((5, "logloss", true), (progress.Rounds, progress.Metric, progress.Validation > 0)));
        Assert.True(told[4].Training < told[0].Training);
        Assert.NotEqual(told[4].Training, told[4].Validation);
        Assert.Equal(5, booster.Trees);
    }

    [Theory]
    [InlineData("logloss")]
    [InlineData("auc")]
    public void TrainingStopsWhenTheLaterPartGetsNoBetterAndKeepsTheTreesUpToTheBestRound(string metric)
    {
        using TrainingMatrix training = SomeTraining.Of(1, 300, 12).Matrix(), later = SomeTraining.Of(2, 300, 12).Matrix();
        List<BoosterProgress> told = [];
        var options = new BoosterOptions { Rounds = 500, LearningRate = 0.5, Metric = metric, Patience = 4 };
        using Booster booster = Booster.Train(training, later, options, told.Add, CancellationToken.None);
        double[] metrics = [.. told.Select(progress => progress.Validation!.Value)];
        int best = 1 + Array.IndexOf(metrics, metric == "auc" ? metrics.Max() : metrics.Min());
        Assert.Equal(best + 4, told.Count);
        Assert.Equal(best, booster.Trees);

        // Its trees are the first of a longer training.
        using Booster longer = Booster.Train(training, later, options with { Patience = null, Rounds = best }, null, CancellationToken.None);
        Assert.Equal(longer.Margin(later), booster.Margin(later));
    }

    [Fact]
    public void ACancelledTrainingStopsBetweenRounds()
    {
        using TrainingMatrix training = SomeTraining.Of(1, 500, 12).Matrix();
        using var stop = new CancellationTokenSource();
        int rounds = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Booster.Train(training, null, new BoosterOptions { Rounds = 1000 }, progress =>
        {
            rounds = progress.Round;
            if (rounds == 3) stop.Cancel();
        }, stop.Token));
        Assert.Equal(3, rounds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void AMonotoneConstraintHolds(int direction)
    {
        SomeTraining some = SomeTraining.Of(1, 2000, 6);
        Assert.True(Breaks(some, new BoosterOptions { Rounds = 30 }, direction));
        Assert.False(Breaks(some, new BoosterOptions { Rounds = 30, Monotone = [direction, 0, 0, 0, 0, 0] }, direction));
    }

    [Fact]
    public void FeaturesOfDifferentGroupsNeverStandOnOnePath()
    {
        using TrainingMatrix training = SomeTraining.Of(1, 2000, 6).Matrix();
        using Booster booster = Booster.Train(training, null, new BoosterOptions { Rounds = 10, Interactions = [[0, 1], [2, 3, 4, 5]] }, null, CancellationToken.None);
        int paths = 0;
        foreach (DecisionTree tree in ModelFile.Parse(booster.ToJson()).Trees) Walk(tree, 0, []);
        Assert.True(paths > 50);

        void Walk(DecisionTree tree, int at, HashSet<bool> groups)
        {
            TreeNode node = tree.Nodes[at];
            if (node.IsLeaf)
            {
                paths++;
                return;
            }

            HashSet<bool> now = [.. groups, node.Feature < 2];
            Assert.Single(now);
            Walk(tree, node.Left, now);
            Walk(tree, node.Right, now);
        }
    }

    [Fact]
    public void WhatIsSavedCanBeLoadedAndNamesTheFeatures()
    {
        SomeTraining some = SomeTraining.Of(1, 500, 3);
        using TrainingMatrix training = TrainingMatrix.Of(some.Values, some.Rows, some.Features, 1, some.Labels, names: ["size", "age", "distance"]);
        using Booster booster = Booster.Train(training, null, new BoosterOptions { Rounds = 3 }, null, CancellationToken.None);
        byte[] json = booster.ToJson();
        Assert.Equal(["size", "age", "distance"], ModelFile.Parse(json).Features);
        using Booster loaded = Booster.Load(json, 1);
        Assert.Equal(booster.Margin(training), loaded.Margin(training));
        Assert.True(json.AsSpan().SequenceEqual(loaded.ToJson()));

        // One that stopped early still names them, and serves.
        using Booster cut = Booster.Train(training, training, new BoosterOptions { Rounds = 400, LearningRate = 1, Metric = "error", Patience = 1 }, null, CancellationToken.None);
        TreeModel model = ModelFile.Parse(cut.ToJson());
        Assert.Equal(["size", "age", "distance"], model.Features);
        Assert.Equal((true, cut.Trees), (cut.Trees < 400, model.Trees.Length));
    }

    [Fact]
    public void RowsFromAnywhereTeachWhatRowsInOnePlaceTeach()
    {
        SomeTraining some = SomeTraining.Of(1, 2000, 12);
        double[][] rows = [.. some.Values.Chunk(some.Features)];
        using TrainingMatrix one = some.Matrix(), scattered = TrainingMatrix.Of(row => rows[row], some.Rows, some.Features, 1, some.Labels);
        using Booster first = Booster.Train(one, null, new BoosterOptions { Rounds = 10 }, null, CancellationToken.None), second = Booster.Train(scattered, null, new BoosterOptions { Rounds = 10 }, null, CancellationToken.None);
        Assert.True(first.ToJson().AsSpan().SequenceEqual(second.ToJson()));
        rows[7][3] = double.NegativeInfinity;
        Assert.Equal(
            "Row 7, feature 3 is -Infinity; a finite single or NaN is needed. (Parameter 'matrix')",
            Assert.Throws<ArgumentException>(() => TrainingMatrix.Of(row => rows[row], some.Rows, some.Features, 1)).Message);
        Assert.Contains("12 values are needed, got 11", Assert.Throws<ArgumentException>(() => TrainingMatrix.Of(row => rows[row].AsSpan(1), some.Rows, some.Features, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorsOfTheLibraryBecomeSentences()
    {
        XGBoostException e = Assert.Throws<XGBoostException>(() => Booster.Load("no model"u8, 1));
        Assert.StartsWith("XGBoost: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain(".cc:", e.Message, StringComparison.Ordinal);
        using TrainingMatrix bare = TrainingMatrix.Of([1, 2, 3], 3, 1, 1);
        Assert.Throws<XGBoostException>(() => Booster.Train(bare, null, new BoosterOptions(), null, CancellationToken.None));
    }

    [Fact]
    public void BadInputIsRefusedWithItsPlace()
    {
        Assert.Equal("Row 1, feature 0 is Infinity; a finite single or NaN is needed. (Parameter 'matrix')", Assert.Throws<ArgumentException>(() => TrainingMatrix.Of([1, 2, double.PositiveInfinity, 3], 2, 2, 1)).Message);
        Assert.Contains("label of row 1 is NaN; a finite number is needed", Assert.Throws<ArgumentException>(() => TrainingMatrix.Of([1, 2], 2, 1, 1, labels: [1, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("weight of row 0 is -1; a finite number of 0 or more is needed", Assert.Throws<ArgumentException>(() => TrainingMatrix.Of([1, 2], 2, 1, 1, labels: [1, 0], weights: [-1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 labels are needed, got 1", Assert.Throws<ArgumentException>(() => TrainingMatrix.Of([1, 2], 2, 1, 1, labels: [1])).Message, StringComparison.Ordinal);
        using TrainingMatrix training = SomeTraining.Of(1, 100, 3).Matrix(), other = SomeTraining.Of(1, 100, 4).Matrix();
        Assert.Throws<ArgumentException>(() => Booster.Train(training, other, new BoosterOptions(), null, CancellationToken.None));
        Assert.Throws<ArgumentException>(() => Booster.Train(training, null, new BoosterOptions { Patience = 3 }, null, CancellationToken.None));
        foreach (BoosterOptions options in new BoosterOptions[] { new() { Rounds = 0 }, new() { LearningRate = 0 }, new() { LearningRate = double.NaN }, new() { Depth = 17 }, new() { Threads = 0 }, new() { Monotone = [1] },
            new() { Monotone = [0, 2, 0] }, new() { Interactions = [[3]] }, new() { Objective = "multi:softprob" }, new() { Seed = -1 } })
            Assert.ThrowsAny<ArgumentException>(() => Booster.Train(training, null, options, null, CancellationToken.None));
    }

    [Fact]
    public void OneClassAndConstantOrMissingFeaturesTrainAConstant()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 7 : i % 3 == 1 ? double.NaN : i)];
        using TrainingMatrix training = TrainingMatrix.Of(values, 100, 3, 1, new float[100]);
        using Booster booster = Booster.Train(training, null, new BoosterOptions { Rounds = 5 }, null, CancellationToken.None);
        var evaluator = new TreeEvaluator(ModelFile.Parse(booster.ToJson()));
        float[] margins = booster.Margin(training);
        for (int row = 0; row < 100; row++) Assert.Equal(margins[row], evaluator.Margin(values.AsSpan(row * 3, 3)));
        Assert.Single(margins.Distinct());
        Assert.True(evaluator.Model.Predict(margins[0]) < 0.5);
    }

    // Whether the margin anywhere moves against the direction while the first feature grows.
    private static bool Breaks(SomeTraining some, BoosterOptions options, int direction)
    {
        using TrainingMatrix training = some.Matrix();
        using Booster booster = Booster.Train(training, null, options, null, CancellationToken.None);
        var evaluator = new TreeEvaluator(ModelFile.Parse(booster.ToJson()));
        for (int row = 0; row < 50; row++)
        {
            double[] values = some.Values.AsSpan(row * some.Features, some.Features).ToArray();
            double before = double.NaN;
            for (double x = -5; x <= 5; x += 0.1)
            {
                values[0] = x;
                double margin = evaluator.Margin(values);
                if ((margin - before) * direction < -1e-5) return true;
                before = margin;
            }
        }

        return false;
    }

    private static byte[] Json(int threads, int seed = 1)
    {
        using TrainingMatrix training = SomeTraining.Of(TestSeed.Value, 20_000, 12).Matrix(threads);
        using Booster booster = Booster.Train(training, null, new BoosterOptions { Rounds = 25, Threads = threads, RowShare = 0.8, FeatureShare = 0.7, Seed = seed }, null, CancellationToken.None);
        return booster.ToJson();
    }
}
