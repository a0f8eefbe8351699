namespace Screening.Records;

/// <summary>
/// What became known. The numbers are the dataset ranks of the total order, those of the contracts without the gaps: reference data and
/// what is known of parties that arrive in one delivery with an order are known to it, and what happens to an order comes after it.
/// Exchange rates are no kind: every amount in the lake is in US dollars already.
/// </summary>
public enum EventKind : byte
{
    /// <summary>A product's figures.</summary>
    Product = 0,

    /// <summary>A place.</summary>
    Place = 1,

    /// <summary>A line of a bill of materials.</summary>
    Part = 2,

    /// <summary>A rule of export control.</summary>
    ControlEvent = 3,

    /// <summary>An entry of a restricted-party list.</summary>
    RestrictedParty = 4,

    /// <summary>A party's profile.</summary>
    Party = 5,

    /// <summary>An ownership, director, name or address event.</summary>
    PartyEvent = 6,

    /// <summary>A balance sheet.</summary>
    BalanceSheet = 7,

    /// <summary>A statement of capacity.</summary>
    Capacity = 8,

    /// <summary>A count of what is installed and in stock.</summary>
    Installation = 9,

    /// <summary>An end-user statement or a call-back.</summary>
    Certificate = 10,

    /// <summary>A tenant of a provider's machines.</summary>
    Tenancy = 11,

    /// <summary>An audit or a bond, given or refused.</summary>
    AuditOrBond = 12,

    /// <summary>A tip.</summary>
    Tip = 13,

    /// <summary>An order version with its lines.</summary>
    Order = 14,

    /// <summary>A shipment leg.</summary>
    ShipmentLeg = 15,

    /// <summary>A payment.</summary>
    Payment = 16,

    /// <summary>A report of where a device was seen.</summary>
    DeviceReport = 17,

    /// <summary>An act on a hold.</summary>
    HoldAction = 18,

    /// <summary>An analyst's decision.</summary>
    Disposition = 19,

    /// <summary>What became known of an order or party afterwards.</summary>
    OutcomeReport = 20,
}
