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
        DateOnly day = index < s_kinds.Length ? cast.Options.LastDay : cast.Options.FirstDay.AddDays(chance.Between(cast.Options.Days / 3, cast.Options.Days - 1));
        Telling telling = new(cast, StoryKind.LookAlike, index, day);
        s_kinds[index % s_kinds.Length].Tell(telling);
        if (telling.Chance.Odds(0.15))
            Verdicts.Add(cast, telling.Story, telling.Chance, telling.Story.Parties[0], telling.Story.Orders[0], telling.Chance.Odds(0.7) ? "dismissed" : "released", telling.Chance.Between(2, 20));
        return telling.Story;
    }

    /// <summary>Like T02 and T12: young and grown fast, on equity, with power that the utility confirms.</summary>
    private static void YoungFundedNeocloud(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("neocloud", chance.Pick<string>(["US", "NO", "DE", "JP", "MY"]), chance.Between(420, 700), 90, seed => seed with { Employees = chance.Between(40, 200), AddressKind = "data_centre" });
        OrderLine[] goods = telling.Servers(chance.LogBetween(800, 4000));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * 2.2, "landlord_or_utility", 80);
        telling.Own(firm, new(Telling.ValueUsd(goods) * 2.4, 6, true) { Years = 2, DepositShare = 0.02, EquityShare = 0.7, CashShare = 0.5 });
        telling.Order(firm, telling.Moment(45), telling.Parts());
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T03: the whole ownership moves to a holding of the same group; orders stay as they were.</summary>
    private static void RestructuredGroup(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("enterprise", chance.Pick<string>(["DE", "JP", "US", "SG"]), chance.Between(6000, 20000), 700, seed => seed with { Employees = chance.Between(2000, 30000) });
        telling.Site(firm, 9000, "site_visit", 200);
        telling.Own(firm, new(2e9 * chance.LogBetween(1, 5), 1.05, true));
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
        PartyRow user = telling.Party("enterprise", atlas[place].Country, 7000, 500), depot = telling.Party("distributor", "SG", 5000, 480, seed => seed with { AddressKind = "warehouse" });
        telling.Site(user, 12_000, "landlord_or_utility", 100);
        telling.Own(user, new(4e9, 1.04, true));
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
        PartyRow firm = telling.Party("enterprise", telling.Chance.Pick<string>(["US", "GB", "KR", "IN"]), 9000, 15, seed => seed with { Employees = 12_000 });
        OrderLine[] goods = telling.Servers(telling.Chance.LogBetween(1000, 4000));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * 1.8, "site_visit", 12);
        telling.Own(firm, new(Telling.ValueUsd(goods) * 9, 1.06, true));
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T12: assets multiplied by five to nine in a year, audited, on equity.</summary>
    private static void FastGrowingAudited(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("neocloud", chance.Pick<string>(["US", "FR", "SE", "IN"]), chance.Between(1600, 2500), 300);
        OrderLine[] goods = telling.Servers(chance.LogBetween(800, 5000));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * 1.7, "landlord_or_utility", 70);
        telling.Own(firm, new(Telling.ValueUsd(goods) * 2.5, chance.Between(5.0, 9), true) { Years = 2, DepositShare = 0.04, EquityShare = 0.55, CashShare = 0.4 });
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
            PartyRow firm = telling.Party("enterprise", country, 4000 + i * 200, 400 - i, seed => seed with { Address = address, Director = director });
            telling.Own(firm, new(2e8, 1.05, chance.Odds(0.7)));
            telling.Site(firm, 600, null, 200);
            telling.Order(firm, telling.Moment(i * 9), telling.Servers(chance.Between(8, 40)));
        }
    }

    /// <summary>Like T21: shares a marker and a trade with a listed name and not the words that tell it apart.</summary>
    private static void SimilarName(Telling telling)
    {
        Chance chance = telling.Chance;
        RestrictedRow entry = telling.Cast.Lists.Entries[RestrictedLists.Known(chance)];
        string[] words = entry.Name.Split(' ');
        PartyRow firm = telling.Party("enterprise", chance.Pick<string>(["US", "DE", "SG"]), 5000, 200,
            seed => seed with { Name = string.Join(' ', [words[0], chance.Pick(Names.Words), chance.Pick(Names.Words), .. words[3..]]) });
        telling.Own(firm, new(5e8, 1.05, true));
        telling.Site(firm, 1500, "registry", 150);
        telling.Order(firm, telling.Moment(), telling.Servers(chance.Between(16, 80)));
    }

    /// <summary>Like T01: the first statement of the site is far too small; a newer one of the utility, before the order, is not.</summary>
    private static void SiteThatGrew(Telling telling)
    {
        PartyRow firm = telling.Party("neocloud", telling.Chance.Pick<string>(["US", "MY", "JP"]), 2500, 500);
        OrderLine[] goods = telling.Servers(telling.Chance.LogBetween(500, 3000));
        double kw = Telling.PowerKw(goods) / 0.4;
        telling.Site(firm, kw / 12, "self_declared", 420);
        telling.Site(firm, kw * 1.6, "landlord_or_utility", 30);
        telling.Own(firm, new(Telling.ValueUsd(goods) * 2.2, 1.6, true));
        telling.Order(firm, telling.Moment(200), telling.Servers(30));
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T14: worth more than the buyer's own assets, and paid by the leasing bank that owns the goods.</summary>
    private static void LeasedByBank(Telling telling)
    {
        PartyRow firm = telling.Party("university", telling.Chance.Pick<string>(["NL", "AU", "CA"]), 15000, 600);
        OrderLine[] goods = telling.Servers(telling.Chance.LogBetween(300, 900));
        telling.Own(firm, new(Telling.ValueUsd(goods) * 0.7, 1.03, true));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * 2, "site_visit", 60);
        telling.Order(firm, telling.Moment(), goods, draft => draft with { Payer = telling.Chance.Pick(telling.Cast.Roster.Banks) });
    }
}
