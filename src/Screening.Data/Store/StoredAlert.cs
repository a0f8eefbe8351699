using Screening.Alerts;

namespace Screening.Data.Store;

/// <summary>An alert of the store with where it stands.</summary>
/// <param name="RunId">The run that showed it like this.</param>
/// <param name="Date">The night.</param>
/// <param name="State">Where it stands: new, assigned, waiting, held, escalated, released, confirmed, dismissed or withdrawn.</param>
/// <param name="OpenedOn">The night that opened it.</param>
/// <param name="Alert">The alert as it was shown.</param>
public sealed record StoredAlert(string RunId, DateOnly Date, string State, DateOnly OpenedOn, Alert Alert);
