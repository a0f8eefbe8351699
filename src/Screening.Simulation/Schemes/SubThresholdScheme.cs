namespace Screening.Simulation;

/// <summary>T07: accelerators just below a limit, many of them, to a hub. An evasive case mixes them with ordinary servers.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Parts">Orders the volume comes in.</param>
internal sealed record SubThresholdScheme(double H100e, int Parts) : DiversionScheme
{
    private static readonly Knob s_h100e = new("sub_threshold.h100e", 25, 900, true);

    public override string Name => "sub_threshold";

    public override string Typologies => "T07";

    public override int DivertingOrders => Parts;

    public static SubThresholdScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(1, 3)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Pick<string>(["reseller", "enterprise", "neocloud"]), telling.HubCountry(), chance.Between(500, 4000), chance.Between(60, 300));
        ProductRow part = chance.Pick([.. telling.Cast.Catalogue.BelowLimit]);
        List<TradeOrder> orders = [];
        for (int i = Parts - 1; i >= 0; i--)
        {
            OrderLine[] goods = telling.WithParts(part, (int)Math.Max(1, H100e / Parts / part.H100e));
            if (Evades) goods = [.. goods, BuyerStories.Line(chance, telling.Cast.Catalogue.Ordinary[^1], chance.Between(2, 12))];
            orders.Add(telling.Order(front, telling.Moment(i * 14), goods));
        }

        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, orders);
    }
}
