namespace Screening.Simulation;

/// <summary>Legitimate parties that look like a scheme at first sight, each with the evidence that clears it.</summary>
internal sealed class LookAlikes(Cast cast)
{
    private static readonly (int Orders, Action<Telling> Tell)[] s_kinds =
    [
        (2, YoungFundedNeocloud), (3, RestructuredGroup), (2, RegionalWarehouse), (1, BigFirstOrder), (2, FastGrowingAudited), (3, SisterFirms), (1, SimilarName),
        (2, SiteThatGrew), (1, LeasedByBank),
    ];

    /// <summary>Orders of the first so many look-alikes.</summary>
    public static int Orders(int count) => Enumerable.Range(0, count).Sum(index => s_kinds[index % s_kinds.Length].Orders);

    /// <summary>About as many as there are cases, and room for nearly everything else.</summary>
    public static int Count(WorldOptions options, int cases) => Math.Min(Math.Max(s_kinds.Length, cases), options.Orders / 50);

    public Story Tell(int index)
    {
        Chance chance = new(cast.Options.Seed, StoryKind.LookAlike, index);
        DateOnly day = index < s_kinds.Length ? cast.Options.LastDay : Cases.Weekday(cast.Options.FirstDay.AddDays(chance.Between(cast.Options.Days / 3, cast.Options.Days - 1)), cast.Options);
        Telling telling = new(cast, StoryKind.LookAlike, index, day);
        s_kinds[index % s_kinds.Length].Tell(telling);
        return telling.Story;
    }

    /// <summary>Like T02 and T12: young and grown fast, on equity, with power that the utility confirms.</summary>
    private static void YoungFundedNeocloud(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("neocloud", chance.Pick<string>(["US", "NO", "DE", "JP", "MY"]), chance.Between(420, 700), 90, seed => seed with { Employees = chance.Between(40, 200), AddressKind = "data_centre", Certain = true });
        OrderLine[] goods = telling.Servers(chance.LogBetween(800, 4000));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * telling.Chance.LogBetween(1.3, 5), "landlord_or_utility", 80);
        telling.Own(firm, new(Telling.ValueUsd(goods) * chance.Between(1.5, 4), chance.Between(3.0, 9), true) { Years = 2, DepositShare = chance.Between(0.0, 0.08), EquityShare = chance.Between(0.5, 0.8), CashShare = chance.Between(0.2, 0.6) });
        telling.Order(firm, telling.Moment(45), telling.Parts());
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T03: the whole ownership moves to a holding of the same group; orders stay as they were.</summary>
    private static void RestructuredGroup(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("enterprise", chance.Pick<string>(["DE", "JP", "US", "SG"]), chance.Between(6000, 20000), 700, seed => seed with { Employees = chance.Between(2000, 30000) });
        telling.Site(firm, chance.LogBetween(4000, 20_000), "site_visit", 200);
        telling.Own(firm, new(2e9 * chance.LogBetween(1, 5), chance.Between(0.98, 1.12), true) { DepositShare = chance.Between(0.0, 0.06) });
        Firms.AddEvent(telling.Story, firm, "ownership", telling.Day.AddDays(-25), 1, firm.UltimateParent ?? firm.Name, "Transfer to a holding of the same group", telling.Midnight(21));
        double each = chance.LogBetween(60, 300);
        for (int i = 2; i >= 0; i--) telling.Order(firm, telling.Moment(i * 40), telling.Servers(each));
    }

    /// <summary>Like T05: a group's own warehouse in Singapore; the end user is named and the goods go where the order says.</summary>
    private static void RegionalWarehouse(Telling telling)
    {
        Chance chance = telling.Chance;
        Atlas atlas = telling.Cast.Atlas;
        string place = chance.Pick<string>(["SYD", "NRT", "BOM"]);
        PartyRow user = telling.Party("enterprise", atlas[place].Country, chance.Between(3000, 15000), chance.Between(300, 900)), depot = telling.Party("distributor", "SG", chance.Between(2000, 9000), 290, seed => seed with { AddressKind = "warehouse" });
        telling.Site(user, chance.LogBetween(4000, 30_000), "landlord_or_utility", 100);
        telling.Own(user, new(chance.LogBetween(5e8, 2e10), chance.Between(0.98, 1.12), true) { DepositShare = chance.Between(0.0, 0.06) });
        for (int i = 1; i >= 0; i--)
        {
            telling.Order(depot, telling.Moment(i * 30), telling.Servers(chance.LogBetween(40, 250)), draft => draft with
            {
                DestinationCountry = user.Country,
                Intermediate = depot,
                Ultimate = user,
                EndUser = user,
                LeadDays = 10,
                Route = [atlas["SIN"], atlas[place]],
                DwellDays = 3,
            });
        }
    }

    /// <summary>Like T02 and T14: a first order at once large, of an old firm with a visited site.</summary>
    private static void BigFirstOrder(Telling telling)
    {
        PartyRow firm = telling.Party("enterprise", telling.Chance.Pick<string>(["US", "GB", "KR", "IN"]), telling.Chance.Between(4000, 20000), 15, seed => seed with { Employees = telling.Chance.Between(2000, 20_000) });
        OrderLine[] goods = telling.Servers(telling.Chance.LogBetween(1000, 4000));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * telling.Chance.LogBetween(1.3, 5), "site_visit", 12);
        telling.Own(firm, new(Telling.ValueUsd(goods) * telling.Chance.LogBetween(4, 40), telling.Chance.Between(0.98, 1.15), true));
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T12: assets multiplied by five to nine in a year, audited, on equity.</summary>
    private static void FastGrowingAudited(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("neocloud", chance.Pick<string>(["US", "FR", "SE", "IN"]), chance.Between(1600, 2500), 300);
        OrderLine[] goods = telling.Servers(chance.LogBetween(800, 5000));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * telling.Chance.LogBetween(1.3, 5), "landlord_or_utility", 70);
        telling.Own(firm, new(Telling.ValueUsd(goods) * chance.Between(1.5, 4), chance.Between(5.0, 9), true) { Years = 2, DepositShare = chance.Between(0.0, 0.1), EquityShare = chance.Between(0.4, 0.7), CashShare = chance.Between(0.2, 0.5) });
        telling.Order(firm, telling.Moment(60), telling.Servers(60));
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T04: three sister firms at one address with one director, ordering little.</summary>
    private static void SisterFirms(Telling telling)
    {
        Chance chance = telling.Chance;
        string country = chance.Pick<string>(["DE", "GB", "SG", "US"]), address = Names.Address(chance), director = Names.Person(chance);
        for (int i = 0; i < 3; i++)
        {
            PartyRow firm = telling.Party("enterprise", country, chance.Between(1500, 8000), 400 - i, seed => seed with { Address = address, Director = director });
            telling.Own(firm, new(chance.LogBetween(8e7, 8e8), chance.Between(0.98, 1.12), chance.Odds(0.7)) { DepositShare = chance.Between(0.0, 0.06) });
            telling.Site(firm, chance.LogBetween(300, 2000), null, chance.Between(50, 300));
            telling.Order(firm, telling.Moment(i * 9), telling.Servers(chance.Between(8, 40)));
        }
    }

    /// <summary>Like T21: shares a marker and a trade with a listed name and not the words that tell it apart.</summary>
    private static void SimilarName(Telling telling)
    {
        Chance chance = telling.Chance;
        RestrictedRow entry = telling.Cast.Lists.Entries[RestrictedLists.Known(chance)];
        string[] words = entry.Name.Split(' ');
        PartyRow firm = telling.Party("enterprise", chance.Pick<string>(["US", "DE", "SG"]), chance.Between(1500, 9000), 200,
            seed => seed with { Name = string.Join(' ', [words[0], chance.Pick(Names.Words), chance.Pick(Names.Words), .. words[3..]]) });
        telling.Own(firm, new(chance.LogBetween(1e8, 5e9), chance.Between(0.98, 1.12), true) { DepositShare = chance.Between(0.0, 0.06) });
        telling.Site(firm, chance.LogBetween(500, 5000), null, chance.Between(50, 190));
        telling.Order(firm, telling.Moment(), telling.Servers(chance.Between(16, 80)));
    }

    /// <summary>Like T01: the first statement of the site is far too small; a newer one of the utility, before the order, is not.</summary>
    private static void SiteThatGrew(Telling telling)
    {
        PartyRow firm = telling.Party("neocloud", telling.Chance.Pick<string>(["US", "MY", "JP"]), telling.Chance.Between(1000, 4000), 500);
        OrderLine[] goods = telling.Servers(telling.Chance.LogBetween(500, 3000));
        double kw = Telling.PowerKw(goods) / 0.4;
        telling.Site(firm, kw / telling.Chance.Between(5.0, 20), "self_declared", 420);
        telling.Site(firm, kw * telling.Chance.LogBetween(1.2, 4), "landlord_or_utility", 30);
        telling.Own(firm, new(Telling.ValueUsd(goods) * telling.Chance.Between(1.6, 5), telling.Chance.Between(1.1, 2), true));
        telling.Order(firm, telling.Moment(200), telling.Servers(30));
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T14: worth more than the buyer's own assets, and paid by the leasing bank that owns the goods.</summary>
    private static void LeasedByBank(Telling telling)
    {
        PartyRow firm = telling.Party("university", telling.Chance.Pick<string>(["NL", "AU", "CA"]), telling.Chance.Between(8000, 40000), 600);
        OrderLine[] goods = telling.Servers(telling.Chance.LogBetween(300, 900));
        telling.Own(firm, new(Telling.ValueUsd(goods) * telling.Chance.Between(0.3, 1), telling.Chance.Between(0.98, 1.1), true));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * telling.Chance.LogBetween(1.3, 5), "site_visit", 60);
        telling.Order(firm, telling.Moment(), goods, draft => draft with { Payer = telling.Chance.Pick(telling.Cast.Roster.Banks) });
    }
}
