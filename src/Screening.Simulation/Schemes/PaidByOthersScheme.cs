namespace Screening.Simulation;

/// <summary>T29: somebody else pays, before the goods leave, from a hub, now and then in cash or a digital asset. An evasive case pays through the purchaser's own account.</summary>
/// <param name="H100e">Compute ordered in all.</param>
internal sealed record PaidByOthersScheme(double H100e) : DiversionScheme
{
    private static readonly Knob s_h100e = new("paid_by_others.h100e", 20, 2000, true);

    public override string Name => "paid_by_others";

    public override string Typologies => "T29;T13";

    public override int DivertingOrders => 1;

    public static PaidByOthersScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Front("enterprise", telling.FrontCountry(), H100e, out OrderLine[] goods);
        PartyRow payer = telling.Party("other", chance.Pick<string>(["HK", "AE", "SG", "CN"]), chance.Between(300, 2500), 3);
        telling.Story.Conduct = Evades ? new() { IsPrepaid = true } : new()
        {
            PaidBy = payer,
            PaidFrom = chance.Odds(0.7) ? payer.Country : "HK",
            Method = chance.Odds(0.15) ? chance.Pick<string>(["cash", "digital_asset"]) : null,
            IsPrepaid = chance.Odds(0.7),
            Overpaid = chance.Odds(0.12) ? chance.Between(1.15, 1.6) : 1,
        };
        telling.Decoys(front, Decoys);
        telling.Truth(this, front, telling.Order(front, telling.Moment(), goods, draft => draft with { LeadDays = chance.Between(8, 30) }));
    }
}
