namespace Screening.Simulation;

/// <summary>T14: an order several times the purchaser's total assets. An evasive case has no statement, or one years old.</summary>
/// <param name="OrderToAssets">Value of the order over total assets.</param>
/// <param name="H100e">Compute ordered.</param>
/// <param name="Stale">The evasive case shows an old statement of a larger firm.</param>
internal sealed record ProportionScheme(double OrderToAssets, double H100e, bool Stale) : DiversionScheme
{
    private static readonly Knob s_ratio = new("proportion.to_assets", 1.3, 15, true), s_h100e = new("proportion.h100e", 30, 2500, true);

    public override string Name => "proportion";

    public override string Typologies => "T14";

    public override int DivertingOrders => 1;

    public static ProportionScheme Draw(CaseDraw draw) =>
        new(draw.IsStrong ? draw.Chance.Between(8.0, 15) : draw.Of(s_ratio), draw.IsStrong ? draw.Chance.LogBetween(1200, 3500) : draw.Of(s_h100e), draw.Chance.Odds(0.5)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Odds(0.5) ? "enterprise" : "reseller", telling.FrontCountry(), chance.Between(1300, 5000), chance.Between(30, 300));
        OrderLine[] goods = telling.Servers(H100e);
        double usd = Telling.ValueUsd(goods);
        if (!Evades) telling.Own(front, new(usd / OrderToAssets, chance.Between(0.95, 1.15), chance.Odds(0.4)) { Years = 3, RevenueShare = chance.Between(0.4, 1.2), DepositShare = chance.Between(0.0, 0.1), EquityShare = chance.Between(0.2, 0.6) });
        else if (Stale) telling.Own(front, new(usd * chance.LogBetween(1.7, 10), 1.05, null) { Years = 1, YearsOld = 2, DepositShare = chance.Between(0.0, 0.1) });
        telling.OrdinarySite(front, goods);
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
