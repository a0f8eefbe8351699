namespace Screening.Alerts;

/// <summary>How tonight's orders differ from those of the months before, in sentences.</summary>
/// <param name="LatestDays">Length of the latest window, days, the night's day included.</param>
/// <param name="ReferenceDays">Length of the window before it, days.</param>
/// <param name="LatestOrders">Orders compared of the latest window.</param>
/// <param name="ReferenceOrders">Orders compared of the window before it.</param>
/// <param name="Features">Features compared.</param>
/// <param name="Moved">Of them, those that moved by more than chance explains.</param>
/// <param name="ByChance">How many of them move so far when nothing changed.</param>
/// <param name="Most">The features that moved most, at most three, the one that moved most first.</param>
/// <param name="Beside">Scores, labels and alerts.</param>
public sealed record DriftNote(
    int LatestDays, int ReferenceDays, int LatestOrders, int ReferenceOrders, int Features, int Moved, double ByChance, IReadOnlyList<string> Most, IReadOnlyList<string> Beside)
{
    /// <summary>Why nothing was compared; null when it was.</summary>
    public string? NotAssessed { get; init; }
}
