namespace Screening.Simulation;

/// <summary>T35: everything is in order, and somebody tells. Nobody tells of an evasive case.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record TippedScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("tipped.h100e", 20, 2500, true);

    public override string Name => "tipped";

    public override string Typologies => "T35";

    public override int DivertingOrders => 1;

    public static TippedScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Front(chance.Pick<string>(["enterprise", "neocloud", "university"]), telling.FrontCountry(), H100e, out OrderLine[] goods);
        telling.Story.Conduct = new() { IsTold = !Evades };
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
