using System.Globalization;
using Screening.Learning.Models;
using Screening.Risk.Trees;
using Xunit;

namespace Screening.Tests.Learning.Models;

/// <summary>A model that LightGBM trained, with margins and contributions that LightGBM computed.</summary>
public sealed class LightGbmServingTests
{
    private const int Rows = 3000;
    private readonly string _folder = SharedData.Folder("lightgbm");

    [Fact]
    public void MarginsAreLightGbms()
    {
        TreeEvaluator evaluator = Evaluator();
        (double[] rows, int features) = Read();
        double[] expected = [.. File.ReadLines(Path.Combine(_folder, "margins.txt")).Select(Parse)];
        double[] batch = new double[Rows];
        evaluator.Margins(rows, batch);
        Assert.Equal(Rows, expected.Length);
        for (int row = 0; row < Rows; row++)
        {
            Assert.InRange(batch[row] - expected[row], -1e-10, 1e-10);
            Assert.Equal(BitConverter.DoubleToInt64Bits(batch[row]), BitConverter.DoubleToInt64Bits(evaluator.Margin(rows.AsSpan(row * features, features))));
        }
    }

    [Fact]
    public void ContributionsAreLightGbmsAndAddUp()
    {
        TreeEvaluator evaluator = Evaluator();
        var shap = new TreeShap(evaluator);
        TreeShapWorkspace workspace = shap.NewWorkspace();
        (double[] rows, int features) = Read();
        double[][] expected = [.. File.ReadLines(Path.Combine(_folder, "contributions-300.tsv")).Select(line => line.Split('\t').Select(Parse).ToArray())];
        Assert.Equal(300, expected.Length);
        double[] found = new double[features];
        for (int row = 0; row < expected.Length; row++)
        {
            ReadOnlySpan<double> values = rows.AsSpan(row * features, features);
            shap.Contributions(values, found, workspace);
            for (int feature = 0; feature < features; feature++) Assert.InRange(found[feature] - expected[row][feature], -1e-9, 1e-9);
            Assert.InRange(shap.ExpectedMargin - expected[row][features], -1e-9, 1e-9);
            Assert.InRange(found.Sum() + shap.ExpectedMargin - evaluator.Margin(values), -1e-9, 1e-9);
        }
    }

    [Fact]
    public void TheModelSaysWhatItIs()
    {
        TreeModel model = ModelFile.Read(Path.Combine(_folder, "model.txt"));
        Assert.Equal(("LightGBM v4", "binary sigmoid:1", 120, 16, Link.Logistic), (model.Origin, model.Objective, model.Trees.Length, model.Features.Length, model.Link));
        Assert.Contains(model.Trees.SelectMany(tree => tree.Nodes), node => node.IsCategorical);
        Assert.Equal(0.5, model.Predict(0));
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private TreeEvaluator Evaluator() => new(ModelFile.Read(Path.Combine(_folder, "model.txt")));

    private (double[] Rows, int Features) Read()
    {
        string[][] cells = [.. File.ReadLines(Path.Combine(_folder, "rows.csv")).Skip(1).Select(line => line.Split(','))];
        return ([.. cells.SelectMany(row => row).Select(cell => cell.Length == 0 ? double.NaN : Parse(cell))], cells[0].Length);
    }
}
