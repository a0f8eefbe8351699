namespace Screening.Client;

/// <summary>A later ruling on an order that was decided.</summary>
/// <param name="Number">Its number among the seller's changes, from 1.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Version">Its version.</param>
/// <param name="Was">The ruling until then.</param>
/// <param name="Ruling">The ruling from then on; a word that is not known is a hold.</param>
/// <param name="ChangedAt">When.</param>
public sealed record Change(long Number, string DecisionId, string OrderId, int Version, Ruling Was, Ruling Ruling, DateTimeOffset ChangedAt);
