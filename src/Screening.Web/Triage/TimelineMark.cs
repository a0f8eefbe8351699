namespace Screening.Web.Triage;

/// <summary>Something that happened.</summary>
/// <param name="AtUtc">When, or when it began.</param>
/// <param name="Lane">What kind of thing, one of <see cref="CaseTimeline.Lanes"/>.</param>
/// <param name="Text">What, in words.</param>
/// <param name="UntilUtc">When it ended; <c>null</c> for a moment, or where nobody told.</param>
/// <param name="IsDay">Whether only the day is known.</param>
internal sealed record TimelineMark(DateTime AtUtc, string Lane, string Text, DateTime? UntilUtc = null, bool IsDay = false);
