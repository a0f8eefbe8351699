namespace Screening.Data.Store;

/// <summary>A page of cases, the most pressing first.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="Next">Cursor of the next page; null when there is none.</param>
public sealed record CasePage(IReadOnlyList<CaseRecord> Cases, string? Next);
