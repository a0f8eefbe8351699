namespace Screening.Data.Quarantines;

/// <summary>What a fix mapping would do for the refused rows it was made from.</summary>
/// <param name="Rows">Refused rows that have cells.</param>
/// <param name="BadRows">Rows among them with a cell that breaks a rule when read as before.</param>
/// <param name="BadRowsLeft">The same when read through the fix mapping.</param>
/// <param name="Applied">What it does, in words, each with the cells that it mends.</param>
/// <param name="Undecided">What a person must decide, in words; it stands in comments.</param>
/// <param name="Unfixed">What stays refused, in words.</param>
public sealed record FixReport(long Rows, long BadRows, long BadRowsLeft, IReadOnlyList<string> Applied, IReadOnlyList<string> Undecided, IReadOnlyList<string> Unfixed);
