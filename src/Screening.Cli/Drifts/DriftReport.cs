namespace Screening.Cli.Drifts;

/// <summary>How the orders of the latest days differ from those of the days before, each read as it arrived.</summary>
internal sealed record DriftReport
{
    /// <summary>Last day of the latest window.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>First day of the latest window.</summary>
    public required DateOnly LatestFrom { get; init; }

    /// <summary>First day of the reference window, which ends the day before the latest begins.</summary>
    public required DateOnly ReferenceFrom { get; init; }

    /// <summary>Orders compared of the latest window.</summary>
    public required int LatestOrders { get; init; }

    /// <summary>Orders compared of the reference window.</summary>
    public required int ReferenceOrders { get; init; }

    /// <summary>Share of comparisons without any change that stay silent.</summary>
    public required double Level { get; init; }

    /// <summary>Why features and scores were not compared; null when they were.</summary>
    public required string? NotAssessed { get; init; }

    /// <summary>Features: those that moved by more than chance explains first, of these and of the others the one with the highest index first.</summary>
    public required IReadOnlyList<DriftedColumn> Features { get; init; }

    /// <summary>The blend's margin, the risk and the anomaly.</summary>
    public required IReadOnlyList<DriftedColumn> Scores { get; init; }

    /// <summary>What was decided in the latest window.</summary>
    public required DecidedOrders LatestLabels { get; init; }

    /// <summary>What was decided in the reference window.</summary>
    public required DecidedOrders ReferenceLabels { get; init; }

    /// <summary>Alerts in the latest window.</summary>
    public required AlertVolume LatestAlerts { get; init; }

    /// <summary>Alerts in the reference window.</summary>
    public required AlertVolume ReferenceAlerts { get; init; }
}

/// <summary>A feature or a score in two windows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stability">Population stability index.</param>
/// <param name="Threshold">What it stays under by chance, at the report's level.</param>
/// <param name="IsAlarm">Whether it moved by more than chance explains, with enough subjects.</param>
/// <param name="MissingBefore">Share of the reference window in which it is missing.</param>
/// <param name="MissingNow">Share of the latest window in which it is missing.</param>
/// <param name="Sentence">What moved most of it, in words.</param>
internal sealed record DriftedColumn(string Name, double Stability, double Threshold, bool IsAlarm, double MissingBefore, double MissingNow, string Sentence);

/// <summary>Orders of which something was decided or established in a window, whenever they arrived.</summary>
/// <param name="Arrived">Tellings of orders that arrived in the window, for scale.</param>
/// <param name="Decided">Orders whose label became known in it.</param>
/// <param name="Diversions">Of them, diversion.</param>
internal sealed record DecidedOrders(int Arrived, int Decided, int Diversions);

/// <summary>Alerts of the nights of a window that the store holds.</summary>
/// <param name="Nights">Nights that were run.</param>
/// <param name="Alerts">Their alerts together.</param>
internal sealed record AlertVolume(int Nights, int Alerts);
