using Screening.Features;
using Screening.Risk;
using Screening.Risk.Trees;
using Screening.Tests.Typologies;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class RiskModelTests
{
    private static readonly FeatureCatalogue s_catalogue = Engine.DefaultCatalogue;
    private static readonly int s_value = s_catalogue["order_value_usd"];

    // One split: orders above 1,000 USD are at margin 3, others at -1, and the anomaly adds 2 from 5 bits on.
    private static TreeEvaluator Trees { get; } = new(new TreeModel
    {
        Origin = "a test",
        Objective = "binary:logistic",
        Features = [.. s_catalogue.Features.Select(f => f.Name), "anomaly_bits"],
        Trees = [Stump(s_value, 1000, -1, 3), Stump(s_catalogue.Count, 5, 0, 2)],
        BaseMargin = 0,
        SumsInSingle = false,
    });

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void TheMarginIsSharedBetweenBlendAndModel(double weight)
    {
        double[] row = SomeRow.Of(("order_value_usd", 5000));
        double blend = Assess(row, row, null).Margin;
        Assessment assessment = Assess(row, row, Model(weight));
        Assert.Equal(((1 - weight) * blend) + (weight * 6), assessment.Margin, 1e-12);
        Assert.Equal(6, assessment.Model!.Value.LogOdds);
        Assert.Null(Assess(row, row, null).Model);
    }

    [Theory]
    [InlineData(5000, 10, true)]
    [InlineData(10, 5000, false)]
    [InlineData(10, 10, false)]
    public void WhatWasSuspiciousOnArrivalDoesNotFadeAndWhatCameSinceCounts(double onArrival, double tonight, bool isOfArrival)
    {
        ModelOpinion said = Model(1).Of(SomeRow.Of(("order_value_usd", tonight)), SomeRow.Of(("order_value_usd", onArrival)), 0);
        Assert.Equal((Math.Max(onArrival, tonight) > 1000 ? 6 : -2, isOfArrival), (said.LogOdds, said.IsOfArrival));
        Assert.Equal(1 / (1 + Math.Exp(-said.LogOdds)), said.Probability);
    }

    [Fact]
    public void WhatAnOpinionIsMadeOfAddsUpToIt()
    {
        RiskModel model = Model(0.5);
        foreach ((double value, double bits) in new[] { (5000.0, 0.0), (10, 9), (5000, 9), (double.NaN, double.NaN) })
        {
            double[] row = SomeRow.Of(("order_value_usd", value));
            (double start, IReadOnlyList<ModelPart> parts) = model.Explain(row, bits);
            Assert.Equal(model.Of(row, row, bits).LogOdds, start + parts.Sum(p => p.LogOdds), 1e-9);
            Assert.All(parts, part => Assert.Contains(part.Column, (int[])[s_value, s_catalogue.Count]));
        }
    }

    [Fact]
    public void AShareOutsideOfItsRangeAndARowOfAnotherLengthAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Model(1.5));
        Assert.Throws<ArgumentException>(() => Model(double.NaN));
        Assert.Throws<ArgumentException>(() => Model(1).Of([1, 2], [1, 2], 0));
    }

    /// <summary>A model with a share, by two stumps.</summary>
    internal static RiskModel Model(double weight) => new("v", Trees, margin => 2 * margin, weight, isSimulated: false);

    private static Assessment Assess(double[] row, double[] onArrival, RiskModel? model) =>
        new Assessor(SomeRow.ShippedPolicy, s_catalogue, null, LoadedData.All) { Model = model }.Assess(row, onArrival, 0, [], Some.Start);

    private static DecisionTree Stump(int feature, double threshold, double below, double above) => new(
        [TreeNode.Split(feature, threshold, 1, 2, MissingRule.NotANumber, true, 100), TreeNode.Leaf(below, 90), TreeNode.Leaf(above, 10)]);
}
