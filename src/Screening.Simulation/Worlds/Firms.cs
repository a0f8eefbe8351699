namespace Screening.Simulation;

/// <summary>Invents parties and what is known of them: events, balance sheets, sites.</summary>
internal sealed class Firms
{
    private static readonly string[] s_grades = ["self_declared", "customer_document", "registry", "landlord_or_utility", "site_visit"];
    private static readonly string[] s_evidence = ["none", "self_declared", "customer_document", "registry", "landlord_or_utility", "site_visit"];
    private static readonly double[] s_evidenceWeights = [0.3, 0.17, 0.13, 0.26, 0.08, 0.06];
    private static readonly string[] s_parentCountries = ["US", "GB", "JP", "DE", "FR", "NL", "SG"];

    private readonly Numbering _numbering;
    private readonly string[] _sharedAddresses;

    public Firms(WorldOptions options, Numbering numbering)
    {
        _numbering = numbering;
        Start = options.FirstDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        End = options.LastDay.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        Chance chance = new(options.Seed, StoryKind.Roster, -1);
        _sharedAddresses = [.. Enumerable.Range(0, 30 + options.Orders / 4000).Select(_ => Names.Address(chance))];
    }

    /// <summary>First moment of the window.</summary>
    public DateTime Start { get; }

    /// <summary>End of the window; what would be known then or later is never told.</summary>
    public DateTime End { get; }

    public DateOnly LastDay => DateOnly.FromDateTime(End).AddDays(-1);

    /// <summary>A party with the usual gaps in its record, added to the story with the director that came with it.</summary>
    public PartyRow Add(Story story, Chance chance, PartySeed seed)
    {
        string id = _numbering.Party(seed.Story, seed.Index, seed.Member), name = seed.Name ?? Names.Company(chance, seed.Kind, seed.Country);
        bool foreign = chance.Odds(0.12);
        string headquarters = seed.Headquarters ?? (foreign ? chance.Pick(s_parentCountries) : seed.Country);
        string? parent = headquarters == seed.Country ? (chance.Odds(0.3) ? name : null) : Names.Company(chance, "", headquarters);
        bool crowded = chance.Odds(0.03);
        string ownAddress = Names.Address(chance), shared = chance.Pick(_sharedAddresses);
        PartyRow party = new(id, name, seed.Kind, seed.Country, seed.Address ?? (crowded ? shared : chance.Odds(0.03) ? null : ownAddress),
            seed.AddressKind ?? (crowded ? "virtual_office" : AddressKind(chance, seed.Kind)), seed.Phone ?? (chance.Odds(0.06) ? null : _numbering.Phone(seed.Story, seed.Index, seed.Member)),
            seed.Domain ?? (chance.Odds(0.05) ? null : Names.Domain(name, id)), chance.Odds(seed.Certain ? 0 : 0.06) ? null : seed.Incorporated,
            chance.Odds(0.15) ? null : seed.Employees, chance.Odds(0.05) ? null : headquarters, parent is null ? null : headquarters, parent, seed.KnownAt);
        party = WithParticulars(chance, seed, party);
        story.Parties.Add(party);
        string person = seed.Director ?? Names.Person(chance);

        // A young firm's director came with it; an old one's came some years before we met the firm.
        DateOnly appointed = DateOnly.FromDateTime(seed.KnownAt).AddDays(-chance.Between(1500, 4000));
        AddEvent(story, party, "director", appointed > seed.Incorporated ? appointed : seed.Incorporated, null, person, null, seed.KnownAt.AddMinutes(5));
        return party;
    }

    public static void AddEvent(Story story, PartyRow party, string kind, DateOnly day, double? share, string? person, string? detail, DateTime knownAt) =>
        story.Events.Add(new($"EV-{party.Id[2..]}-{story.Events.Count + 1}", party.Id, kind, day, share, person, detail, Later(knownAt, party.KnownAt)));

    // What registries and the web say of a party, with the gaps of any record.
    private PartyRow WithParticulars(Chance chance, PartySeed seed, PartyRow party)
    {
        string? evidence = seed.AddressEvidence ?? s_evidence[chance.Weighted(s_evidenceWeights)];
        bool listed = chance.Odds(0.25 + (seed.Employees > 500 ? 0.35 : 0));
        double untold = seed.Untold;
        bool Told(double odds) => !chance.Odds(1 - odds * (1 - untold));
        return party with
        {
            LineOfBusiness = Told(0.8) ? chance.Pick(Names.Business(seed.Kind)) : null,
            RegistrationNumber = Told(0.85) ? "SIM-" + party.Id[2..] : null,
            Lei = listed && Told(1) ? _numbering.Lei(seed.Story, seed.Index, seed.Member) : null,
            AddressEvidence = evidence == "none" ? null : evidence,
            WebPresence = seed.WebPresence ?? (Told(0.85) ? !chance.Odds(0.03 + (seed.Employees < 12 ? 0.1 : 0)) : null),
            IncorporatedOn = untold > 0 && !seed.Certain && chance.Odds(untold) ? null : party.IncorporatedOn,
            Employees = untold > 0 ? seed.Employees : party.Employees,
            Phone = untold > 0 && chance.Odds(untold) ? null : party.Phone,
            EmailDomain = untold > 0 && chance.Odds(untold) ? null : party.EmailDomain,
        };
    }

    /// <summary>Changes of directors, owners, names and addresses at the rates at which they happen to anyone.</summary>
    public void AddBackgroundEvents(Story story, PartyRow party, Chance chance)
    {
        DateTime from = Later(Start.AddDays(-365), party.IncorporatedOn?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) ?? DateTime.MinValue);
        double days = (End - from).TotalDays, years = days / 365.25;
        if (days < 2) return;
        DateTime Draw() => from.AddMinutes(chance.Below((int)(days * 1440)));
        if (chance.Odds(0.08 * years)) Happen("director", Draw(), null, Names.Person(chance), null);
        if (chance.Odds(0.03 * years))
            Happen("ownership", Draw(), Math.Round(chance.LogBetween(0.02, 1), 2), chance.Odds(0.5) ? Names.Person(chance) : Names.Company(chance, "", party.Country), null);
        if (chance.Odds(0.015 * years))
        {
            DateTime moment = Draw();
            string address = Names.Address(chance);
            Happen("address", moment, null, null, address);
            story.Parties.Add(party = party with { Address = address, KnownAt = Later(moment.AddDays(5), party.KnownAt.AddDays(1)) });
        }

        if (chance.Odds(0.004 * years))
        {
            string name = Names.Company(chance, party.Kind, party.Country);
            DateTime moment = Draw();
            Happen("name", moment, null, null, name);

            // Told again at the later of the two moments, so that no telling takes an earlier change back.
            story.Parties.Add(party with { Name = name, KnownAt = Later(moment.AddDays(8), party.KnownAt.AddDays(1)) });
        }

        void Happen(string kind, DateTime moment, double? share, string? person, string? detail) => AddEvent(story, party, kind,
            DateOnly.FromDateTime(moment), share, person, detail, moment.AddDays(chance.Between(1, 25)));
    }

    /// <summary>Yearly statements back from the newest one known by <paramref name="lastKnownBy"/>, each year's assets one growth below the next.</summary>
    public static void AddStatements(Story story, PartyRow party, Chance chance, Statements books, DateTime lastKnownBy)
    {
        int lagDays = chance.Between(70, 150);
        int month = chance.Odds(0.7) ? 12 : chance.Pick<int>([3, 6, 9]);
        DateOnly newest = DateOnly.FromDateTime(lastKnownBy).AddDays(-lagDays), end = new(newest.Year, month, DateTime.DaysInMonth(newest.Year, month));
        if (end > newest) end = new(newest.Year - 1, month, DateTime.DaysInMonth(newest.Year - 1, month));
        if (books.YearsOld > 0) end = MonthEnd(end.AddYears(-books.YearsOld));
        double assets = books.AssetsUsd;
        for (int year = 0; year < books.Years; year++, assets /= books.Growth, end = MonthEnd(end.AddYears(-1)))
        {
            if (party.IncorporatedOn is { } incorporated && end < incorporated) break;
            double wobble = chance.Between(0.95, 1.05);
            AddStatement(story, party, end, assets, books.DepositShare * wobble, books.EquityShare * wobble, assets * books.RevenueShare * wobble,
                books.CashShare * wobble, books.Audited, end.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddDays(lagDays));
        }
    }

    public static void AddStatement(Story story, PartyRow party, DateOnly end, double assets, double depositShare, double equityShare, double revenueUsd,
        double cashShare, bool? audited, DateTime knownAt)
    {
        long total = Thousands(assets), equity = Thousands(assets * equityShare);
        story.BalanceSheets.Add(new(party.Id, end, total, Thousands(assets * depositShare), total - equity, equity, Thousands(revenueUsd),
            Thousands(assets * cashShare), audited, Later(knownAt, party.KnownAt.AddMinutes(20))));
    }

    public static void AddSite(Story story, PartyRow party, Chance chance, double powerKw, string? grade, DateOnly evidencedOn, int site = 1)
    {
        double kw = Math.Min(10_000_000, powerKw < 100 ? Math.Ceiling(powerKw) : Math.Ceiling(powerKw / 10) * 10);
        string drawn = s_grades[chance.Weighted([0.22, 0.15, 0.15, 0.32, 0.16])];
        int racks = (int)Math.Clamp(kw / chance.Between(25.0, 60.0), 1, 900_000);
        DateTime knownAt = evidencedOn.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc).AddDays(chance.Between(1, 12)).AddMinutes(chance.Below(400));
        story.Capacity.Add(new($"SITE-{party.Id[2..]}-{site}", evidencedOn, party.Id, kw, chance.Odds(0.2) ? null : racks, grade ?? drawn, Later(knownAt, party.KnownAt.AddMinutes(30)))
        {
            Country = chance.Odds(0.85) ? party.Country : null,
            Address = chance.Odds(0.6) ? (chance.Odds(0.5) ? party.Address : Names.Address(chance)) : null,
            PowerUsageEffectiveness = chance.Odds(0.4) ? Math.Round(chance.Between(1.1, 1.6), 2) : null,
        });
    }

    public static DateOnly MonthEnd(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    public static DateTime Later(DateTime left, DateTime right) => left > right ? left : right;

    private static long Thousands(double usd) => (long)Math.Round(usd / 1000) * 1000;

    private static string? AddressKind(Chance chance, string kind) => kind switch
    {
        _ when chance.Odds(0.08) => null,
        "hyperscaler" or "neocloud" => chance.Odds(0.4) ? "data_centre" : "office",
        "manufacturer" or "osat" or "material_buyer" => chance.Odds(0.6) ? "factory" : "office",
        "forwarder" => chance.Odds(0.5) ? "forwarder" : "warehouse",
        "distributor" => chance.Odds(0.5) ? "warehouse" : "office",
        _ => chance.Odds(0.95) ? "office" : "unknown",
    };
}
