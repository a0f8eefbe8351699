namespace Screening.Simulation;

/// <summary>T01: more accelerators than the site can power. An evasive case has no site on record, or forged papers of a large one.</summary>
/// <param name="Ratio">Ordered accelerator power over 40 % of the site's power.</param>
/// <param name="Parts">Orders the volume comes in.</param>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Grade">Who vouches for the site; null: no site on record.</param>
internal sealed record CapacityScheme(double Ratio, int Parts, double H100e, string? Grade) : DiversionScheme
{
    public override string Name => "capacity";

    public override string Typologies => "T01";

    public override int DivertingOrders => Parts;

    public static CapacityScheme Draw(Chance chance, bool strong)
    {
        bool evades = !strong && chance.Odds(0.25);
        string? grade = evades ? (chance.Odds(0.5) ? null : "customer_document") : strong ? "landlord_or_utility" : chance.Pick<string>(["self_declared", "landlord_or_utility", "site_visit", "registry"]);
        return new(strong ? chance.Between(14.0, 30) : chance.Between(5.0, 30), strong ? 1 : chance.Between(1, 4), chance.LogBetween(strong ? 1500 : 250, 5000), grade) { Evades = evades, Decoys = SomeDecoys(chance, strong) };
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
