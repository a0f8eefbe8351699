namespace Screening.Simulation;

/// <summary>T28: sold and delivered at home, then gone abroad. The onward leg of an evasive case is on nobody's record.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Parts">Orders the volume comes in.</param>
internal sealed record DomesticFrontScheme(double H100e, int Parts) : DiversionScheme
{
    private static readonly Knob s_h100e = new("domestic_front.h100e", 20, 1500, true);

    public override string Name => "domestic_front";

    public override string Typologies => "T28";

    public override int DivertingOrders => Parts;

    public static DomesticFrontScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(1, 3)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        Seller seller = telling.Cast.Roster.Sellers[chance.Odds(0.5) ? 0 : 2];
        Atlas atlas = telling.Cast.Atlas;
        PartyRow front = telling.Party(chance.Odds(0.6) ? "enterprise" : "reseller", "US", chance.Between(300, 3000), chance.Between(60, 250));
        string abroad = chance.Pick<string>(["HKG", "KUL", "SIN", "DXB", "BKK"]);
        List<TradeOrder> orders = [];
        for (int i = Parts - 1; i >= 0; i--)
        {
            orders.Add(telling.Order(front, telling.Moment(i * 19), telling.Servers(H100e / Parts), draft => draft with
            {
                Seller = seller,
                Route = Evades ? [atlas["LAX"]] : [atlas["LAX"], atlas[abroad]],
                LeadDays = chance.Between(5, 20),
                DwellDays = chance.Between(1, 9),
            }));
        }

        telling.OrdinarySite(front, orders.SelectMany(order => order.Versions[0].Lines));
        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, orders);
    }
}
