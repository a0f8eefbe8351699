using Screening.Learning.Models;
using Screening.Learning.XGBoost;
using Screening.Risk.Trees;
using Xunit;

namespace Screening.Tests.Learning.XGBoost;

/// <summary>The managed evaluator beside libxgboost on the same model.</summary>
public sealed class ServingLawTests
{
    private const int Features = 24;

    [Fact]
    public void MarginsOfAMillionRowsAreLibxgboostsBitForBit()
    {
        using Booster booster = SomeTraining.Train(120, 2, 3, Features);
        TreeModel model = ModelFile.Parse(booster.ToJson());
        var evaluator = new TreeEvaluator(model);
        const int Rows = 50_000, Rounds = 20;
        var library = new InPlacePrediction(booster, Rows, Features);
        double[] rows = new double[Rows * Features], margins = new double[Rows];
        double[][] thresholds = [.. Enumerable.Range(0, Features).Select(feature => Thresholds(model, feature))];
        var random = new Random(TestSeed.Value);
        for (int round = 0; round < Rounds; round++)
        {
            Draw(random, rows, thresholds);
            for (int i = 0; i < rows.Length; i++) library.Rows[i] = (float)rows[i];
            evaluator.Margins(rows.AsMemory(), margins, 2);
            ReadOnlySpan<float> expected = library.Margins();
            for (int row = 0; row < Rows; row++)
                if (expected[row] != margins[row]) Assert.Fail($"seed {TestSeed.Value}, round {round}, row {row}: {expected[row]:R} by libxgboost, {margins[row]:R} by the evaluator");
            Assert.True(margins.Distinct().Count() > 10_000);
        }
    }

    [Fact]
    public void ContributionsAreLibxgboostsAndAddUp()
    {
        using Booster booster = SomeTraining.Train(60, 2, 4, Features);
        var evaluator = new TreeEvaluator(ModelFile.Parse(booster.ToJson()));
        var shap = new TreeShap(evaluator);
        TreeShapWorkspace workspace = shap.NewWorkspace();
        SomeTraining some = SomeTraining.Of(TestSeed.Value, 500, Features);
        some.Values.AsSpan(0, Features).Fill(double.NaN);
        using TrainingMatrix matrix = some.Matrix();
        float[] expected = booster.Contributions(matrix);
        double[] found = new double[Features];
        for (int row = 0; row < some.Rows; row++)
        {
            ReadOnlySpan<double> values = some.Values.AsSpan(row * Features, Features);
            shap.Contributions(values, found, workspace);
            for (int feature = 0; feature < Features; feature++) Assert.InRange(found[feature] - expected[row * (Features + 1) + feature], -1e-4, 1e-4);
            Assert.InRange(shap.ExpectedMargin - expected[row * (Features + 1) + Features], -1e-4, 1e-4);
            Assert.InRange(found.Sum() + shap.ExpectedMargin - evaluator.Margin(values), -1e-5, 1e-5);
        }
    }

    [Fact]
    public void ARegressionStartsFromItsBaseScore()
    {
        SomeTraining some = SomeTraining.Of(TestSeed.Value, 500, 5);
        float[] labels = [.. some.Labels.Select((label, row) => 1000 * label + row)];
        using TrainingMatrix matrix = TrainingMatrix.Of(some.Values, some.Rows, some.Features, 1, labels);
        using Booster booster = Booster.Train(matrix, null, new BoosterOptions { Rounds = 10, Objective = "reg:squarederror", Metric = "rmse" }, null, CancellationToken.None);
        var evaluator = new TreeEvaluator(ModelFile.Parse(booster.ToJson()));
        Assert.Equal((Link.Identity, 0.5), (evaluator.Model.Link, evaluator.Model.BaseMargin));
        float[] expected = booster.Margin(matrix);
        for (int row = 0; row < some.Rows; row++) Assert.Equal(expected[row], evaluator.Margin(some.Values.AsSpan(row * 5, 5)));
    }

    // Half of the values stand exactly at, or a hair beside, where a split parts them.
    private static void Draw(Random random, double[] rows, double[][] thresholds)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            double[] at = thresholds[i % Features];
            int kind = random.Next(8);
            double x = kind < 3 || at.Length == 0 ? random.NextDouble() * 12 - 6 : at[random.Next(at.Length)];
            rows[i] = kind switch { 3 => double.NaN, 4 => Math.BitIncrement(x), 5 => Math.BitDecrement(x), 6 => (float)x, _ => x };
        }
    }

    private static double[] Thresholds(TreeModel model, int feature) =>
        [.. model.Trees.SelectMany(tree => tree.Nodes).Where(node => node.Feature == feature).Select(node => node.Threshold).Distinct().Order()];
}
