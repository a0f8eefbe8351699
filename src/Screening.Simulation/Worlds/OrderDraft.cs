namespace Screening.Simulation;

/// <summary>What a story fixes of an order; versions, forwarder, route and moments are drawn where it does not.</summary>
internal sealed record OrderDraft(string Id, DateTime OrderedAt, Seller Seller, PartyRow Purchaser, string DestinationCountry, OrderLine[] Lines)
{
    public PartyRow? Intermediate { get; init; }

    public PartyRow? Ultimate { get; init; }

    public PartyRow? EndUser { get; init; }

    public PartyRow? Payer { get; init; }

    public string? EndUse { get; init; }

    /// <summary>Comes to pass: never cancelled or refused, and changed only downwards.</summary>
    public bool Settled { get; init; }

    /// <summary>Days from order to departure; null: by the kind of goods.</summary>
    public int? LeadDays { get; init; }

    /// <summary>Places after the seller's airport; null: a usual route to the destination.</summary>
    public PlaceRow[]? Route { get; init; }

    /// <summary>Days that the goods stay at each place of the route; null: hours.</summary>
    public int? DwellDays { get; init; }

    /// <summary>When the last leg departs, unless the goods arrive there later.</summary>
    public DateTime? LastLegDepartsAt { get; init; }

    /// <summary>Who receives the last leg when it is not the ultimate consignee.</summary>
    public string? LastConsigneeId { get; init; }
}
