namespace Screening.Client;

/// <summary>Who takes part in an order.</summary>
public sealed record OrderParties
{
    /// <summary>Who buys.</summary>
    public required OrderParty Purchaser { get; init; }

    /// <summary>Who receives on the way.</summary>
    public OrderParty? IntermediateConsignee { get; init; }

    /// <summary>Who receives in the end.</summary>
    public OrderParty? UltimateConsignee { get; init; }

    /// <summary>Who uses the goods.</summary>
    public OrderParty? EndUser { get; init; }

    /// <summary>Who forwards them.</summary>
    public OrderParty? ForwardingAgent { get; init; }

    /// <summary>Who pays.</summary>
    public OrderParty? Payer { get; init; }
}
