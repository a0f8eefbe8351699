using Screening.Records;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>An order that is in force, as if it were told anew: so that it can be asked what it would be answered otherwise.</summary>
internal static class StandingOrder
{
    /// <summary>The order; <c>null</c> where none is in force under the number, or it has gone, been cancelled or returned.</summary>
    public static OrderRequest? Of(EventLog log, string orderId)
    {
        ArgumentNullException.ThrowIfNull(log);
        int symbol = log.Symbols.Orders.Find(orderId), row = symbol == Missing.Symbol ? Missing.Symbol : log.InForce(symbol);
        if (row == Missing.Symbol || !log.Orders[row].IsOpen || log.Orders[row].Lines == 0) return null;
        OrderVersion order = log.Orders[row];
        PartyReference? Party(int party) => party == Missing.Symbol ? null : new PartyReference(log.Symbols.Parties.Text(party)!, null, null, default, null, null);
        string? Text(int text) => text == Missing.Symbol ? null : log.Symbols.Texts.Text(text);
        return new OrderRequest
        {
            OrderId = orderId,
            Version = order.Version + 1,
            Status = order.Status,
            EffectiveAt = order.OrderedAt,
            SellerId = log.Symbols.Parties.Text(order.Seller)!,
            Purchaser = Party(order.Purchaser)!,
            IntermediateConsignee = Party(order.IntermediateConsignee),
            UltimateConsignee = Party(order.UltimateConsignee),
            EndUser = Party(order.EndUser),
            ForwardingAgent = Party(order.ForwardingAgent),
            Payer = Party(order.Payer),
            DestinationCountry = CountryCode.Text(order.DestinationCountry)!,
            ShipToCountry = CountryCode.Text(order.ShipToCountry),
            PackagingCountry = CountryCode.Text(order.PackagingCountry),
            AssemblyCountry = CountryCode.Text(order.AssemblyCountry),
            DeploymentCountry = CountryCode.Text(order.DeploymentCountry),
            Mode = order.Mode,
            EndUse = Text(order.EndUse),
            EndUseLocation = Text(order.EndUseLocation),
            PaymentTerms = order.PaymentTerms,
            SalesRepresentative = order.SalesRepresentative == Missing.Symbol ? null : log.Symbols.Representatives.Text(order.SalesRepresentative),
            RoutedExport = order.RoutedExport,
            RelatedParties = order.RelatedParties,
            UltimateConsigneeType = order.UltimateConsigneeType,
            Lines = [.. Enumerable.Range(0, order.Lines).Select(i => Line(log, log.LineOf(order, i)))],
        };
    }

    // Whose licence it is nobody compares: that there is one is all that counts.
    private static LineRequest Line(EventLog log, OrderLine line) => new(
        line.LineNo, log.Symbols.Products.Text(line.Product)!, line.QuantityThousandths, line.ValueCents, line.HsCode == Missing.Symbol ? null : log.Symbols.Texts.Text(line.HsCode),
        line.Eccn == Missing.Symbol ? null : log.Symbols.Texts.Text(line.Eccn), line.IsLicensed ? "as told" : null);
}
