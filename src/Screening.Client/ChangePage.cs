namespace Screening.Client;

/// <summary>Some changes.</summary>
/// <param name="Changes">In the order of their numbers.</param>
/// <param name="Cursor">What to ask behind next, and to acknowledge once these are dealt with.</param>
/// <param name="More">Whether there are more.</param>
/// <param name="Acknowledged">The last that was acknowledged.</param>
public sealed record ChangePage(IReadOnlyList<Change> Changes, long Cursor, bool More, long Acknowledged);
