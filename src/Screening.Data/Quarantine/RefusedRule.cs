namespace Screening.Data.Quarantines;

/// <summary>A rule that refused rows of a delivery break.</summary>
/// <param name="Check">Its short name, such as <c>required</c>.</param>
/// <param name="Column">The column; null when it is about the whole row.</param>
/// <param name="Rows">Rows that break it. A row may break several rules.</param>
/// <param name="FirstLine">The first of them.</param>
public sealed record RefusedRule(string Check, string? Column, long Rows, long FirstLine);
