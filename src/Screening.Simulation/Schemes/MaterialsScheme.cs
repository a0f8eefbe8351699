namespace Screening.Simulation;

/// <summary>T33: chokepoint materials for a trader in a hub, who has no line that could use them. An evasive case names a maker of substrates as end user.</summary>
/// <param name="SquareMetres">Material ordered in all, in units of the product.</param>
/// <param name="Parts">Orders the volume comes in.</param>
internal sealed record MaterialsScheme(double SquareMetres, int Parts) : DiversionScheme
{
    private static readonly Knob s_area = new("materials.square_metres", 150, 6000, true);

    public override string Name => "materials";

    public override string Typologies => "T33";

    public override int DivertingOrders => Parts;

    public static MaterialsScheme Draw(CaseDraw draw) => new(draw.Of(s_area), draw.Chance.Between(1, 4)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Odds(0.6) ? "distributor" : "other", telling.HubCountry(), chance.Between(500, 4000), chance.Between(90, 300));
        PartyRow maker = telling.Party("material_buyer", chance.Pick<string>(["MY", "TH", "VN", "TW"]), chance.Between(1500, 8000), chance.Between(60, 90));
        List<TradeOrder> orders = [];
        for (int i = Parts - 1; i >= 0; i--)
        {
            OrderLine[] goods = [BuyerStories.Line(chance, chance.Pick(telling.Cast.Catalogue.Materials), decimal.Round((decimal)Math.Round(SquareMetres / Parts, 3), 3) + 0.001m)];
            orders.Add(telling.Order(front, telling.Moment(i * 18), goods, draft => draft with
            {
                Seller = telling.Cast.Roster.MaterialSeller,
                EndUser = Evades ? maker : null,
                EndUse = Evades ? "Production supplies" : "For resale",
                LocationsTold = 0.1,
            }));
        }

        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, orders);
    }
}
