namespace Screening.Records;

/// <summary>Where an order stands with one of its versions.</summary>
public enum OrderStatus : byte
{
    /// <summary>Offered, not yet bought. Does not count as volume.</summary>
    Quoted,

    /// <summary>Bought.</summary>
    Placed,

    /// <summary>Bought, with new content.</summary>
    Changed,

    /// <summary>Called off. Takes its volume back.</summary>
    Cancelled,

    /// <summary>Refused by the seller. Takes its volume back.</summary>
    Refused,

    /// <summary>Left the seller.</summary>
    Shipped,

    /// <summary>Came back. Takes its volume back.</summary>
    Returned,
}
