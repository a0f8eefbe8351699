namespace Screening.Casework;

/// <summary>What somebody does with a case.</summary>
public enum CaseAction : byte
{
    /// <summary>Gives it to somebody, or takes it.</summary>
    Assign,

    /// <summary>Writes a note, or attaches a file.</summary>
    Note,

    /// <summary>Asks for evidence by a day.</summary>
    Ask,

    /// <summary>Records evidence.</summary>
    Evidence,

    /// <summary>Stops its orders.</summary>
    Hold,

    /// <summary>Hands it to a lead.</summary>
    Escalate,

    /// <summary>Says, as one of the people whom a release needs, that the orders may ship.</summary>
    Propose,

    /// <summary>Lets its orders ship.</summary>
    Release,

    /// <summary>Decides that it is diversion.</summary>
    Confirm,

    /// <summary>Puts it aside until a day.</summary>
    Dismiss,

    /// <summary>Takes a decision back.</summary>
    Reopen,

    /// <summary>Joins it with another, or parts it.</summary>
    Arrange,
}
