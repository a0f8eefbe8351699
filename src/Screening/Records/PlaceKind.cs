namespace Screening.Records;

/// <summary>What a place is.</summary>
public enum PlaceKind : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>A port.</summary>
    Port,

    /// <summary>An airport.</summary>
    Airport,

    /// <summary>A city.</summary>
    City,

    /// <summary>A rail terminal.</summary>
    RailTerminal,

    /// <summary>A free zone.</summary>
    FreeZone,

    /// <summary>A crossing of a border.</summary>
    BorderCrossing,
}
