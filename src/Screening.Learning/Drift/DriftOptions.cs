namespace Screening.Learning.Drift;

/// <summary>How two windows of orders are compared.</summary>
public sealed record DriftOptions
{
    /// <summary>Length of the latest window, days, at least 1.</summary>
    public int LatestDays { get; init; } = 30;

    /// <summary>Length of the reference window, which ends where the latest begins, days, at least 1.</summary>
    public int ReferenceDays { get; init; } = 90;

    /// <summary>Share of comparisons without any change that stay silent, above 0.5 and below 1.</summary>
    public double Level { get; init; } = 0.99;

    /// <summary>Resamples from which a threshold is taken, at least 100.</summary>
    public int Draws { get; init; } = 200;

    /// <summary>Bins that values are put into, besides those of what is missing and of values that many orders share; 2 to 50.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>Fewest orders in a window for which anything is said.</summary>
    public int LeastOrders { get; init; } = 100;

    /// <summary>Most orders of the reference window; beyond it they are evenly thinned.</summary>
    public int MostReference { get; init; } = 1500;

    /// <summary>Most orders of the latest window.</summary>
    public int MostLatest { get; init; } = 750;

    /// <summary>Of all draws.</summary>
    public int Seed { get; init; } = 1;
}
