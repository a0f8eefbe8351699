namespace Screening.Client;

/// <summary>An order that is about to ship. What is not known is left out; <c>/openapi/v1.json</c> has the ranges.</summary>
public sealed record Order
{
    /// <summary>The seller's number of the order, unique in the firm; 1 to 120 characters.</summary>
    public required string OrderId { get; init; }

    /// <summary>Version of the order, from 1; every change is a new one.</summary>
    public required int Version { get; init; }

    /// <summary>Where it stands: quoted, placed, changed, cancelled, refused, shipped or returned.</summary>
    public required string Status { get; init; }

    /// <summary>When the order was placed.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>Whose it is; the key's seller when left out.</summary>
    public string? SellerId { get; init; }

    /// <summary>Who takes part.</summary>
    public required OrderParties Parties { get; init; }

    /// <summary>Where it goes.</summary>
    public required OrderRoute Route { get; init; }

    /// <summary>What the goods are for.</summary>
    public OrderEndUse? EndUse { get; init; }

    /// <summary>How it is paid.</summary>
    public OrderPayment? Payment { get; init; }

    /// <summary>The end user's statement.</summary>
    public OrderCertificate? Certificate { get; init; }

    /// <summary>Who sold it.</summary>
    public string? SalesRepresentative { get; init; }

    /// <summary>Whether the buyer's agent arranges the export.</summary>
    public bool? RoutedExport { get; init; }

    /// <summary>Whether seller and ultimate consignee are related.</summary>
    public bool? RelatedParties { get; init; }

    /// <summary>What the ultimate consignee is: direct_consumer, government, reseller or other.</summary>
    public string? UltimateConsigneeType { get; init; }

    /// <summary>Its lines, 1 to 1,000.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }
}
