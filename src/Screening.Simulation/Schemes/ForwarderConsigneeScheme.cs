namespace Screening.Simulation;

/// <summary>T24: a forwarder is the last that anybody hears of. An evasive case names an end user behind it.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record ForwarderConsigneeScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("forwarder_consignee.h100e", 20, 2000, true);

    public override string Name => "forwarder_consignee";

    public override string Typologies => "T24";

    public override int DivertingOrders => 1;

    public static ForwarderConsigneeScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow forwarder = chance.Pick(telling.Cast.Roster.Forwarders);
        PartyRow front = telling.Front(chance.Odds(0.5) ? "reseller" : "enterprise", telling.HubCountry(), H100e, out OrderLine[] goods);
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods, draft => draft with { Ultimate = forwarder, EndUser = Evades ? front : null, Forwarder = chance.Odds(0.7) ? forwarder : null }));
    }
}
