namespace Screening.Simulation;

/// <summary>
/// T05 (and T08): goods go to a hub for no named end user and move on to another country. An evasive case names a firm of the
/// hub as end user and its onward legs are on nobody's record.
/// </summary>
/// <param name="Hub">Airport that the order names as the end.</param>
/// <param name="Onward">Airport that the goods go to.</param>
/// <param name="Parts">Orders.</param>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="OnTheDay">The first order's onward leg departs on the day of the last order.</param>
internal sealed record TransshipmentScheme(string Hub, string Onward, int Parts, double H100e, bool OnTheDay) : DiversionScheme
{
    private static readonly Knob s_h100e = new("transshipment.h100e", 20, 2500, true);

    public override string Name => "transshipment";

    public override string Typologies => "T05;T08";

    public override int DivertingOrders => Parts;

    public static TransshipmentScheme Draw(CaseDraw draw) =>
        new(draw.IsStrong ? "KUL" : draw.Chance.Pick<string>(["SIN", "KUL", "PEN", "BKK", "SGN", "CGK", "DXB", "IST", "ALA"]), draw.IsStrong ? "HKG" : draw.Chance.Pick<string>(["HKG", "SZX", "PVG", "MFM"]),
            draw.IsStrong ? 2 : draw.Chance.Between(1, 4), draw.IsStrong ? draw.Chance.LogBetween(800, 2500) : draw.Of(s_h100e), draw.IsStrong)
        { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        Atlas atlas = telling.Cast.Atlas;
        PlaceRow hub = atlas[Hub], onward = atlas[Onward];
        PartyRow front = telling.Party(chance.Odds(0.5) ? "reseller" : "other", hub.Country, chance.Between(200, 1800), chance.Between(40, 300), seed => seed with { AddressKind = "warehouse" });
        PartyRow local = telling.Party("enterprise", hub.Country, chance.Between(900, 4000), chance.Between(40, 300));
        List<TradeOrder> orders = [];
        for (int i = 0; i < Parts; i++)
        {
            bool first = i == 0;
            orders.Add(telling.Order(front, telling.Moment((Parts - 1 - i) * 24), telling.Servers(H100e / Parts), draft => draft with
            {
                Intermediate = chance.Odds(0.5) ? chance.Pick(telling.Cast.Roster.Forwarders) : null,
                EndUser = Evades ? local : null,
                Ultimate = Evades ? local : front,
                EndUse = Evades ? draft.EndUse : chance.Odds(0.5) ? "For resale" : null,
                Route = Evades ? [hub] : [hub, onward],
                LeadDays = first && OnTheDay ? 17 : chance.Between(6, 20),
                DwellDays = OnTheDay ? 1 : chance.Between(4, 18),
                LastLegDepartsAt = first && OnTheDay ? telling.Midnight(0).AddHours(5) : null,
                LastConsigneeId = Evades ? null : front.Id,
            }));
        }

        if (Evades) telling.OrdinarySite(local, telling.Story.Orders.SelectMany(order => order.Versions[0].Lines));
        telling.OrdinaryBooks(Evades ? local : front, telling.Story.Orders.Sum(order => Telling.ValueUsd(order.Versions[0].Lines)));
        telling.Decoys(front, Decoys);
        telling.Truth(this, Evades ? local : front, orders);
    }
}
