namespace Screening.Simulation;

/// <summary>T08: a trader buys, its own agent exports, and nobody tells where the goods are packaged, built in and put to use. An evasive case tells some of it.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Parts">Orders the volume comes in.</param>
internal sealed record BlindChainScheme(double H100e, int Parts) : DiversionScheme
{
    private static readonly Knob s_h100e = new("blind_chain.h100e", 20, 2000, true);

    public override string Name => "blind_chain";

    public override string Typologies => "T08";

    public override int DivertingOrders => Parts;

    public static BlindChainScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(1, 4)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Odds(0.7) ? "reseller" : "distributor", telling.HubCountry(), chance.Between(700, 5000), chance.Between(60, 500));
        List<TradeOrder> orders = [];
        for (int i = Parts - 1; i >= 0; i--)
        {
            orders.Add(telling.Order(front, telling.Moment(i * 21), telling.Servers(H100e / Parts), draft => draft with
            {
                EndUser = null,
                EndUse = "For resale",
                LocationsTold = Evades ? 0.6 : 0.05,
                RoutedExport = chance.Odds(Evades ? 0.2 : 0.6) ? true : null,
            }));
        }

        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, orders);
    }
}
