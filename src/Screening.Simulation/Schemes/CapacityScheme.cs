namespace Screening.Simulation;

/// <summary>T01: more accelerators than the site can power. An evasive case has no site on record, or forged papers of a large one.</summary>
/// <param name="Ratio">Ordered accelerator power over 40 % of the site's power.</param>
/// <param name="Parts">Orders the volume comes in.</param>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Grade">Who vouches for the site; null: no site on record.</param>
internal sealed record CapacityScheme(double Ratio, int Parts, double H100e, string? Grade) : DiversionScheme
{
    private static readonly Knob s_ratio = new("capacity.ratio", 1.5, 30, true), s_h100e = new("capacity.h100e", 30, 4000, true);

    public override string Name => "capacity";

    public override string Typologies => "T01";

    public override int DivertingOrders => Parts;

    public static CapacityScheme Draw(CaseDraw draw)
    {
        bool evades = draw.Evades();
        string? grade = evades ? (draw.Chance.Odds(0.5) ? null : "customer_document") : draw.IsStrong ? "landlord_or_utility" : draw.Chance.Pick<string>(["self_declared", "landlord_or_utility", "site_visit", "registry"]);
        return new(draw.IsStrong ? draw.Chance.Between(14.0, 30) : draw.Of(s_ratio), draw.IsStrong ? 1 : draw.Chance.Between(1, 4), draw.IsStrong ? draw.Chance.LogBetween(1500, 5000) : draw.Of(s_h100e), grade)
        {
            Evades = evades,
            Decoys = draw.Decoys(),
        };
    }

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party(chance.Odds(0.6) ? "neocloud" : "enterprise", telling.FrontCountry(), chance.Between(900, 3000), chance.Between(60, 400));
        List<OrderLine[]> goods = [.. Enumerable.Range(0, Parts).Select(_ => telling.Servers(H100e / Parts))];
        double kw = goods.Sum(Telling.PowerKw), usd = goods.Sum(Telling.ValueUsd);
        if (Grade is not null) telling.Site(front, Evades ? kw / 0.4 * chance.LogBetween(1.15, 4) : kw / 0.4 / Ratio, Grade, chance.Between(40, 300));
        telling.OrdinaryBooks(front, usd);
        telling.Decoys(front, Decoys);
        List<TradeOrder> orders = [.. goods.Select((lines, i) => telling.Order(front, telling.Moment((Parts - 1 - i) * 12), lines))];
        telling.Truth(this, front, orders);
    }
}
