using Screening.Records;

namespace Screening.Parties;

/// <summary>The parties that stand on an order.</summary>
internal static class Roles
{
    /// <summary>In how many roles a party can stand on an order.</summary>
    public const int Most = 7;

    /// <summary>The parties of an order as <see cref="PartyRole"/> numbers the roles; <see cref="Missing.Symbol"/> where none is told, or one that stands in an earlier role already.</summary>
    /// <param name="order">The order.</param>
    /// <param name="parties">Where they go: <see cref="Most"/>.</param>
    public static void Fill(in OrderVersion order, Span<int> parties)
    {
        ReadOnlySpan<int> told = [order.EndUser, order.UltimateConsignee, order.Purchaser, order.IntermediateConsignee, order.Payer, order.ForwardingAgent, order.Seller];
        for (int role = 0; role < Most; role++) parties[role] = told[..role].Contains(told[role]) ? Missing.Symbol : told[role];
    }

    /// <summary>The different parties of an order, as far as they are told.</summary>
    /// <param name="order">The order.</param>
    /// <param name="room">Room for <see cref="Most"/> parties.</param>
    public static ReadOnlySpan<int> Of(in OrderVersion order, Span<int> room)
    {
        Fill(order, room);
        int count = 0;
        foreach (int party in room)
        {
            if (party != Missing.Symbol) room[count++] = party;
        }

        return room[..count];
    }
}
