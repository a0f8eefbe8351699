namespace Screening.Casework;

/// <summary>From where to where, as one table. What an action does not move it leaves where it was.</summary>
public static class CaseTransitions
{
    /// <summary>Whether nothing is to be done any more.</summary>
    public static bool IsClosed(CaseState state) => state is CaseState.Released or CaseState.Confirmed or CaseState.Dismissed;

    /// <summary>Where an action leads from a state; null where it is not allowed.</summary>
    /// <param name="from">The state.</param>
    /// <param name="action">The action.</param>
    public static CaseState? After(CaseState from, CaseAction action) => (from, action) switch
    {
        // Notes and evidence are taken at any time: what comes in late must not be lost.
        (_, CaseAction.Note or CaseAction.Evidence) => from,
        (CaseState.Released or CaseState.Confirmed or CaseState.Dismissed, CaseAction.Reopen) => CaseState.Assigned,
        (CaseState.Released or CaseState.Confirmed or CaseState.Dismissed, _) => null,
        (_, CaseAction.Reopen) => null,
        (CaseState.New, CaseAction.Assign) => CaseState.Assigned,

        // A case with a lead stays with a lead, and a held one stays held, whoever works on it.
        (_, CaseAction.Assign or CaseAction.Propose or CaseAction.Arrange) => from,
        (CaseState.Escalated, CaseAction.Ask or CaseAction.Hold) => CaseState.Escalated,
        (_, CaseAction.Ask) => CaseState.Waiting,
        (CaseState.Held, CaseAction.Hold) => null,
        (_, CaseAction.Hold) => CaseState.Held,
        (CaseState.Escalated, CaseAction.Escalate) => null,
        (_, CaseAction.Escalate) => CaseState.Escalated,
        (_, CaseAction.Release) => CaseState.Released,
        (_, CaseAction.Confirm) => CaseState.Confirmed,
        (_, CaseAction.Dismiss) => CaseState.Dismissed,
        _ => null,
    };

    /// <summary>Where a case that waited stands once everything that was asked for has come.</summary>
    public static CaseState Resumed(bool isHeld, bool isAssigned) => isHeld ? CaseState.Held : isAssigned ? CaseState.Assigned : CaseState.New;
}
