namespace Screening.Data.DuckDb;

/// <summary>An INTERVAL: its three parts are independent, since a month has no fixed number of days.</summary>
/// <param name="Months">Whole months; may be negative.</param>
/// <param name="Days">Whole days; may be negative.</param>
/// <param name="Micros">Microseconds; may be negative.</param>
public readonly record struct DuckDbInterval(int Months, int Days, long Micros);
