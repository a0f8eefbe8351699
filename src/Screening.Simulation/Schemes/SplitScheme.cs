namespace Screening.Simulation;

/// <summary>
/// T04: linked firms each stay below 26,900,000 TPP a year, the volume that an exception allows to one consignee. An evasive
/// case shares a director and nothing else.
/// </summary>
/// <param name="Fronts">Firms that order, one order each.</param>
/// <param name="ShareOfLimit">How much of the limit each order takes, below 1.</param>
/// <param name="SpanDays">Days from the first order to the last.</param>
internal sealed record SplitScheme(int Fronts, double ShareOfLimit, int SpanDays) : DiversionScheme
{
    private const double LimitTpp = 26_900_000;

    private static readonly Knob s_share = new("split.share_of_limit", 0.3, 0.985), s_span = new("split.span_days", 6, 85);

    public override string Name => "split";

    public override string Typologies => "T04";

    public override int DivertingOrders => Fronts;

    public static SplitScheme Draw(CaseDraw draw) =>
        new(draw.IsStrong ? 4 : draw.Chance.Between(3, 6), draw.IsStrong ? 0.95 : draw.Of(s_share), draw.IsStrong ? 12 : draw.Whole(s_span)) { Evades = draw.Evades(), Decoys = draw.Decoys() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        string country = telling.FrontCountry(), director = Names.Person(chance), address = Names.Address(chance);
        List<TradeOrder> orders = [];
        List<PartyRow> fronts = [];
        for (int i = 0; i < Fronts; i++)
        {
            bool phones = !Evades && i % 2 == 1;
            PartyRow front = telling.Party(chance.Pick<string>(["enterprise", "neocloud", "other"]), country, chance.Between(300, 1500), 200 - i * 9, seed => seed with
            {
                Director = director,
                Address = Evades ? null : address,
                AddressKind = Evades ? null : "office",
                Phone = phones ? fronts[0].Phone : null,
            });
            fronts.Add(front);
            ProductRow server = telling.Cast.Catalogue.Server(chance.Pick<string>(["H100 SXM", "H200"]));
            OrderLine[] goods = telling.WithParts(server, (int)(LimitTpp * Math.Min(0.995, ShareOfLimit + chance.Between(-0.02, 0.01)) / server.Tpp!.Value));
            telling.OrdinaryBooks(front, Telling.ValueUsd(goods));
            telling.OrdinarySite(front, goods);
            orders.Add(telling.Order(front, telling.Moment(SpanDays * (Fronts - 1 - i) / (Fronts - 1)), goods));
        }

        telling.Decoys(fronts[^1], Decoys);
        telling.Truth(this, fronts[0], orders);
    }
}
