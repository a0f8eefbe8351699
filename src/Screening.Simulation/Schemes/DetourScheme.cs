namespace Screening.Simulation;

/// <summary>T22: goods go round half the world by places that nobody ships through, now and then back to where they were. An evasive case makes one odd stop.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record DetourScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("detour.h100e", 20, 2000, true);

    public override string Name => "detour";

    public override string Typologies => "T22";

    public override int DivertingOrders => 1;

    public static DetourScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        string last = chance.Pick<string>(["KUL", "SIN", "BKK", "SGN", "CGK"]);
        string[] odd = ["GRU", "ARN", "IST", "ALA", "JFK", "SYD", "LHR", "DXB"];
        Atlas atlas = telling.Cast.Atlas;
        PartyRow front = telling.Front("enterprise", atlas[last].Country, H100e, out OrderLine[] goods);
        string one = chance.Pick(odd), two = chance.Pick(odd);
        PlaceRow[] route = Evades ? [atlas[one], atlas[last]] : chance.Odds(0.4) ? [atlas[last], atlas[one], atlas[last]] : one == two ? [atlas[one], atlas["YYZ"], atlas[last]] : [atlas[one], atlas[two], atlas[last]];
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods, draft => draft with { Route = route, LeadDays = chance.Between(5, 20) }));
    }
}
