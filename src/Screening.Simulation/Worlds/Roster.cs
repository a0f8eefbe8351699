namespace Screening.Simulation;

/// <summary>Sellers, distributors, resellers, forwarders and banks: the parties that many stories share.</summary>
internal sealed class Roster
{
    private static readonly (string Country, string Airport, bool Compute)[] s_sellers =
        [("US", "SFO", true), ("TW", "TPE", true), ("US", "DFW", true), ("NL", "AMS", true), ("JP", "NRT", false)];

    private static readonly string[] s_tradeCountries = ["US", "DE", "SG", "TW", "JP", "NL", "GB", "MY", "AE", "KR", "FR", "IN", "CA", "HK", "AU", "SE"];

    private readonly Dictionary<string, string[]> _representatives = new(StringComparer.Ordinal);

    public Roster(WorldOptions options, Firms firms, Atlas atlas)
    {
        foreach ((string country, string airport, bool compute) in s_sellers)
        {
            Chance chance = Next(options);
            PartyRow seller = Add(firms, chance, "manufacturer", country, 4e10, 0.9);
            Sellers.Add(new(seller, atlas[airport], compute));
            _representatives.Add(seller.Id, [.. Enumerable.Range(0, 9).Select(_ => Names.Person(chance))]);
        }

        for (int i = 0; i < 24; i++) Distributors.Add(Add(firms, Next(options), "distributor", s_tradeCountries[i % 16], 3e9, 0.85));
        for (int i = 0; i < 80; i++) Resellers.Add(Add(firms, Next(options), "reseller", s_tradeCountries[i % 16], 3e8, 0.5));
        for (int i = 0; i < 40; i++) Forwarders.Add(Add(firms, Next(options), "forwarder", s_tradeCountries[i % 16], 5e8, 0.6));
        for (int i = 0; i < 48; i++) Tenants.Add(Add(firms, Next(options), "enterprise", i % 6 == 0 ? "HK" : s_tradeCountries[i % 16], 8e8, 0.7, i % 6 == 0 ? "CN" : null));
        for (int i = 0; i < 10; i++) Auditors.Add(Add(firms, Next(options), "other", s_tradeCountries[i], 2e8, 0.9));
        for (int i = 0; i < 4; i++) Banks.Add(Add(firms, Next(options), "bank", s_tradeCountries[i], 6e10, 1));
    }

    public List<Story> Stories { get; } = [];

    public List<Seller> Sellers { get; } = [];

    public List<PartyRow> Distributors { get; } = [];

    public List<PartyRow> Resellers { get; } = [];

    public List<PartyRow> Forwarders { get; } = [];

    public List<PartyRow> Banks { get; } = [];

    /// <summary>Users of machines from afar; one in six has its headquarters in China, which is legal.</summary>
    public List<PartyRow> Tenants { get; } = [];

    public List<PartyRow> Auditors { get; } = [];

    public Seller MaterialSeller => Sellers[^1];

    public Seller ComputeSeller(Chance chance) => Sellers[chance.Below(Sellers.Count - 1)];

    public string Representative(Chance chance, Seller seller) => chance.Pick(_representatives[seller.Party.Id]);

    private Chance Next(WorldOptions options) => new(options.Seed, StoryKind.Roster, Stories.Count);

    private PartyRow Add(Firms firms, Chance chance, string kind, string country, double medianAssets, double audited, string? headquarters = null)
    {
        Story story = new();
        int age = chance.Between(3000, 16000);
        PartyRow party = firms.Add(story, chance, new(StoryKind.Roster, Stories.Count, 0, kind, country,
            DateOnly.FromDateTime(firms.Start).AddDays(-age), firms.Start.AddDays(-chance.Between(200, 1500)).AddMinutes(chance.Below(1440)))
        {
            Employees = chance.Between(30, 4000),
            Certain = true,
            Headquarters = headquarters,
        });
        firms.AddBackgroundEvents(story, party, chance);
        Firms.AddStatements(story, party, chance, new(medianAssets * chance.LogBetween(0.3, 3), chance.Between(0.98, 1.2), chance.Odds(audited))
        {
            RevenueShare = chance.Between(0.6, 2.2),
            EquityShare = chance.Between(0.2, 0.5),
            DepositShare = chance.Between(0.0, 0.06),
        }, firms.End);
        Stories.Add(story);
        return party;
    }
}

/// <summary>An exporter and the airport its goods leave from.</summary>
internal sealed record Seller(PartyRow Party, PlaceRow Origin, bool Compute);
