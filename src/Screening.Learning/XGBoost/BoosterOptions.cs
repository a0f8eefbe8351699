using System.Collections.Immutable;
using System.Globalization;

namespace Screening.Learning.XGBoost;

/// <summary>How trees are boosted. Names in brackets are XGBoost's. Always by histograms (<c>hist</c>), always with a seed and a number of threads.</summary>
public sealed record BoosterOptions
{
    /// <summary>Most trees, 1 to 100,000.</summary>
    public int Rounds { get; init; } = 300;

    /// <summary>What a tree counts (eta), above 0 and at most 1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Most splits from root to leaf (max_depth), 1 to 16.</summary>
    public int Depth { get; init; } = 6;

    /// <summary>Least sum of second derivatives in a child (min_child_weight), 0 or more.</summary>
    public double LeastChildWeight { get; init; } = 1;

    /// <summary>Penalty on the squares of leaf values (lambda), 0 or more.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Penalty on leaf values (alpha), 0 or more.</summary>
    public double Alpha { get; init; }

    /// <summary>Least gain of a split (gamma), 0 or more.</summary>
    public double LeastGain { get; init; }

    /// <summary>Share of the rows that a tree sees (subsample), above 0 and at most 1.</summary>
    public double RowShare { get; init; } = 1;

    /// <summary>Share of the features that a tree sees (colsample_bytree), above 0 and at most 1.</summary>
    public double FeatureShare { get; init; } = 1;

    /// <summary>Most bins of a feature (max_bin), 2 to 65,536.</summary>
    public int Bins { get; init; } = 256;

    /// <summary><c>binary:logistic</c> or <c>reg:squarederror</c>, the ones that are served.</summary>
    public string Objective { get; init; } = "binary:logistic";

    /// <summary>What is told of each round and stops early (eval_metric): aucpr, auc, logloss, rmse and so on.</summary>
    public string Metric { get; init; } = "aucpr";

    /// <summary>1: rising, -1: falling, 0: free, for each feature (monotone_constraints); empty: all free.</summary>
    public ImmutableArray<int> Monotone { get; init; } = [];

    /// <summary>Groups of features that may stand on one path (interaction_constraints); empty: any may.</summary>
    public ImmutableArray<ImmutableArray<int>> Interactions { get; init; } = [];

    /// <summary>Rounds without a better metric of the validation part after which training stops, 1 or more; null: never.</summary>
    public int? Patience { get; init; }

    /// <summary>Of all draws, 0 or more.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Threads, at least 1. The same number gives the same model, byte for byte; other numbers gave the same bytes in every trial, which libxgboost does not promise.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether a higher metric is better.</summary>
    public bool HigherIsBetter => Metric.StartsWith("auc", StringComparison.Ordinal) || Metric.StartsWith("ndcg", StringComparison.Ordinal) || Metric.StartsWith("map", StringComparison.Ordinal) && !Metric.StartsWith("mape", StringComparison.Ordinal);

    /// <summary>The parameters as XGBoost takes them.</summary>
    /// <exception cref="ArgumentException">A value is outside of its range.</exception>
    internal IReadOnlyList<(string Name, string Value)> Parameters(int features)
    {
        Check(features);
        List<(string, string)> all =
        [
            ("verbosity", "0"), ("booster", "gbtree"), ("tree_method", "hist"), ("objective", Objective), ("eval_metric", Metric), ("nthread", Text(Threads)), ("seed", Text(Seed)),
            ("eta", Text(LearningRate)), ("max_depth", Text(Depth)), ("min_child_weight", Text(LeastChildWeight)), ("lambda", Text(Lambda)), ("alpha", Text(Alpha)),
            ("gamma", Text(LeastGain)), ("subsample", Text(RowShare)), ("colsample_bytree", Text(FeatureShare)), ("max_bin", Text(Bins)),
        ];
        if (Monotone.Length > 0) all.Add(("monotone_constraints", $"({string.Join(',', Monotone.Select(Text))})"));
        if (Interactions.Length > 0) all.Add(("interaction_constraints", $"[{string.Join(',', Interactions.Select(group => $"[{string.Join(',', group.Select(Text))}]"))}]"));
        return all;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void Check(int features)
    {
        Require(Rounds, 1, 100_000, nameof(Rounds));
        Require(LearningRate, double.Epsilon, 1, nameof(LearningRate));
        Require(Depth, 1, 16, nameof(Depth));
        Require(LeastChildWeight, 0, double.MaxValue, nameof(LeastChildWeight));
        Require(Lambda, 0, double.MaxValue, nameof(Lambda));
        Require(Alpha, 0, double.MaxValue, nameof(Alpha));
        Require(LeastGain, 0, double.MaxValue, nameof(LeastGain));
        Require(RowShare, double.Epsilon, 1, nameof(RowShare));
        Require(FeatureShare, double.Epsilon, 1, nameof(FeatureShare));
        Require(Bins, 2, 65_536, nameof(Bins));
        Require(Patience ?? 1, 1, int.MaxValue, nameof(Patience));
        Require(Seed, 0, int.MaxValue, nameof(Seed));
        Require(Threads, 1, 1024, nameof(Threads));
        if (Objective is not ("binary:logistic" or "reg:squarederror")) throw new ArgumentException($"Objective is {Objective}; binary:logistic and reg:squarederror are served");
        if (Monotone.Length > 0) Require(Monotone.Length, features, features, nameof(Monotone));
        foreach (int direction in Monotone) Require(direction, -1, 1, nameof(Monotone));
        foreach (int feature in Interactions.SelectMany(group => group)) Require(feature, 0, features - 1, nameof(Interactions));
    }

    private static void Require(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high)) throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}; accepted: {low} to {high}"));
    }
}
