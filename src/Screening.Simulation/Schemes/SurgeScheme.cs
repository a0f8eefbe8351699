namespace Screening.Simulation;

/// <summary>T11: once a rule holds, orders of several firms for one third country multiply. An evasive case spreads them over three countries.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Fronts">Firms, three orders each.</param>
internal sealed record SurgeScheme(double H100e, int Fronts) : DiversionScheme
{
    private static readonly Knob s_h100e = new("surge.h100e", 900, 9000, true);

    public override string Name => "surge";

    public override string Typologies => "T11";

    public override int DivertingOrders => 3 * Fronts;

    public static SurgeScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(3, 5)) { Evades = draw.Evades() };

    public override DateOnly DayOn(DateOnly drawn, Cast cast)
    {
        DateOnly late = cast.Rules.Effective("server").AddDays(48 + drawn.DayNumber % 30);
        return late < cast.Options.LastDay ? late : cast.Options.LastDay;
    }

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        string country = chance.Pick<string>(["TH", "VN", "ID", "MY"]);
        List<TradeOrder> orders = [];
        PartyRow? first = null;
        for (int i = 0; i < Fronts; i++)
        {
            PartyRow front = telling.Party(chance.Pick<string>(["reseller", "enterprise", "neocloud"]), Evades ? telling.HubCountry() : country, chance.Between(400, 3000), chance.Between(75, 140));
            first ??= front;
            for (int j = 0; j < 3; j++) orders.Add(telling.Order(front, telling.Moment(chance.Between(0, 40)), telling.Servers(H100e / Fronts / 3)));
            telling.OrdinaryBooks(front, orders.Where(order => order.PurchaserId == front.Id).Sum(order => (double)order.ValueUsd));
            telling.OrdinarySite(front, orders.Where(order => order.PurchaserId == front.Id).SelectMany(order => order.Versions[0].Lines));
        }

        telling.Truth(this, first!, orders);
    }
}
