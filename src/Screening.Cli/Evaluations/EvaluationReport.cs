using Screening.Learning.Evaluation;
using Screening.Policies;

namespace Screening.Cli.Evaluations;

/// <summary>How well one kind of diversion was found by a ranking at capacity.</summary>
/// <param name="Kind">Scheme or typology.</param>
/// <param name="Subjects">Subjects with at least one such order.</param>
/// <param name="Found">Of them, those listed at least once.</param>
/// <param name="Recall">The share, with its spread over subjects.</param>
/// <param name="MedianDaysToAlert">Days from a found subject's first such order in the window to its first listing.</param>
internal sealed record KindResult(string Kind, int Subjects, int Found, Interval Recall, double? MedianDaysToAlert);

/// <summary>False alarms of one group of customers.</summary>
/// <param name="Group">Destination or size.</param>
/// <param name="Orders">Honest orders.</param>
/// <param name="Alerted">Of them, those of listed subjects.</param>
/// <param name="Share">The share, with its spread over orders.</param>
internal sealed record ParityResult(string Group, int Orders, int Alerted, Interval Share);

/// <summary>A key by which earlier cases alone rank as well as the model: the data leak, or the world is simpler than life.</summary>
/// <param name="Key">The key.</param>
/// <param name="AveragePrecision">Of the rate of earlier known diversions of the key.</param>
/// <param name="ShareOfFirst">That over the average precision of the first ranking; not a number where the first has none.</param>
internal sealed record LookupResult(string Key, Interval AveragePrecision, double ShareOfFirst)
{
    /// <summary>Whether it comes near the first ranking, as far as no policy says how near is too near.</summary>
    public bool IsAlarm => IsLeak(LearningPolicy.Unsaid);

    /// <summary>Whether a policy takes it for a leak; a ranking that finds nothing is judged by it too.</summary>
    public bool IsLeak(LearningPolicy policy) => !(ShareOfFirst < policy.LeakShare);
}

/// <summary>What an evaluation found.</summary>
internal sealed record EvaluationReport
{
    /// <summary>Name of the best ranking that there could be.</summary>
    public const string Oracle = "oracle by value";

    /// <summary>Recall of chance from which a list is too long to tell rankings apart.</summary>
    public const double TooEasy = 0.3;

    /// <summary>Recall at capacity of a ranking by chance.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double RecallByChance => Rankers.FirstOrDefault(ranker => ranker.Name == "random")?.Recall.Value ?? 0;

    /// <summary>First day judged.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day judged.</summary>
    public required DateOnly To { get; init; }

    /// <summary>By what.</summary>
    public required string Truth { get; init; }

    /// <summary>Whether the world is simulated.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>The model; null when none was named.</summary>
    public required string? Model { get; init; }

    /// <summary>The model it is compared with.</summary>
    public required string? Against { get; init; }

    /// <summary>Subjects a day.</summary>
    public required int Capacity { get; init; }

    /// <summary>Orders judged.</summary>
    public required int Orders { get; init; }

    /// <summary>Of them, diversion.</summary>
    public required int Diversions { get; init; }

    /// <summary>Subjects left out because they were known before the first day.</summary>
    public required int KnownBefore { get; init; }

    /// <summary>Orders before the first day that say what was known and usual; labelled ones all, others up to what a model learns from.</summary>
    public required int OrdersBefore { get; init; }

    /// <summary>Rankings, the oracle first.</summary>
    public required IReadOnlyList<RankerResult> Rankers { get; init; }

    /// <summary>Curves of the rankings, in their order but for the oracle's, which is the last.</summary>
    public required IReadOnlyList<RankerCurves> Curves { get; init; }

    /// <summary>Day by day, what the first ranking that is not an oracle caught.</summary>
    public required IReadOnlyList<DayCatch> Days { get; init; }

    /// <summary>Gain of the model over the other, or over the blend when none was named; null without a model.</summary>
    public required PairedGain? Gain { get; init; }

    /// <summary>By scheme and typology, under the first ranking that is not an oracle.</summary>
    public required IReadOnlyList<KindResult> Kinds { get; init; }

    /// <summary>The same under what the model is compared with; empty without a model.</summary>
    public required IReadOnlyList<KindResult> KindsOfOther { get; init; }

    /// <summary>Probabilities of the model against the truth.</summary>
    public required Reliability? Reliability { get; init; }

    /// <summary>False alarms by destination and by size.</summary>
    public required IReadOnlyList<ParityResult> Parity { get; init; }

    /// <summary>Single keys.</summary>
    public required IReadOnlyList<LookupResult> Lookups { get; init; }

    /// <summary>Mean absolute Shapley values of the model, the greatest first.</summary>
    public required IReadOnlyList<FeatureWeight> Features { get; init; }
}

/// <summary>How much a feature moves a model's margins.</summary>
/// <param name="Name">The feature.</param>
/// <param name="MeanAbsolute">Mean of the absolute Shapley value, in log-odds.</param>
internal sealed record FeatureWeight(string Name, double MeanAbsolute);
