namespace Screening.Simulation;

/// <summary>T26: accelerators leave as generic computer parts, at a fraction of their value. An evasive case lies in the description only.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Declared">Value declared over the order's.</param>
internal sealed record RelabelledScheme(double H100e, double Declared) : DiversionScheme
{
    private static readonly Knob s_h100e = new("relabelled.h100e", 10, 1500, true),
        s_declared = new("relabelled.declared", 0.03, 0.45, true);

    public override string Name => "relabelled";

    public override string Typologies => "T26";

    public override int DivertingOrders => 1;

    public static RelabelledScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Of(s_declared)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Front(chance.Odds(0.5) ? "reseller" : "enterprise", telling.HubCountry(), H100e, out OrderLine[] goods);
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods, draft => draft with
        {
            DeclaredHsCode = Evades ? null : chance.Pick<string>(["8471.70", "8504.40", "8517.62", "8544.42"]),
            Description = "Computer parts",
            DeclaredValue = Evades ? 1 : Declared,
            LeadDays = chance.Between(5, 30),
        }));
    }
}
