namespace Screening.Simulation;

/// <summary>T36: an audit or bond is refused, or sales bring a friendly auditor. An evasive case is never asked.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record RefusedAuditScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("refused_audit.h100e", 20, 2500, true);

    public override string Name => "refused_audit";

    public override string Typologies => "T36";

    public override int DivertingOrders => 1;

    public static RefusedAuditScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Front(chance.Pick<string>(["enterprise", "neocloud"]), telling.FrontCountry(), H100e, out OrderLine[] goods);
        telling.Story.Conduct = Evades ? Conduct.Ordinary : chance.Odds(0.5) ? new() { RefusesAudit = true } : new() { AuditorChosenBy = chance.Pick<string>(["sales", "customer"]) };
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
