namespace Screening.Data.Store;

/// <summary>A score that was given, with the moment it was given for.</summary>
/// <param name="OrderId">Order.</param>
/// <param name="OrderVersion">Version.</param>
/// <param name="AsOf">The moment of the look, UTC: on arrival, or the night's.</param>
/// <param name="Margin">Log-odds.</param>
/// <param name="Risk">The margin as a share.</param>
public sealed record ScoreRow(string OrderId, int OrderVersion, DateTime AsOf, double Margin, double Risk);
