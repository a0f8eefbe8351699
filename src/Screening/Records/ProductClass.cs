namespace Screening.Records;

/// <summary>Kind of goods.</summary>
public enum ProductClass : byte
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>An accelerator card or module.</summary>
    Accelerator,

    /// <summary>A server with accelerators.</summary>
    Server,

    /// <summary>High-bandwidth memory.</summary>
    Memory,

    /// <summary>A material of chip packaging.</summary>
    PackagingMaterial,

    /// <summary>Anything else.</summary>
    Other,
}
