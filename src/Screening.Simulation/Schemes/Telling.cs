namespace Screening.Simulation;

/// <summary>Tells one case or look-alike: a few parties and orders around one day.</summary>
internal sealed class Telling(Cast cast, StoryKind kind, int index, DateOnly day)
{
    private static readonly string[] s_frontCountries = ["MY", "SG", "TH", "VN", "ID", "JP", "AE", "TR", "IN", "TW", "US", "KZ"];

    public Cast Cast => cast;

    public Story Story { get; } = new();

    public Chance Chance { get; } = new(cast.Options.Seed, kind, index, 7);

    /// <summary>Day of the main order.</summary>
    public DateOnly Day => day;

    public string FrontCountry() => Chance.Pick(s_frontCountries);

    /// <summary>A party that was incorporated and became known so many days before the main order.</summary>
    public PartyRow Party(string partyKind, string country, int ageDays, int knownDaysBefore, Func<PartySeed, PartySeed>? with = null)
    {
        PartySeed seed = new(kind, index, Story.Parties.Count, partyKind, country, day.AddDays(-ageDays), Midnight(knownDaysBefore).AddMinutes(Chance.Between(420, 660)))
        {
            Employees = Chance.Between(4, 120),
            Certain = true,
        };
        return cast.Firms.Add(Story, Chance, with is null ? seed : with(seed));
    }

    /// <summary>A working hour so many days before the main order, not before the window.</summary>
    public DateTime Moment(int daysBefore = 0) => Firms.Later(Midnight(daysBefore), cast.Firms.Start).AddMinutes(Chance.Between(720, 1020));

    public DateTime Midnight(int daysBefore) => day.AddDays(-daysBefore).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    /// <summary>Servers of about so much compute; null family: a popular one.</summary>
    public OrderLine[] Servers(double h100e, string? family = null)
    {
        ProductRow product = family is null ? cast.Catalogue.PopularServer(Chance) : cast.Catalogue.Server(family);
        return [BuyerStories.Line(Chance, product, (int)Math.Max(1, Math.Round(h100e / product.H100e)))];
    }

    public OrderLine[] Parts() => [BuyerStories.Line(Chance, Chance.Pick(cast.Catalogue.Ordinary), Chance.Between(2, 30))];

    /// <summary>An order of the purchaser for itself unless <paramref name="with"/> says otherwise.</summary>
    public TradeOrder Order(PartyRow purchaser, DateTime at, OrderLine[] lines, Func<OrderDraft, OrderDraft>? with = null)
    {
        OrderDraft draft = new(cast.Numbering.Order(kind, index, Story.Orders.Count), at, cast.Roster.ComputeSeller(Chance), purchaser, purchaser.Country, lines)
        {
            Ultimate = purchaser,
            EndUser = purchaser,
            Payer = purchaser,
            EndUse = BuyerStories.Use(Chance),
            Settled = true,
        };
        TradeOrder order = cast.Trade.Place(Chance, with is null ? draft : with(draft));
        Story.Orders.Add(order);
        return order;
    }

    public void Own(PartyRow party, Statements books) => Firms.AddStatements(Story, party, Chance, books, Midnight(3));

    public void Site(PartyRow party, double kw, string? grade, int daysBefore) => Firms.AddSite(Story, party, Chance, kw, grade, day.AddDays(-daysBefore));

    /// <summary>The subject is the end user or the front that became known first.</summary>
    public void Truth(DiversionScheme scheme, PartyRow subject, params IEnumerable<TradeOrder> diverted)
    {
        List<TradeOrder> orders = [.. diverted];
        Story.Truth = new(subject.Id, scheme.Name, scheme.Typologies, [.. orders.Select(order => order.Id)],
            DateOnly.FromDateTime(orders.Min(order => order.OrderedAt)), scheme.Evades);
        double fate = Chance.Unit();
        if (fate < 0.46) Verdicts.Add(cast, Story, Chance, subject, orders[0], fate < 0.4 ? "confirmed" : fate < 0.43 ? "dismissed" : "released", Chance.Between(20, 120));
    }

    public static double PowerKw(IEnumerable<OrderLine> lines) => lines.Sum(line => (double)line.Quantity * (line.Product.AcceleratorPowerW ?? 0) / 1000);

    public static double ValueUsd(IEnumerable<OrderLine> lines) => lines.Sum(line => (double)line.ValueUsd);
}
