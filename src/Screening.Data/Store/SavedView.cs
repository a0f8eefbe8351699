namespace Screening.Data.Store;

/// <summary>A view of the queue that somebody keeps.</summary>
/// <param name="Name">Its name, 1 to 60 characters.</param>
/// <param name="Query">Which filters are on.</param>
public sealed record SavedView(string Name, ViewQuery Query);

/// <summary>Which filters of the queue are on; what is empty asks nothing.</summary>
/// <param name="Show">A state, or open, mine or overdue.</param>
/// <param name="Words">Words that a case must hold.</param>
/// <param name="Country">Country of the subject, two letters.</param>
/// <param name="IsHeld">Whether orders are held; null asks nothing.</param>
public sealed record ViewQuery(string Show, string Words, string Country, bool? IsHeld);
