namespace Screening.Simulation;

/// <summary>T27 and E04: firms that share nothing on paper buy parts of the same systems from several sellers, and one consignee receives them all. An evasive case has a consignee each.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Fronts">Firms that buy, one order each.</param>
internal sealed record HubConsigneeScheme(double H100e, int Fronts) : DiversionScheme
{
    private static readonly Knob s_h100e = new("hub_consignee.h100e", 40, 2000, true);

    public override string Name => "hub_consignee";

    public override string Typologies => "T27;E04";

    public override int DivertingOrders => Fronts;

    public static HubConsigneeScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(4, 6)) { Evades = draw.Evades() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        string country = telling.HubCountry();
        PartyRow consignee = telling.Party(chance.Odds(0.5) ? "other" : "reseller", country, chance.Between(500, 4000), chance.Between(120, 300), seed => seed with { AddressKind = "warehouse" });
        Catalogue catalogue = telling.Cast.Catalogue;
        int server = catalogue.Servers.IndexOf(catalogue.PopularServer(chance));
        ProductRow loose = catalogue.Accelerators.First(one => one.Id == "ACC-" + catalogue.Servers[server].Id["SRV8-".Length..]);
        List<TradeOrder> orders = [];
        for (int i = 0; i < Fronts; i++)
        {
            PartyRow front = telling.Party("enterprise", country, chance.Between(500, 4000), chance.Between(65, 200));
            OrderLine[] goods = i % 3 == 2 ? [BuyerStories.Line(chance, catalogue.Boards[server], chance.Between(2, 24))] : telling.WithParts(loose, (int)Math.Max(1, H100e / Fronts / loose.H100e));
            PartyRow receiver = Evades ? front : consignee;
            Seller seller = telling.Cast.Roster.Sellers[i % 4];
            orders.Add(telling.Order(front, telling.Moment((Fronts - 1 - i) * 11), goods, draft => draft with { Seller = seller, Ultimate = receiver }));
            telling.OrdinaryBooks(front, Telling.ValueUsd(goods));
        }

        telling.Truth(this, telling.Story.Parties[1], orders);
    }
}
