namespace Screening.Data.Quarantines;

/// <summary>A failed check of a refused row, as the newest attempt to take the row in left it.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The row's line in it, from 1.</param>
/// <param name="Column">The column; null when the check is about the whole row.</param>
/// <param name="Value">The cell; null when it is missing or the check is about the whole row.</param>
/// <param name="Check">The rule's short name.</param>
/// <param name="Reason">Why, with what is accepted.</param>
/// <param name="IsOpen">False when a later replay settled the row.</param>
/// <param name="Raw">The record as it stood.</param>
public sealed record RefusedRecord(string File, long Line, string? Column, string? Value, string Check, string Reason, bool IsOpen, string Raw);
