namespace Screening.Simulation;

/// <summary>Legitimate parties that look like a scheme at first sight, each with the evidence that clears it.</summary>
internal sealed class LookAlikes(Cast cast)
{
    private static readonly (int Orders, Action<Telling> Tell)[] s_kinds =
    [
        (2, YoungFundedNeocloud), (3, RestructuredGroup), (2, RegionalWarehouse), (1, BigFirstOrder), (2, FastGrowingAudited), (3, SisterFirms), (1, SimilarName),
        (2, SiteThatGrew), (1, LeasedByBank), (3, AirGapped), (2, SiteChangedLate), (8, SeasonalSurge), (2, HeldAndVisited), (4, SharedWarehouse), (2, DeclaredTenants), (1, FoundersHome),
        (2, LongStrike), (2, GroupTreasury), (4, BoughtAhead), (4, MaterialsMaker), (2, TradersStock),
    ];

    /// <summary>How many kinds, the first ones, are told of the last day for a first look.</summary>
    private const int ShownFirst = 9;

    /// <summary>Orders of the first so many look-alikes.</summary>
    public static int Orders(int count) => Enumerable.Range(0, count).Sum(index => s_kinds[index % s_kinds.Length].Orders);

    /// <summary>About as many as there are cases, and room for nearly everything else.</summary>
    public static int Count(WorldOptions options, int cases) => Math.Min(Math.Max(s_kinds.Length, cases), options.Orders / 50);

    public Story Tell(int index)
    {
        Chance chance = new(cast.Options.Seed, StoryKind.LookAlike, index);
        DateOnly day = cast.Options.HasShowcase && index < ShownFirst ? cast.Options.LastDay : Cases.Weekday(cast.Options.FirstDay.AddDays(chance.Between(cast.Options.Days / 3, cast.Options.Days - 1)), cast.Options);
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

    /// <summary>Like T30: machines behind an air gap that never answer after delivery; a site visit finds them all.</summary>
    private static void AirGapped(Telling telling)
    {
        PartyRow firm = telling.Party(telling.Chance.Odds(0.6) ? "government" : "enterprise", BuyerStories.Country(telling.Chance), telling.Chance.Between(4000, 20_000), 500, seed => seed with { Employees = telling.Chance.Between(500, 9000) });
        telling.Story.Conduct = new() { Devices = DeviceFate.Silent, Accounted = 1 };
        double each = telling.Chance.LogBetween(30, 800);
        foreach (int days in (int[])[190, 120, 0]) telling.Order(firm, telling.Moment(days), telling.Servers(each));
        telling.Site(firm, Telling.PowerKw(telling.Servers(3 * each)) / 0.4 * 3, "site_visit", 230);
    }

    /// <summary>Like T25: the goods go to another site of the same customer, decided a week before they leave.</summary>
    private static void SiteChangedLate(Telling telling)
    {
        Chance chance = telling.Chance;
        string country = BuyerStories.Country(chance);
        PartyRow firm = telling.Front("enterprise", country, chance.LogBetween(30, 1200), out OrderLine[] goods);
        PartyRow plant = telling.Party("enterprise", chance.Odds(0.6) ? country : chance.Pick<string>(["MY", "SG", "DE", "IN"]), chance.Between(1500, 8000), 20, seed => seed with { Director = null });
        telling.Order(firm, telling.Moment(60), telling.Parts());
        telling.Order(firm, telling.Moment(), goods, draft => draft with { ChangedTo = new(plant.Id, plant.Country, plant.Country), LeadDays = chance.Between(15, 40) });
    }

    /// <summary>Like T11 and T16: a shop that fills its racks every autumn.</summary>
    private static void SeasonalSurge(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("enterprise", chance.Pick<string>(["SG", "MY", "JP", "DE", "US"]), chance.Between(3000, 9000), 420, seed => seed with { Employees = chance.Between(300, 9000) });
        double each = chance.LogBetween(10, 250);
        for (int i = 0; i < 4; i++) telling.Order(firm, telling.Moment(360 - i * 70), telling.Servers(each / 8));
        foreach (int days in (int[])[30, 18, 9, 0]) telling.Order(firm, telling.Moment(days), telling.Servers(each));
        telling.Own(firm, new(chance.LogBetween(2e8, 5e9), chance.Between(0.98, 1.2), true));
        telling.Site(firm, chance.LogBetween(1000, 9000), "landlord_or_utility", 300);
    }

    /// <summary>Like T31: held, visited, found in order and released.</summary>
    private static void HeldAndVisited(Telling telling)
    {
        PartyRow firm = telling.Front("neocloud", BuyerStories.Country(telling.Chance), telling.Chance.LogBetween(50, 2000), out OrderLine[] goods);
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * 2, "site_visit", 20);
        telling.Story.Conduct = new() { Release = telling.Chance.Odds(0.25) ? Release.OnPapers : Release.Ordinary, Answer = true };
        telling.Order(firm, telling.Moment(30), telling.Parts());
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T24 and T27: four customers of one logistics firm whose warehouse takes in the goods of all.</summary>
    private static void SharedWarehouse(Telling telling)
    {
        Chance chance = telling.Chance;
        string country = chance.Pick<string>(["SG", "NL", "DE", "MY", "JP"]);
        PartyRow depot = telling.Party("distributor", country, chance.Between(3000, 9000), 300, seed => seed with { AddressKind = "warehouse" });
        for (int i = 0; i < 4; i++)
        {
            PartyRow user = telling.Party("enterprise", country, chance.Between(1500, 9000), 250);
            OrderLine[] goods = telling.Servers(chance.LogBetween(10, 300));
            telling.OrdinarySite(user, goods);
            telling.OrdinaryBooks(user, Telling.ValueUsd(goods));
            Seller seller = telling.Cast.Roster.Sellers[i];
            telling.Order(user, telling.Moment(i * 15), goods, draft => draft with { Ultimate = chance.Odds(0.7) ? depot : user, Intermediate = depot, Seller = seller });
        }
    }

    /// <summary>Like T34: a provider lets a good part to tenants with headquarters in China, and says so. That is legal.</summary>
    private static void DeclaredTenants(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Front("neocloud", chance.Pick<string>(["SG", "MY", "JP", "US", "NO"]), chance.LogBetween(100, 3000), out OrderLine[] goods);
        DateTime knownAt = telling.Midnight(25).AddHours(10);
        for (int i = 0; i < 2; i++)
        {
            PartyRow tenant = chance.Pick([.. telling.Cast.Roster.Tenants.Where(one => one.Country == "HK")]);
            telling.Story.Tenancies.Add(new($"TN-{firm.Id[2..]}-L{i}", firm.Id, tenant.Id, null, Math.Round(chance.Between(0.15, 0.4), 3), null, telling.Day.AddDays(-60), null, "customer_document", Firms.Later(knownAt, firm.KnownAt.AddHours(2))));
        }

        telling.Order(firm, telling.Moment(40), telling.Parts());
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T17 and T20: a start-up at its founder's home, with a rack at somebody else's data centre.</summary>
    private static void FoundersHome(Telling telling)
    {
        PartyRow firm = telling.Party("enterprise", BuyerStories.Country(telling.Chance), telling.Chance.Between(100, 900), 40, seed => seed with { Employees = telling.Chance.Between(2, 12), AddressKind = telling.Chance.Odds(0.6) ? "residential" : "virtual_office", WebPresence = telling.Chance.Odds(0.85) });
        OrderLine[] goods = telling.Servers(telling.Chance.LogBetween(8, 150));
        telling.OrdinaryBooks(firm, Telling.ValueUsd(goods));
        telling.Site(firm, Telling.PowerKw(goods) / 0.4 * 1.5, "landlord_or_utility", 15);
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T22 and T23: a port on strike; goods wait for weeks or go around.</summary>
    private static void LongStrike(Telling telling)
    {
        Chance chance = telling.Chance;
        Atlas atlas = telling.Cast.Atlas;
        string last = chance.Pick<string>(["SYD", "BOM", "FRA", "GRU", "KUL"]);
        PartyRow firm = telling.Front("enterprise", atlas[last].Country, chance.LogBetween(20, 800), out OrderLine[] goods);
        PlaceRow[] route = chance.Odds(0.5) ? [atlas["SIN"], atlas[last]] : [atlas["DXB"], atlas["AMS"], atlas[last]];
        telling.Order(firm, telling.Moment(50), telling.Parts());
        telling.Order(firm, telling.Moment(), goods, draft => draft with { Route = route, DwellDays = chance.Between(15, 90), LeadDays = 8 });
    }

    /// <summary>Like T29: the group's treasury in a hub pays for all its members, in advance.</summary>
    private static void GroupTreasury(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Front("enterprise", BuyerStories.Country(chance), chance.LogBetween(20, 900), out OrderLine[] goods);
        PartyRow treasury = telling.Party("other", chance.Pick<string>(["SG", "HK", "AE", "NL"]), chance.Between(3000, 9000), 25, seed => seed with { Domain = firm.EmailDomain });
        telling.Story.Conduct = new() { PaidBy = treasury, IsPrepaid = chance.Odds(0.4) };
        telling.Order(firm, telling.Moment(30), telling.Parts());
        telling.Order(firm, telling.Moment(), goods);
    }

    /// <summary>Like T10: a careful customer who buys a year's need before the law changes, and installs it.</summary>
    private static void BoughtAhead(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow firm = telling.Party("enterprise", chance.Pick<string>(["SG", "MY", "DE", "JP", "IN"]), chance.Between(3000, 9000), 420, seed => seed with { Employees = chance.Between(300, 9000) });
        int ahead = telling.Day.DayNumber - telling.Cast.Rules.Effective("server").DayNumber + 9;
        double each = chance.LogBetween(10, 300);
        telling.Story.Conduct = new() { Accounted = 1 };
        foreach ((int days, double times) in ((int, double)[])[(200, 0.3), (120, 0.3), (30, 1), (0, 1)]) telling.Order(firm, telling.Moment(Math.Max(0, ahead) + days), telling.Servers(each * times));
        telling.Own(firm, new(chance.LogBetween(3e8, 9e9), chance.Between(0.98, 1.2), true));
        telling.Site(firm, chance.LogBetween(2000, 20_000), "landlord_or_utility", 410);
    }

    /// <summary>Like T33: materials for a maker in a hub with a line that a visit has seen.</summary>
    private static void MaterialsMaker(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow maker = telling.Party("material_buyer", chance.Pick<string>(["MY", "TH", "JP", "VN", "SG"]), chance.Between(3000, 12_000), 400);
        telling.Own(maker, new(chance.LogBetween(1e8, 3e9), chance.Between(0.98, 1.2), true));
        for (int i = 3; i >= 0; i--)
        {
            OrderLine[] goods = [BuyerStories.Line(chance, chance.Pick(telling.Cast.Catalogue.Materials), decimal.Round((decimal)Math.Round(chance.LogBetween(50, 1500), 3), 3))];
            telling.Order(maker, telling.Moment(i * 28), goods, draft => draft with { Seller = telling.Cast.Roster.MaterialSeller, EndUse = "Production supplies" });
        }
    }

    /// <summary>Like T08: a distributor in a hub that buys servers for stock, as it has for years, and cannot yet name who will use them.</summary>
    private static void TradersStock(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow trader = telling.Party("distributor", chance.Pick<string>(["SG", "MY", "NL", "TW", "JP"]), chance.Between(4000, 12_000), 700);
        telling.Own(trader, new(chance.LogBetween(3e8, 9e9), chance.Between(0.98, 1.2), true));
        for (int i = 1; i >= 0; i--) telling.Order(trader, telling.Moment(i * 60), telling.Servers(chance.LogBetween(20, 800)), draft => draft with { EndUser = null, EndUse = "For resale", LocationsTold = 0.25 });
    }
}
