namespace Screening.Records;

/// <summary>How an order began: what its first telling said, without the lines that were deleted since.</summary>
/// <param name="KnownAt">When the first telling became known.</param>
/// <param name="MainClass">Class of the line of greatest value, by the product figures of that moment.</param>
/// <param name="DestinationCountry">Country of ultimate destination.</param>
/// <param name="ShipToCountry">Country of the first ship-to address.</param>
public readonly record struct OrderBeginning(long KnownAt, ProductClass MainClass, int DestinationCountry, int ShipToCountry);
