namespace Screening.Records;

/// <summary>What names a line of an order.</summary>
/// <param name="Version">Version as numbered by the seller.</param>
/// <param name="LineNo">Number of the line.</param>
public readonly record struct OrderLineKey(int Version, int LineNo);
