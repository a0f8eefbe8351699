using Screening.Alerts;

namespace Screening.Data.Store;

/// <summary>What a second analyst says of a decided case.</summary>
public enum SecondVerdict : byte
{
    /// <summary>Diversion.</summary>
    Diversion,

    /// <summary>No diversion, as far as can be told.</summary>
    NoDiversion,

    /// <summary>What is there does not say.</summary>
    Unsure,
}

/// <summary>A decided case as a second analyst sees it: what was found and what was handed in, and nothing of what anybody made of it.</summary>
/// <param name="ReviewId">Its id, which tells nothing of the case.</param>
/// <param name="Alerts">What the screening showed.</param>
/// <param name="Evidence">Evidence, without who recorded it.</param>
/// <param name="Files">Names of the files.</param>
public sealed record BlindCase(string ReviewId, IReadOnlyList<Alert> Alerts, IReadOnlyList<CaseEvidence> Evidence, IReadOnlyList<string> Files);

/// <summary>A case that was judged twice.</summary>
/// <param name="ReviewId">Its id.</param>
/// <param name="CaseId">The case.</param>
/// <param name="Decision">What was decided first: released, confirmed or dismissed.</param>
/// <param name="DecidedBy">By whom.</param>
/// <param name="Verdict">What the second said.</param>
/// <param name="Reviewer">Who that was.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="JudgedAtUtc">When.</param>
public sealed record JudgedTwice(string ReviewId, string CaseId, string Decision, string DecidedBy, SecondVerdict Verdict, string Reviewer, string Reason, DateTime JudgedAtUtc)
{
    /// <summary>Whether they disagree; one who could not tell disagrees with nobody.</summary>
    public bool IsDisagreement => Verdict != SecondVerdict.Unsure && Verdict == SecondVerdict.Diversion != (Decision == "confirmed");
}
