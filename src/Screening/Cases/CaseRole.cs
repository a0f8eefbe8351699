namespace Screening.Casework;

/// <summary>As what somebody acts.</summary>
public enum CaseRole : byte
{
    /// <summary>Sells.</summary>
    Seller,

    /// <summary>Sells for a seller.</summary>
    SalesRepresentative,

    /// <summary>Works alerts.</summary>
    Analyst,

    /// <summary>Leads analysts.</summary>
    Lead,

    /// <summary>Trains models: reads.</summary>
    DataScientist,

    /// <summary>Looks back: reads.</summary>
    Auditor,

    /// <summary>Runs the system: reads, and decides nothing.</summary>
    Administrator,

    /// <summary>The program itself, such as the nightly run that places a hold.</summary>
    System,
}
