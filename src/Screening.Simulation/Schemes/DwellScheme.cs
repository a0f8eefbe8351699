namespace Screening.Simulation;

/// <summary>T23: goods stand in a warehouse of a hub for weeks until it is quiet. An evasive case waits a fortnight.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Days">Length of the stay.</param>
internal sealed record DwellScheme(double H100e, int Days) : DiversionScheme
{
    private static readonly Knob s_h100e = new("dwell.h100e", 20, 2000, true),
        s_days = new("dwell.days", 50, 160),
        s_short = new("dwell.evading_days", 10, 30);

    public override string Name => "dwell";

    public override string Typologies => "T23";

    public override int DivertingOrders => 1;

    public static DwellScheme Draw(CaseDraw draw) => Draw(draw, draw.Evades());

    private static DwellScheme Draw(CaseDraw draw, bool evades) => new(draw.Of(s_h100e), draw.Whole(evades ? s_short : s_days)) { Evades = evades, Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        string hub = chance.Pick<string>(["SIN", "KUL", "BKK", "DXB", "ICN", "TPE"]), last = chance.Pick<string>(["KUL", "SGN", "CGK", "BKK", "IST", "BOM"]);
        Atlas atlas = telling.Cast.Atlas;
        PartyRow front = telling.Front(chance.Odds(0.5) ? "enterprise" : "reseller", atlas[last].Country, H100e, out OrderLine[] goods);
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods, draft => draft with { Route = hub == last ? [atlas["HKG"], atlas[last]] : [atlas[hub], atlas[last]], LeadDays = chance.Between(5, 20), DwellDays = Days }));
    }
}
