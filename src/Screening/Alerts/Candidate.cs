using Screening.Risk;

namespace Screening.Alerts;

/// <summary>A subject that could be listed tonight: its order of highest margin, and all that contribute.</summary>
/// <param name="Subject">Stable id of the subject.</param>
/// <param name="Order">Row of the order that speaks for the subject.</param>
/// <param name="Orders">Rows of all orders read for the subject tonight, the speaking one first.</param>
/// <param name="Assessment">Assessment of the speaking order.</param>
/// <param name="StakeH100e">Compute of all those orders.</param>
/// <param name="StakeUsd">Value of all those orders.</param>
public sealed record Candidate(
    string Subject, int Order, IReadOnlyList<int> Orders, Assessment Assessment, double StakeH100e, double StakeUsd);
