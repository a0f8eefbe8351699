namespace Screening.Data.Ingest;

/// <summary>Something about a delivery that was otherwise in those before.</summary>
/// <param name="Kind">What moved.</param>
/// <param name="Column">The column; null when it is about the whole delivery.</param>
/// <param name="Moved">How far: the share of rows by which the column differs from its history, 0 to 1; for the number of rows the natural logarithm of today's by the median, below 0 for fewer; 0 for a note.</param>
/// <param name="Message">With figures, in words.</param>
public sealed record DriftWarning(DriftKind Kind, string? Column, double Moved, string Message)
{
    /// <summary>False for what only says that nothing could be compared.</summary>
    public bool IsWarning => Kind != DriftKind.TooFewDeliveries;
}

/// <summary>What moved.</summary>
public enum DriftKind
{
    /// <summary>Nothing was compared, for there are too few earlier deliveries.</summary>
    TooFewDeliveries,

    /// <summary>The number of rows.</summary>
    Volume,

    /// <summary>The share of rows without a value.</summary>
    Missing,

    /// <summary>The shares of a column's values.</summary>
    Codes,
}
