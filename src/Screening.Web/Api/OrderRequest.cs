using Screening.Records;

namespace Screening.Web.Api;

/// <summary>A party as an order names it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name where the order gives it; it counts only for a party of which nothing is known.</param>
/// <param name="Country">Its country, with the name.</param>
/// <param name="Kind">What it is, with the name.</param>
/// <param name="Address">Its address, with the name.</param>
/// <param name="RegistrationNumber">Its number in the register, with the name.</param>
internal sealed record PartyReference(string Id, string? Name, string? Country, PartyKind Kind, string? Address, string? RegistrationNumber);

/// <summary>A line as it was sent.</summary>
/// <param name="LineNo">Its number, from 1.</param>
/// <param name="ProductId">What is ordered.</param>
/// <param name="QuantityThousandths">Units in thousandths.</param>
/// <param name="ValueCents">Value in US cents.</param>
/// <param name="HsCode">Declared code.</param>
/// <param name="Eccn">Declared control number.</param>
/// <param name="LicenceNumber">Number of the licence.</param>
internal sealed record LineRequest(int LineNo, string ProductId, long QuantityThousandths, long ValueCents, string? HsCode, string? Eccn, string? LicenceNumber);

/// <summary>The end user's statement as it was sent. That a customer's own paper was confirmed is nothing that a seller can say.</summary>
/// <param name="Id">Its number.</param>
/// <param name="IssuedOn">Day it was signed.</param>
/// <param name="Signed">Whether the end user signed it; <c>null</c> when not sent.</param>
/// <param name="ValidFrom">First day it holds; <c>null</c> when not sent.</param>
/// <param name="ValidTo">Last day it holds; <c>null</c> when not sent.</param>
internal sealed record CertificateRequest(string Id, DateOnly IssuedOn, bool? Signed, DateOnly? ValidFrom, DateOnly? ValidTo);

/// <summary>A payment that was made, as it was sent.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="PayerId">Who paid; <c>null</c> when not sent.</param>
/// <param name="PayerCountry">Country of the payer.</param>
/// <param name="BankCountry">Country of the bank that sent it; <c>null</c> when not sent.</param>
/// <param name="PaidAt">When it came in, in microseconds.</param>
/// <param name="AmountCents">How much, in US cents.</param>
/// <param name="Method">How it was paid.</param>
/// <param name="Prepayment">Whether before the goods left; <c>null</c> when not sent.</param>
/// <param name="Refundable">Whether the payer can have it back; <c>null</c> when not sent.</param>
internal sealed record PaymentRequest(
    string Id, PaymentKind Kind, string? PayerId, string PayerCountry, string? BankCountry, long PaidAt, long AmountCents, PaymentMethod Method, bool? Prepayment, bool? Refundable);

/// <summary>An order as it was sent, checked; what was not sent is <c>null</c> or 0.</summary>
internal sealed record OrderRequest
{
    /// <summary>The seller's number of the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>Version of the order, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>When the order was placed, in microseconds.</summary>
    public required long EffectiveAt { get; init; }

    /// <summary>Exporter; the key's when not sent.</summary>
    public required string SellerId { get; init; }

    /// <summary>Party that bought.</summary>
    public required PartyReference Purchaser { get; init; }

    /// <summary>Party that receives on the way.</summary>
    public PartyReference? IntermediateConsignee { get; init; }

    /// <summary>Party that receives in the end.</summary>
    public PartyReference? UltimateConsignee { get; init; }

    /// <summary>Party that uses the goods.</summary>
    public PartyReference? EndUser { get; init; }

    /// <summary>Forwarder.</summary>
    public PartyReference? ForwardingAgent { get; init; }

    /// <summary>Party that pays.</summary>
    public PartyReference? Payer { get; init; }

    /// <summary>Country of ultimate destination.</summary>
    public required string DestinationCountry { get; init; }

    /// <summary>Country of the first ship-to address.</summary>
    public string? ShipToCountry { get; init; }

    /// <summary>Where the goods are finally packaged.</summary>
    public string? PackagingCountry { get; init; }

    /// <summary>Where they are built into a system.</summary>
    public string? AssemblyCountry { get; init; }

    /// <summary>Where the system is put to use.</summary>
    public string? DeploymentCountry { get; init; }

    /// <summary>Mode of transport.</summary>
    public TransportMode Mode { get; init; }

    /// <summary>Stated end use.</summary>
    public string? EndUse { get; init; }

    /// <summary>Stated place of use.</summary>
    public string? EndUseLocation { get; init; }

    /// <summary>Terms of payment.</summary>
    public PaymentTerms PaymentTerms { get; init; }

    /// <summary>The end user's statement.</summary>
    public CertificateRequest? Certificate { get; init; }

    /// <summary>A payment that was made.</summary>
    public PaymentRequest? Payment { get; init; }

    /// <summary>Who sold it.</summary>
    public string? SalesRepresentative { get; init; }

    /// <summary>The buyer's agent arranges the export.</summary>
    public bool? RoutedExport { get; init; }

    /// <summary>Seller and ultimate consignee are related.</summary>
    public bool? RelatedParties { get; init; }

    /// <summary>What the ultimate consignee is.</summary>
    public UltimateConsigneeType UltimateConsigneeType { get; init; }

    /// <summary>Its lines, by number.</summary>
    public required IReadOnlyList<LineRequest> Lines { get; init; }

    /// <summary>The parties with their roles, as columns of the contract.</summary>
    public IEnumerable<(string Role, PartyReference Party)> Parties()
    {
        yield return ("purchaser", Purchaser);
        if (IntermediateConsignee is not null) yield return ("intermediate_consignee", IntermediateConsignee);
        if (UltimateConsignee is not null) yield return ("ultimate_consignee", UltimateConsignee);
        if (EndUser is not null) yield return ("end_user", EndUser);
        if (ForwardingAgent is not null) yield return ("forwarding_agent", ForwardingAgent);
        if (Payer is not null) yield return ("payer", Payer);
    }
}
