namespace Screening.Data.Store;

/// <summary>What merging two cases would do.</summary>
/// <param name="From">The case that would be taken in.</param>
/// <param name="Into">The case that would go on.</param>
/// <param name="Refusal">Why not; null when it can be done.</param>
/// <param name="Subjects">Subjects that would move.</param>
/// <param name="Alerts">Alerts that would move.</param>
/// <param name="Evidence">Pieces of evidence that would move.</param>
/// <param name="Requests">Requests that would move.</param>
/// <param name="Files">Files that would move.</param>
public sealed record MergePreview(CaseRecord From, CaseRecord Into, string? Refusal, long Subjects, long Alerts, long Evidence, long Requests, long Files)
{
    /// <summary>Whether one of them is held, and a hold would cover both.</summary>
    public bool HoldsBoth => From.HoldId is not null || Into.HoldId is not null;
}
