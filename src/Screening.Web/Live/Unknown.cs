using Screening.Records;

namespace Screening.Web.Live;

/// <summary>What an order names and nothing is known of.</summary>
internal static class Unknown
{
    /// <summary>Ids of parties.</summary>
    public static IReadOnlyList<string> Parties(EventLog log, in OrderVersion order)
    {
        var unknown = new List<string>();
        ReadOnlySpan<int> parties = [order.EndUser, order.UltimateConsignee, order.Purchaser, order.IntermediateConsignee, order.Payer, order.ForwardingAgent, order.Seller];
        for (int i = 0; i < parties.Length; i++)
        {
            if (parties[i] != Missing.Symbol && !parties[..i].Contains(parties[i]) && log.CurrentProfile(parties[i]) == Missing.Symbol) unknown.Add(log.Symbols.Parties.Text(parties[i])!);
        }

        return unknown;
    }

    /// <summary>Ids of products.</summary>
    public static IReadOnlyList<string> Products(EventLog log, in OrderVersion order)
    {
        var unknown = new List<string>();
        if (order.UnknownProductLines == 0) return unknown;
        for (int i = 0; i < order.Lines; i++)
        {
            OrderLine line = log.LineOf(order, i);
            string id = log.Symbols.Products.Text(line.Product)!;
            if (line.ProductRow == Missing.Symbol && !unknown.Contains(id)) unknown.Add(id);
        }

        return unknown;
    }
}
