namespace Screening.Simulation;

/// <summary>T12 and T13: total assets multiplied within a year by deposits of undisclosed origin. An evasive case shows no statement.</summary>
/// <param name="Jump">Total assets over those of the year before.</param>
/// <param name="DepositShare">Customer deposits over total assets after the jump.</param>
/// <param name="H100e">Compute ordered.</param>
internal sealed record BalanceSheetScheme(double Jump, double DepositShare, double H100e) : DiversionScheme
{
    private static readonly Knob s_jump = new("balance_sheet.jump", 8, 90, true), s_deposits = new("balance_sheet.deposits", 0.5, 0.97), s_h100e = new("balance_sheet.h100e", 100, 5000, true);

    public override string Name => "balance_sheet";

    public override string Typologies => "T12;T13";

    public override int DivertingOrders => 1;

    public static BalanceSheetScheme Draw(CaseDraw draw) => new(draw.IsStrong ? draw.Chance.Between(50.0, 90) : draw.Of(s_jump), draw.Of(s_deposits), draw.IsStrong ? draw.Chance.LogBetween(3000, 9000) : draw.Of(s_h100e))
    {
        Evades = draw.Evades(),
        Decoys = 1 + draw.Decoys(),
    };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party("neocloud", telling.FrontCountry(), chance.Between(1000, 3000), chance.Between(150, 500));
        OrderLine[] goods = telling.Servers(H100e);
        double after = Telling.ValueUsd(goods) * chance.Between(1.1, 1.9), before = after / Jump;
        if (!Evades)
        {
            DateOnly newest = Firms.MonthEnd(telling.Day.AddDays(-115)), older = Firms.MonthEnd(newest.AddYears(-1));
            bool audited = chance.Odds(0.6);
            Firms.AddStatement(telling.Story, front, older, before, chance.Between(0.0, 0.15), chance.Between(0.25, 0.6), before * chance.Between(0.2, 0.9), chance.Between(0.05, 0.2), audited, telling.Midnight(365));
            Firms.AddStatement(telling.Story, front, newest, after, DepositShare, chance.Between(0.005, 0.06), before * chance.Between(0.8, 3), chance.Between(0.05, 0.4), audited, telling.Midnight(20).AddHours(9));
        }

        telling.OrdinarySite(front, goods);
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
