namespace Screening.Simulation;

/// <summary>T03: a dormant customer changes hands and orders large soon after. An evasive case changes a minority share.</summary>
/// <param name="DaysSince">Days from the change to the large order.</param>
/// <param name="ShareChanged">Share that changed hands, from 0 to 1.</param>
/// <param name="H100e">Compute ordered.</param>
internal sealed record OwnershipScheme(int DaysSince, double ShareChanged, double H100e) : DiversionScheme
{
    private static readonly Knob s_days = new("ownership.days_since", 8, 170), s_majority = new("ownership.share", 0.5, 1), s_minority = new("ownership.evading_share", 0.1, 0.4);
    private static readonly Knob s_h100e = new("ownership.h100e", 40, 3000, true);

    public override string Name => "ownership";

    public override string Typologies => "T03";

    public override int DivertingOrders => 1;

    public static OwnershipScheme Draw(CaseDraw draw)
    {
        bool evades = draw.Evades();
        return new(draw.IsStrong ? 14 : draw.Whole(s_days), Math.Round(draw.Of(evades ? s_minority : s_majority), 2), draw.IsStrong ? draw.Chance.LogBetween(1500, 4000) : draw.Of(s_h100e))
        {
            Evades = evades,
            Decoys = 1 + draw.Decoys(),
        };
    }

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party("enterprise", telling.FrontCountry(), chance.Between(2000, 6000), chance.Between(200, 700));
        OrderLine[] goods = telling.Servers(H100e);
        telling.OrdinaryBooks(front, Telling.ValueUsd(goods));
        telling.OrdinarySite(front, goods);
        string owner = Names.Company(chance, "", chance.Pick<string>(["HK", "SG", "AE"]));
        Firms.AddEvent(telling.Story, front, "ownership", telling.Day.AddDays(-DaysSince), ShareChanged, owner, null, telling.Midnight(DaysSince - 3).AddHours(9));
        Firms.AddEvent(telling.Story, front, "director", telling.Day.AddDays(2 - DaysSince), null, Names.Person(chance), null, telling.Midnight(DaysSince - 4).AddHours(9));
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods));
    }
}
