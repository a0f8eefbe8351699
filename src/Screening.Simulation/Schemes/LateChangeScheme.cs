namespace Screening.Simulation;

/// <summary>T25: days before the departure the goods get another consignee, in a country of higher risk. An evasive case stays in the country.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record LateChangeScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("late_change.h100e", 20, 2000, true);

    public override string Name => "late_change";

    public override string Typologies => "T25";

    public override int DivertingOrders => 1;

    public static LateChangeScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Front("enterprise", BuyerStories.Country(chance), H100e, out OrderLine[] goods);
        string country = Evades ? front.Country : chance.Pick<string>(["MY", "SG", "HK", "AE", "TH", "VN"]);
        PartyRow other = telling.Party(chance.Odds(0.5) ? "reseller" : "enterprise", country, chance.Between(400, 3000), 2);
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods, draft => draft with { ChangedTo = new(other.Id, country, country), LeadDays = chance.Between(12, 40) }));
    }
}
