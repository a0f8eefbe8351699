using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>A decision of another replica, as it is taken over here.</summary>
/// <param name="Key">Key of order and version.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Order">The order, with what counted of it and nothing else; <c>null</c> where the lake that was loaded has it already.</param>
internal sealed record ReplicaOrder(UInt128 Key, DecisionPlace Place, OrderRequest? Order)
{
    /// <summary>Reads a decision for somebody who does not know its order yet.</summary>
    /// <param name="record">The decision.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="reader">Reads its order.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static ReplicaOrder Of(DecisionRecord record, in DecisionPlace place, OrderReader reader)
    {
        OrderRequest order = JournalDelivery.Order(reader, record);
        var counted = new CountedData(record);
        PartyReference? Known(PartyReference? party) => party is null || party.Name is null || counted.HasParty(party.Id) ? party : party with { Name = null };
        return new ReplicaOrder(record.Key, place, order with
        {
            Purchaser = Known(order.Purchaser)!,
            IntermediateConsignee = Known(order.IntermediateConsignee),
            UltimateConsignee = Known(order.UltimateConsignee),
            EndUser = Known(order.EndUser),
            ForwardingAgent = Known(order.ForwardingAgent),
            Payer = Known(order.Payer),
            Certificate = counted.HasPaper(LiveScoring.CertificateIgnored) ? order.Certificate : null,
            Payment = counted.HasPaper(LiveScoring.PaymentIgnored) ? order.Payment : null,
        });
    }
}
