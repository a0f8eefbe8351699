namespace Screening.Simulation;

/// <summary>Tells one case or look-alike: a few parties and orders around one day.</summary>
internal sealed class Telling(Cast cast, StoryKind kind, int index, DateOnly day)
{
    private static readonly string[] s_frontCountries = ["MY", "SG", "TH", "VN", "ID", "JP", "AE", "TR", "IN", "TW", "US", "KZ"];

    public Cast Cast => cast;

    public WorldFamily Family => cast.Family;

    public Story Story { get; } = new();

    public Chance Chance { get; } = new(cast.Options.Seed, kind, index, 7);

    /// <summary>Day of the main order.</summary>
    public DateOnly Day => day;

    public string FrontCountry() => Chance.Odds(0.35) ? BuyerStories.Country(Chance) : Chance.Pick(s_frontCountries);

    /// <summary>A country that transshipment is known of, or a usual one.</summary>
    public string HubCountry() => Chance.Odds(0.75) ? Chance.Pick<string>(["SG", "SG", "MY", "MY", "JP", "JP", "TH", "VN", "ID"]) : FrontCountry();

    /// <summary>A firm with the books and the site that any buyer might have, and servers for it.</summary>
    public PartyRow Front(string partyKind, string country, double h100e, out OrderLine[] goods)
    {
        PartyRow front = Party(partyKind, country, Chance.Between(700, 5000), Chance.Between(30, 400));
        goods = Servers(h100e);
        OrdinaryBooks(front, ValueUsd(goods));
        OrdinarySite(front, goods);
        return front;
    }

    /// <summary>A party that was incorporated and became known so many days before the main order.</summary>
    public PartyRow Party(string partyKind, string country, int ageDays, int knownDaysBefore, Func<PartySeed, PartySeed>? with = null)
    {
        // Whoever can, buys an old firm: half of the parties that need not be young are as old as anybody.
        if (ageDays > 450 && Chance.Odds(0.5)) ageDays = (int)(Chance.LogBetween(3, 90) * 365.25);
        PartySeed seed = new(kind, index, Story.Parties.Count, partyKind, country, day.AddDays(-ageDays), Midnight(knownDaysBefore).AddMinutes(Chance.Between(420, 660)))
        {
            Employees = (int)(Chance.Odds(0.4) ? Chance.LogBetween(40, 12_000) : Chance.LogBetween(4, 900)),
        };
        return cast.Firms.Add(Story, Chance, with is null ? seed : with(seed));
    }

    /// <summary>A working hour so many days before the main order, not before the window.</summary>
    public DateTime Moment(int daysBefore = 0) => Firms.Later(Midnight(daysBefore), cast.Firms.Start).AddMinutes(Chance.Between(360, 1260));

    public DateTime Midnight(int daysBefore) => day.AddDays(-daysBefore).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>Servers of about so much compute, now and then loose accelerators, with the parts that go with them.</summary>
    public OrderLine[] Servers(double h100e)
    {
        ProductRow product = cast.Catalogue.PopularServer(Chance);
        if (Chance.Odds(0.12)) product = cast.Catalogue.Accelerators.First(one => one.Id == "ACC-" + product.Id["SRV8-".Length..]);
        return WithParts(product, (int)Math.Max(1, Math.Round(h100e / product.H100e)));
    }

    public OrderLine[] WithParts(ProductRow product, int quantity)
    {
        List<OrderLine> lines = [BuyerStories.Line(Chance, product, quantity)];
        if (Chance.Odds(0.3)) lines.Add(BuyerStories.Line(Chance, cast.Catalogue.Ordinary[2], Math.Max(1, quantity / 8)));
        if (Chance.Odds(0.25)) lines.Add(BuyerStories.Line(Chance, cast.Catalogue.Ordinary[1], quantity));
        return [.. lines];
    }

    public OrderLine[] Parts() => [BuyerStories.Line(Chance, Chance.Pick(cast.Catalogue.Ordinary), Chance.Between(2, 30))];

    /// <summary>An order of the purchaser for itself unless <paramref name="with"/> says otherwise.</summary>
    public TradeOrder Order(PartyRow purchaser, DateTime at, OrderLine[] lines, Func<OrderDraft, OrderDraft>? with = null)
    {
        OrderDraft draft = new(cast.Numbering.Order(kind, index, Story.Orders.Count), at, cast.Roster.ComputeSeller(Chance), purchaser, purchaser.Country, lines)
        {
            Ultimate = purchaser,
            EndUser = purchaser,
            Payer = Chance.Odds(0.93) ? purchaser : null,
            EndUse = Chance.Odds(0.9) ? BuyerStories.Use(Chance) : null,
            Settled = true,
        };
        TradeOrder order = cast.Trade.Place(Chance, with is null ? draft : with(draft));
        Story.Orders.Add(order);
        return order;
    }

    /// <summary>Small orders of ordinary parts between becoming known and the main order.</summary>
    public void Decoys(PartyRow purchaser, int count)
    {
        int known = (int)(Midnight(0) - purchaser.KnownAt).TotalDays;
        for (int i = 0; i < count; i++) Order(purchaser, Moment(known < 4 ? 0 : Chance.Between(2, known - 1)), Parts());
    }

    /// <summary>A site with the slack and the papers that any buyer might have; one in six has none on record.</summary>
    public void OrdinarySite(PartyRow party, IEnumerable<OrderLine> goods)
    {
        double kw = PowerKw(goods) / 0.4 * Chance.LogBetween(1.15, 9);
        if (Chance.Odds(0.84)) Site(party, kw, null, Chance.Between(10, 340));
    }

    /// <summary>Balance sheets that carry the order, as any buyer's might; one in six has none.</summary>
    public void OrdinaryBooks(PartyRow party, double usd)
    {
        CompanyRatio like = cast.Ratios.Draw(Chance);
        Statements books = new(usd * Chance.LogBetween(1.7, 40), Chance.Odds(0.3) ? Chance.LogBetween(1.1, 2.2) : Chance.Between(0.97, 1.18), Chance.Odds(0.08) ? null : Chance.Odds(0.78))
        {
            YearsOld = Chance.Odds(0.06) ? 1 : 0,
            DepositShare = like.DepositShare ?? Chance.Between(0.0, 0.1),
            EquityShare = like.EquityShare,
            RevenueShare = like.RevenueShare,
            CashShare = like.CashShare,
        };
        if (Chance.Odds(0.84)) Own(party, books);
    }

    public void Own(PartyRow party, Statements books) => Firms.AddStatements(Story, party, Chance, books, Midnight(3));

    public void Site(PartyRow party, double kw, string? grade, int daysBefore) => Firms.AddSite(Story, party, Chance, kw, grade, day.AddDays(-daysBefore));

    /// <summary>The subject is the end user or the front that became known first.</summary>
    public void Truth(DiversionScheme scheme, PartyRow subject, params IEnumerable<TradeOrder> diverted)
    {
        List<TradeOrder> orders = [.. diverted];
        Story.Truth = new(subject.Id, scheme.Name, scheme.Typologies, [.. orders.Select(order => order.Id)],
            DateOnly.FromDateTime(orders.Min(order => order.OrderedAt)), scheme.Evades);
    }

    public static double PowerKw(IEnumerable<OrderLine> lines) => lines.Sum(line => (double)line.Quantity * (line.Product.AcceleratorPowerW ?? 0) / 1000);

    public static double ValueUsd(IEnumerable<OrderLine> lines) => lines.Sum(line => (double)line.ValueUsd);
}
