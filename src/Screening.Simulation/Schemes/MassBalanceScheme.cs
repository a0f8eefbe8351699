namespace Screening.Simulation;

/// <summary>T09: accelerators come in month after month, and counts find a part of them. An evasive case lets nobody count.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Parts">Orders the volume comes in.</param>
/// <param name="Found">Share of what was delivered that a count finds.</param>
internal sealed record MassBalanceScheme(double H100e, int Parts, double Found) : DiversionScheme
{
    private static readonly Knob s_h100e = new("mass_balance.h100e", 120, 2500, true),
        s_found = new("mass_balance.found", 0.05, 0.6);

    public override string Name => "mass_balance";

    public override string Typologies => "T09";

    public override int DivertingOrders => Parts;

    public static MassBalanceScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(3, 5), draw.Of(s_found)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Odds(0.5) ? "neocloud" : "enterprise", telling.HubCountry(), chance.Between(900, 4000), chance.Between(200, 500));
        telling.Story.Conduct = new() { Accounted = Evades ? -1 : Found };
        ProductRow product = telling.Cast.Catalogue.PopularAccelerator(chance);
        List<TradeOrder> orders = [];
        for (int i = Parts - 1; i >= 0; i--) orders.Add(telling.Order(front, telling.Moment(i * 38), telling.WithParts(product, (int)Math.Max(1, H100e / Parts / product.H100e))));
        telling.OrdinarySite(front, orders.SelectMany(order => order.Versions[0].Lines));
        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, orders);
    }
}
