using Screening.Records;

namespace Screening.Features;

/// <summary>The parties that stand on an order.</summary>
internal static class Roles
{
    /// <summary>In how many roles a party can stand on an order.</summary>
    public const int Most = 7;

    /// <summary>The different parties of an order: end user, consignees, purchaser, payer, forwarder and seller, as far as they are told.</summary>
    /// <param name="order">The order.</param>
    /// <param name="room">Room for <see cref="Most"/> parties.</param>
    public static ReadOnlySpan<int> Of(in OrderVersion order, Span<int> room)
    {
        int count = 0;
        foreach (int party in (ReadOnlySpan<int>)
            [order.EndUser, order.UltimateConsignee, order.Purchaser, order.IntermediateConsignee, order.Payer, order.ForwardingAgent, order.Seller])
        {
            if (party != Missing.Symbol && !room[..count].Contains(party)) room[count++] = party;
        }

        return room[..count];
    }
}
