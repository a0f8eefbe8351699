namespace Screening.Records;

/// <summary>How goods travel.</summary>
public enum TransportMode : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Air.</summary>
    Air,

    /// <summary>Air, by an aircraft hired for it.</summary>
    AirCharter,

    /// <summary>Sea.</summary>
    Ocean,

    /// <summary>Road.</summary>
    Road,

    /// <summary>Rail.</summary>
    Rail,

    /// <summary>Courier.</summary>
    Courier,
}
