namespace Screening.Simulation;

/// <summary>T02: a large first order of a firm months old. An evasive case has bought an old shelf company.</summary>
/// <param name="AgeDays">Age at the order, in days.</param>
/// <param name="H100e">Compute ordered.</param>
/// <param name="DeclaresSite">Gives a site, on its own word.</param>
internal sealed record NewFirmScheme(int AgeDays, double H100e, bool DeclaresSite) : DiversionScheme
{
    private static readonly Knob s_age = new("new_firm.age_days", 30, 340), s_shelfAge = new("new_firm.shelf_age_days", 1500, 5000), s_h100e = new("new_firm.h100e", 30, 3000, true);

    public override string Name => "new_firm";

    public override string Typologies => "T02";

    public override int DivertingOrders => 1;

    public static NewFirmScheme Draw(CaseDraw draw)
    {
        bool evades = draw.Evades();
        int age = evades ? draw.Whole(s_shelfAge) : draw.IsStrong ? draw.Chance.Between(45, 120) : draw.Whole(s_age);
        return new(age, draw.IsStrong ? draw.Chance.LogBetween(1500, 4000) : draw.Of(s_h100e), draw.Chance.Odds(0.6)) { Evades = evades };
    }

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party("neocloud", telling.FrontCountry(), AgeDays, Math.Min(AgeDays - 5, chance.Between(4, 25)), seed => seed with { Employees = chance.Between(1, 9), Certain = true });
        OrderLine[] goods = telling.Servers(H100e);
        if (DeclaresSite) telling.Site(front, Telling.PowerKw(goods) / 0.4 * chance.LogBetween(1.15, 4), "self_declared", 3);
        if (Evades) Firms.AddEvent(telling.Story, front, "director", telling.Day.AddDays(-70), null, Names.Person(chance), null, telling.Midnight(60));
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
