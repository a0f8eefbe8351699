namespace Screening.Simulation;

/// <summary>T20: a shell with a handful of staff, nothing on the web and half of its record empty. An evasive case is well furnished.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Untold">Share of its record that nobody tells.</param>
internal sealed record ShellScheme(double H100e, double Untold) : DiversionScheme
{
    private static readonly Knob s_h100e = new("shell.h100e", 60, 2000, true),
        s_untold = new("shell.untold", 0.3, 0.9);

    public override string Name => "shell";

    public override string Typologies => "T20";

    public override int DivertingOrders => 1;

    public static ShellScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Of(s_untold)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow shell = telling.Party(chance.Pick<string>(["other", "enterprise", "neocloud"]), telling.FrontCountry(), chance.Between(400, 2500), chance.Between(15, 120), seed => seed with
        {
            Employees = Evades ? chance.Between(12, 60) : chance.Between(1, 8),
            WebPresence = Evades || chance.Odds(0.15),
            Untold = Evades ? 0 : Untold,
            AddressKind = !Evades && chance.Odds(0.7) ? chance.Pick<string>(["virtual_office", "residential"]) : null,
            Headquarters = !Evades && chance.Odds(0.35) ? chance.Pick<string>(["CN", "HK"]) : null,
        });
        OrderLine[] goods = telling.Servers(H100e);
        telling.OrdinaryBooks(shell, Telling.ValueUsd(goods));
        telling.OrdinarySite(shell, goods);
        telling.Decoys(shell, Decoys);
        telling.Truth(this, shell, telling.Order(shell, telling.Moment(), goods));
    }
}
