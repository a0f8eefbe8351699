namespace Screening.Simulation;

/// <summary>T32: one salesperson sells to several fronts and has their holds released against advice. An evasive case has the orders spread over colleagues.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Fronts">Firms, two orders each.</param>
internal sealed record SalesRingScheme(double H100e, int Fronts) : DiversionScheme
{
    private static readonly Knob s_h100e = new("sales_ring.h100e", 40, 3000, true);

    public override string Name => "sales_ring";

    public override string Typologies => "T32";

    public override int DivertingOrders => 2 * Fronts;

    public static SalesRingScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(2, 3)) { Evades = draw.Evades() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        Seller seller = telling.Cast.Roster.ComputeSeller(chance);
        string representative = telling.Cast.Roster.Representative(chance, seller);
        telling.Story.Conduct = new() { Release = Release.BySales };
        List<TradeOrder> orders = [];
        PartyRow? first = null;
        for (int i = 0; i < Fronts; i++)
        {
            PartyRow front = telling.Party(chance.Pick<string>(["enterprise", "neocloud", "reseller"]), telling.FrontCountry(), chance.Between(500, 4000), chance.Between(90, 300));
            first ??= front;
            for (int j = 1; j >= 0; j--)
            {
                string who = Evades ? telling.Cast.Roster.Representative(chance, seller) : representative;
                orders.Add(telling.Order(front, telling.Moment(i * 8 + j * 27), telling.Servers(H100e / Fronts / 2), draft => draft with { Seller = seller, Representative = who }));
            }

            telling.OrdinaryBooks(front, orders.Where(order => order.PurchaserId == front.Id).Sum(order => (double)order.ValueUsd));
            telling.OrdinarySite(front, orders.Where(order => order.PurchaserId == front.Id).SelectMany(order => order.Versions[0].Lines));
        }

        telling.Truth(this, first!, orders);
    }
}
