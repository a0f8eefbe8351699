namespace Screening.Client;

/// <summary>A line of an order.</summary>
/// <param name="LineNo">Its number, from 1.</param>
/// <param name="ProductId">What is ordered.</param>
/// <param name="Quantity">Units, above 0, with at most 3 decimals.</param>
/// <param name="ValueUsd">Value in US dollars, with at most 2 decimals.</param>
/// <param name="HsCode">Declared code.</param>
/// <param name="Eccn">Declared control number.</param>
/// <param name="LicenceNumber">Number of the licence.</param>
public sealed record OrderLine(int LineNo, string ProductId, decimal Quantity, decimal ValueUsd, string? HsCode = null, string? Eccn = null, string? LicenceNumber = null);
