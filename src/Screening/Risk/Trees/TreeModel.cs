using System.Collections.Immutable;

namespace Screening.Risk.Trees;

/// <summary>
/// A sum of trees, whoever trained it. It says exactly what its origin says: thresholds that XGBoost compares as singles are told as the doubles that part the
/// same values (<see cref="SingleThreshold"/>).
/// </summary>
public sealed record TreeModel
{
    /// <summary>Where it comes from, in words: "XGBoost 1.7.4".</summary>
    public required string Origin { get; init; }

    /// <summary>The objective it was trained for, as its origin calls it.</summary>
    public required string Objective { get; init; }

    /// <summary>What its rows consist of, in order; their number is the length of a row. Names are the file's own, or f0, f1 and so on.</summary>
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>The trees, in the order in which they are summed; none is a constant.</summary>
    public required ImmutableArray<DecisionTree> Trees { get; init; }

    /// <summary>The margin before the first tree.</summary>
    public double BaseMargin { get; init; }

    /// <summary>
    /// Whether margins are summed in single precision, tree after tree, as libxgboost does: then they equal its margins bit for bit. Otherwise in double precision.
    /// </summary>
    public bool SumsInSingle { get; init; }

    /// <summary>How a margin becomes a prediction.</summary>
    public Link Link { get; init; }

    /// <summary>By what a margin is multiplied before <see cref="Link.Logistic"/>; above 0.</summary>
    public double Slope { get; init; } = 1;

    /// <summary>What the model predicts at a margin: a probability, or the margin itself.</summary>
    public double Predict(double margin) => Link == Link.Logistic ? 1 / (1 + Math.Exp(-Slope * margin)) : margin;
}
