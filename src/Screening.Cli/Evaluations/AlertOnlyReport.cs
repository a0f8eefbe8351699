using Screening.Learning.Evaluation;

namespace Screening.Cli.Evaluations;

/// <summary>What is lost when only what was listed is ever labelled, and what wins it back.</summary>
internal sealed record AlertOnlyReport
{
    /// <summary>First day of the replay, on which nothing is known.</summary>
    public required DateOnly From { get; init; }

    /// <summary>First day that is judged; before it all arms rank by the blend for want of labels.</summary>
    public required DateOnly JudgedFrom { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>By what orders were diversion.</summary>
    public required string Truth { get; init; }

    /// <summary>Whether the world is simulated.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>Subjects a day.</summary>
    public required int Capacity { get; init; }

    /// <summary>Of them, drawn by chance where an arm explores.</summary>
    public required int Exploration { get; init; }

    /// <summary>Days from an order to its label.</summary>
    public required int DelayDays { get; init; }

    /// <summary>Runs of each arm with other draws.</summary>
    public required int Seeds { get; init; }

    /// <summary>Orders of the days that are judged.</summary>
    public required int Orders { get; init; }

    /// <summary>Of them, diversion.</summary>
    public required int Diversions { get; init; }

    /// <summary>The arms, that with full labels first.</summary>
    public required IReadOnlyList<AlertOnlyArm> Arms { get; init; }
}

/// <summary>One way of learning, over all seeds; intervals are over resamples of days.</summary>
/// <param name="Name">The arm.</param>
/// <param name="Recall">Share of the diverted orders caught at capacity.</param>
/// <param name="ValueUsd">Share of their value.</param>
/// <param name="H100e">Share of their compute.</param>
/// <param name="RecallLost">Recall with full labels less that of the arm, on the same days.</param>
/// <param name="ValueLost">The same of value.</param>
/// <param name="RecallBySeed">Recall of each seed.</param>
/// <param name="ValueBySeed">Share of the value, of each seed.</param>
/// <param name="Labelled">Orders whose label was known at the end, on average.</param>
/// <param name="LabelledDiversions">Of them, diversion.</param>
internal sealed record AlertOnlyArm(
    string Name, Interval Recall, Interval ValueUsd, Interval H100e, Interval RecallLost, Interval ValueLost, IReadOnlyList<double> RecallBySeed, IReadOnlyList<double> ValueBySeed,
    double Labelled, double LabelledDiversions);
