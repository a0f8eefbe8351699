namespace Screening.Casework;

/// <summary>Where a case stands.</summary>
public enum CaseState : byte
{
    /// <summary>Nobody has taken it up.</summary>
    New,

    /// <summary>Somebody works on it.</summary>
    Assigned,

    /// <summary>Evidence was asked for and has not come.</summary>
    Waiting,

    /// <summary>Its orders do not ship.</summary>
    Held,

    /// <summary>A lead decides.</summary>
    Escalated,

    /// <summary>Its orders may ship.</summary>
    Released,

    /// <summary>Diversion, as far as the firm can tell.</summary>
    Confirmed,

    /// <summary>Put aside for the facts as they are, until a day. Not innocence.</summary>
    Dismissed,
}
