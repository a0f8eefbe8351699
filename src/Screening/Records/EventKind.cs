namespace Screening.Records;

/// <summary>
/// What became known. The numbers are the dataset ranks of the total order: reference data that arrive in one delivery with an
/// order are known to it, and legs and dispositions come after the order they belong to.
/// </summary>
public enum EventKind : byte
{
    /// <summary>A product's figures.</summary>
    Product = 0,

    /// <summary>A place.</summary>
    Place = 1,

    /// <summary>An entry of a restricted-party list.</summary>
    RestrictedParty = 2,

    /// <summary>A party's profile.</summary>
    Party = 3,

    /// <summary>An ownership, director, name or address event.</summary>
    PartyEvent = 4,

    /// <summary>A balance sheet.</summary>
    BalanceSheet = 5,

    /// <summary>A statement of capacity.</summary>
    Capacity = 6,

    /// <summary>An order version with its lines.</summary>
    Order = 7,

    /// <summary>A shipment leg.</summary>
    ShipmentLeg = 8,

    /// <summary>An analyst's decision.</summary>
    Disposition = 9,
}
