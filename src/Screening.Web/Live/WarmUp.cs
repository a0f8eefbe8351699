using Screening.Records;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>
/// Looks at the latest orders once more before the first caller comes, as dry runs whose answers nobody reads, so that the code they pass is compiled and not
/// interpreted when it counts. Nothing is learnt.
/// </summary>
internal static class WarmUp
{
    /// <summary>Looks at orders.</summary>
    /// <param name="scoring">The engine.</param>
    /// <param name="log">Its log.</param>
    /// <param name="orders">Of the latest, how many.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Run(LiveScoring scoring, EventLog log, int orders, CancellationToken cancellation)
    {
        for (int row = Math.Max(0, log.Orders.Count - orders); row < log.Orders.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Order(log, log.Orders[row]) is not { } order) continue;
            Judged judged = scoring.Peek(order, scoring.LastKnownAt + 1);
            _ = DecisionRecord.Of(0, judged.Ruling, 0, 0, order.SellerId, OrderWriter.Bytes(order), Answers.ForSeller(order, judged), Answers.ForAnalyst(order, judged, scoring.Versions));
        }
    }

    private static OrderRequest? Order(EventLog log, in OrderVersion order)
    {
        if (order.Lines == 0 || order.Purchaser == Missing.Symbol || order.DestinationCountry == Missing.Symbol) return null;
        var lines = new List<LineRequest>();
        for (int i = 0; i < order.Lines; i++)
        {
            OrderLine line = log.LineOf(order, i);
            lines.Add(new LineRequest(line.LineNo, log.Symbols.Products.Text(line.Product)!, line.QuantityThousandths, line.ValueCents, null, null, null));
        }

        return new OrderRequest
        {
            OrderId = log.Symbols.Orders.Text(order.Order)!,
            Version = order.Version,
            Status = order.Status,
            EffectiveAt = order.OrderedAt,
            SellerId = log.Symbols.Parties.Text(order.Seller)!,
            Purchaser = Party(log, order.Purchaser)!,
            UltimateConsignee = Party(log, order.UltimateConsignee),
            EndUser = Party(log, order.EndUser),
            DestinationCountry = CountryCode.Text(order.DestinationCountry)!,
            EndUse = log.Symbols.Texts.Text(order.EndUse),
            PaymentTerms = order.PaymentTerms,
            Lines = lines,
        };
    }

    private static PartyReference? Party(EventLog log, int party) => log.Symbols.Parties.Text(party) is { } id ? new PartyReference(id, null, null, PartyKind.Unknown, null, null) : null;
}
