namespace Screening.Simulation;

/// <summary>T06: the statement tells another use, place or fate of the goods than the order. An evasive case copies the order's own words.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record FalseEndUseScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("false_end_use.h100e", 20, 2000, true);

    public override string Name => "false_end_use";

    public override string Typologies => "T06";

    public override int DivertingOrders => 1;

    public static FalseEndUseScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Front(chance.Odds(0.3) ? "reseller" : "enterprise", telling.HubCountry(), H100e, out OrderLine[] goods);
        int which = chance.Below(3);
        if (!Evades)
        {
            telling.Story.Conduct = new()
            {
                StatedUse = which != 0 ? "Resale to customers in the region" : null,
                StatedCountry = which != 1 ? chance.Pick<string>(["HK", "CN", "AE", "KZ"]) : null,
                StatedDisposition = which != 2 ? chance.Pick<string>(["resale", "re_export"]) : null,
            };
        }

        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
