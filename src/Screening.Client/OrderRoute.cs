namespace Screening.Client;

/// <summary>Where an order goes; countries are two capital letters of ISO 3166-1.</summary>
/// <param name="DestinationCountry">Country of ultimate destination.</param>
/// <param name="ShipToCountry">Country of the first ship-to address.</param>
/// <param name="PackagingCountry">Where the goods are finally packaged.</param>
/// <param name="AssemblyCountry">Where they are built into a system.</param>
/// <param name="DeploymentCountry">Where the system is put to use.</param>
/// <param name="Mode">Mode of transport, in the words of the orders contract.</param>
public sealed record OrderRoute(
    string DestinationCountry, string? ShipToCountry = null, string? PackagingCountry = null, string? AssemblyCountry = null, string? DeploymentCountry = null, string? Mode = null);
