namespace Screening.Simulation;

/// <summary>T19: controlled goods on a statement long out of date, or on none. An evasive case renews a forged one in time.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="AgeDays">Age of the statement; negative: none.</param>
internal sealed record StaleStatementScheme(double H100e, int AgeDays) : DiversionScheme
{
    private static readonly Knob s_h100e = new("stale_statement.h100e", 20, 2000, true),
        s_age = new("stale_statement.age_days", 200, 800);

    public override string Name => "stale_statement";

    public override string Typologies => "T19";

    public override int DivertingOrders => 1;

    public static StaleStatementScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Odds(0.3) ? -1 : draw.Whole(s_age)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Pick<string>(["enterprise", "neocloud"]), telling.FrontCountry(), chance.Between(1500, 5000), 900);
        OrderLine[] goods = telling.Servers(H100e);
        telling.Story.Conduct = new() { StatementAgeDays = Evades ? chance.Between(2, 120) : AgeDays };
        telling.OrdinarySite(front, goods);
        telling.OrdinaryBooks(front, Telling.ValueUsd(goods));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
