namespace Screening.Simulation;

/// <summary>T12 and T13: total assets multiplied within a year by deposits of undisclosed origin. An evasive case shows no statement.</summary>
/// <param name="Jump">Total assets over those of the year before.</param>
/// <param name="DepositShare">Customer deposits over total assets after the jump.</param>
/// <param name="H100e">Compute ordered.</param>
internal sealed record BalanceSheetScheme(double Jump, double DepositShare, double H100e) : DiversionScheme
{
    public override string Name => "balance_sheet";

    public override string Typologies => "T12;T13";

    public override int Orders => 2;

    public static BalanceSheetScheme Draw(Chance chance, bool strong) =>
        new(chance.Between(strong ? 50.0 : 20, 90), chance.Between(0.88, 0.97), chance.LogBetween(strong ? 3000 : 600, 9000)) { Evades = !strong && chance.Odds(0.25) };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party("neocloud", telling.FrontCountry(), chance.Between(1000, 3000), chance.Between(150, 500));
        OrderLine[] decoy = telling.Parts(), goods = telling.Servers(H100e);
        double after = Telling.ValueUsd(goods) * chance.Between(1.1, 1.9), before = after / Jump;
        if (!Evades)
        {
            DateOnly newest = Firms.MonthEnd(telling.Day.AddDays(-115)), older = Firms.MonthEnd(newest.AddYears(-1));
            bool audited = chance.Odds(0.6);
            Firms.AddStatement(telling.Story, front, older, before, 0.05, 0.4, before * 0.5, 0.1, audited, telling.Midnight(365));
            Firms.AddStatement(telling.Story, front, newest, after, DepositShare, 0.02, before * 1.4, 0.35, audited, telling.Midnight(20).AddHours(9));
        }

        telling.Site(front, Telling.PowerKw(goods) / 0.4 * chance.Between(1.1, 1.5), chance.Pick<string>(["customer_document", "self_declared", "landlord_or_utility"]), 60);
        telling.Order(front, telling.Moment(100), decoy);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
