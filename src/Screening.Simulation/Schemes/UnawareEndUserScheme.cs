namespace Screening.Simulation;

/// <summary>T18: the papers name a real and able end user that never heard of the order. An evasive case answers the telephone itself.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record UnawareEndUserScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("unaware_end_user.h100e", 30, 2500, true);

    public override string Name => "unaware_end_user";

    public override string Typologies => "T18";

    public override int DivertingOrders => 1;

    public static UnawareEndUserScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Odds(0.5) ? "reseller" : "other", telling.FrontCountry(), chance.Between(300, 3000), chance.Between(40, 200));
        PartyRow named = telling.Party("enterprise", front.Country, chance.Between(4000, 20_000), chance.Between(20, 200), seed => seed with { Employees = chance.Between(800, 20_000), Phone = Evades ? front.Phone : null });
        OrderLine[] goods = telling.Servers(H100e);
        telling.Story.Conduct = new() { Answer = Evades };
        telling.OrdinarySite(named, goods);
        telling.Own(named, new(Telling.ValueUsd(goods) * chance.LogBetween(4, 60), chance.Between(0.98, 1.12), true));
        telling.OrdinaryBooks(front, Telling.ValueUsd(goods));
        telling.Decoys(front, Decoys);
        telling.Truth(this, named, telling.Order(front, telling.Moment(), goods, draft => draft with { Ultimate = named, EndUser = named }));
    }
}
