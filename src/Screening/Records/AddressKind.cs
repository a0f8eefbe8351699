namespace Screening.Records;

/// <summary>What stands at an address.</summary>
public enum AddressKind : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>An office.</summary>
    Office,

    /// <summary>A data centre.</summary>
    DataCentre,

    /// <summary>A factory.</summary>
    Factory,

    /// <summary>A warehouse.</summary>
    Warehouse,

    /// <summary>A home.</summary>
    Residential,

    /// <summary>A virtual office.</summary>
    VirtualOffice,

    /// <summary>A forwarder.</summary>
    Forwarder,
}
