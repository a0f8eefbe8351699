namespace Screening.Learning.Drift;

/// <summary>How a feature or a score moved between two windows.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Stability">Its population stability index, 0 when the shares of all bins are the same.</param>
/// <param name="Threshold">What the index stays under, at the level asked for, when nothing changed: from resamples of the reference window.</param>
/// <param name="IsBroad">Whether what came is told by enough subjects; one that is new is no drift.</param>
/// <param name="MissingBefore">Share of the reference window in which it is missing, 0 to 1.</param>
/// <param name="MissingNow">Share of the latest window in which it is missing, 0 to 1.</param>
/// <param name="Moved">The bin that adds most to the index.</param>
public sealed record ColumnDrift(int Column, double Stability, double Threshold, bool IsBroad, double MissingBefore, double MissingNow, MovedBin Moved)
{
    /// <summary>Whether it moved by more than chance explains.</summary>
    public bool IsAlarm => Stability > Threshold && IsBroad;
}

/// <summary>A bin with its share of both windows.</summary>
/// <param name="IsMissing">Whether it is that of what is missing; then there are no bounds.</param>
/// <param name="Above">Values are above it; minus infinity for the lowest bin.</param>
/// <param name="UpTo">Values are up to it; infinity for the highest bin.</param>
/// <param name="ShareBefore">Share of the reference window, 0 to 1.</param>
/// <param name="ShareNow">Share of the latest window, 0 to 1.</param>
public sealed record MovedBin(bool IsMissing, double Above, double UpTo, double ShareBefore, double ShareNow)
{
    /// <summary>The one value of it, where it holds but one.</summary>
    public double? Only => !IsMissing && Math.BitIncrement(Above) == UpTo ? UpTo : null;
}
