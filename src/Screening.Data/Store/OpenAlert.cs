using Screening.Alerts;

namespace Screening.Data.Store;

/// <summary>An alert that is still open, as it was last shown before a night.</summary>
/// <param name="AlertId">Its id, which it keeps.</param>
/// <param name="LastDate">The night on which it was last listed.</param>
/// <param name="Shown">The alert as it was shown then.</param>
public sealed record OpenAlert(string AlertId, DateOnly LastDate, Alert Shown);
