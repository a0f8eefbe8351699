namespace Screening.Records;

/// <summary>One thing that became known: its kind and its row in the log's table of that kind.</summary>
public readonly record struct Event(EventKind Kind, int Row);
