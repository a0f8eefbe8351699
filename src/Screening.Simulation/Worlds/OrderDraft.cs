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

    /// <summary>What payments and papers of the order do that is out of the ordinary; null: as the story's.</summary>
    public Conduct? Conduct { get; init; }

    /// <summary>The customs code that legs declare; null: the goods'.</summary>
    public string? DeclaredHsCode { get; init; }

    /// <summary>How legs describe the goods; null: in the product's words.</summary>
    public string? Description { get; init; }

    /// <summary>Value declared over the order's.</summary>
    public double DeclaredValue { get; init; } = 1;

    /// <summary>Share of each location that is told; null: the usual.</summary>
    public double? LocationsTold { get; init; }

    /// <summary>The buyer's agent arranges the export; null: as often as usual.</summary>
    public bool? RoutedExport { get; init; }

    /// <summary>Who receives after a change of the order shortly before departure.</summary>
    public Recipient? ChangedTo { get; init; }

    /// <summary>Who sold it; null: anyone of the seller's.</summary>
    public string? Representative { get; init; }

    /// <summary>Who forwards it; null: anyone or nobody.</summary>
    public PartyRow? Forwarder { get; init; }
}
