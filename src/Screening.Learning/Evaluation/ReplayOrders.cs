using System.Collections.Immutable;
using Screening.Features;

namespace Screening.Learning.Evaluation;

/// <summary>Orders for a replay of learning, oldest first, with what a model may know of them when they arrive.</summary>
/// <param name="Orders">The orders with the truth, which the replay tells a model only as an arm allows.</param>
/// <param name="Names">Names of the features.</param>
/// <param name="Matrix">orders x features; NaN is missing.</param>
/// <param name="Monotone">Direction of each feature, or empty: all free.</param>
/// <param name="Fixed">Scores that rank as long as there is no model, one for each order.</param>
/// <param name="Keys">Keys of each order whose rate of diversion can be a feature, as many for each order; negative: not told.</param>
public sealed record ReplayOrders(
    IReadOnlyList<JudgedOrder> Orders, ImmutableArray<string> Names, FeatureMatrix Matrix, ImmutableArray<int> Monotone, IReadOnlyList<double> Fixed, IReadOnlyList<int[]> Keys);

/// <summary>How a replay of learning goes.</summary>
public sealed record AlertOnlyOptions
{
    /// <summary>Subjects that are looked at a day, at least 1.</summary>
    public required int Capacity { get; init; }

    /// <summary>Of them, those that are drawn by chance where an arm explores, below the capacity.</summary>
    public required int Exploration { get; init; }

    /// <summary>Days from an order's arrival to its label.</summary>
    public int DelayDays { get; init; } = 30;

    /// <summary>Days from one training to the next, at least 1.</summary>
    public int RetrainDays { get; init; } = 7;

    /// <summary>Known diversions from which there is a model.</summary>
    public int LeastDiversions { get; init; } = 5;

    /// <summary>Most trees.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Of all draws.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>For libxgboost.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>What a replay of one arm gave.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Days">What each day caught: orders of listed subjects, and of those that an earlier list had led to be stopped.</param>
/// <param name="Trainings">How often a model was trained.</param>
/// <param name="Labelled">Orders whose label the arm knew at the end.</param>
/// <param name="LabelledDiversions">Of them, diversion.</param>
/// <param name="Chances">The chance with which each order was shown; 0 where it was not.</param>
public sealed record AlertOnlyRun(LabelArm Arm, IReadOnlyList<DayCatch> Days, int Trainings, int Labelled, int LabelledDiversions, IReadOnlyList<double> Chances);
