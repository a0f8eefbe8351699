namespace Screening.Simulation;

/// <summary>T31: orders are held and released on the customer's own papers, or by sales. An evasive case is never held.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Parts">Orders the volume comes in.</param>
internal sealed record ReleasedHoldScheme(double H100e, int Parts) : DiversionScheme
{
    private static readonly Knob s_h100e = new("released_hold.h100e", 30, 2500, true);

    public override string Name => "released_hold";

    public override string Typologies => "T31";

    public override int DivertingOrders => Parts;

    public static ReleasedHoldScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(2, 4)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Odds(0.5) ? "neocloud" : "enterprise", telling.FrontCountry(), chance.Between(600, 4000), chance.Between(100, 300));
        telling.Story.Conduct = Evades ? Conduct.Ordinary : new() { Release = chance.Odds(0.6) ? Release.OnPapers : Release.BySales };
        List<TradeOrder> orders = [];
        for (int i = Parts - 1; i >= 0; i--) orders.Add(telling.Order(front, telling.Moment(i * 26), telling.Servers(H100e / Parts)));
        telling.OrdinarySite(front, orders.SelectMany(order => order.Versions[0].Lines));
        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, orders);
    }
}
