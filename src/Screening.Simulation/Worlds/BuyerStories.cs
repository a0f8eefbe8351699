namespace Screening.Simulation;

/// <summary>
/// Legitimate buyers: heavy-tailed in size, buying what their sites can power and their balance sheets can carry, with the
/// gaps and late papers of ordinary trade.
/// </summary>
internal sealed class BuyerStories(Cast cast)
{
    /// <summary>Cluster sizes in H100e: p10 30, p50 520, p90 39,000, as in a public table of 786 clusters.</summary>
    private static readonly (double Share, double Value)[] s_clusterH100e = [(0, 4), (0.1, 30), (0.5, 520), (0.9, 39_000), (0.99, 250_000), (1, 600_000)];

    private static readonly string[] s_kinds = ["university", "enterprise", "neocloud", "government", "manufacturer", "osat", "material_buyer", "other", "hyperscaler", "reseller", "distributor"];

    private static readonly (string Country, double Weight)[] s_countries =
    [
        ("US", 40), ("DE", 7), ("JP", 6), ("GB", 5), ("KR", 5), ("TW", 5), ("FR", 4), ("IN", 5), ("SG", 4.5), ("MY", 4), ("NL", 3), ("CA", 3), ("AE", 2.5), ("AU", 2),
        ("SE", 1), ("NO", 1), ("BR", 1), ("TH", 4), ("VN", 3.5), ("ID", 3.5), ("LU", 0.4), ("TR", 1), ("HK", 1), ("CN", 1.5), ("KZ", 0.3), ("GE", 0.2), ("AM", 0.2), ("UZ", 0.2),
    ];

    private static readonly double[] s_countryWeights = [.. s_countries.Select(country => country.Weight)];

    private readonly double[] _countryWeights = [.. s_countries.Select(country => country.Weight * cast.Family.Value(Knobs.Weight("country." + country.Country)))];
    private readonly double[] _kindWeights = [.. s_kinds.Select(kind => cast.Family.Value(Knobs.Weight("kind." + kind)))];
    private readonly double _clusterScale = cast.Family.Value(Knobs.ClusterScale), _spread = cast.Family.Value(Knobs.BuyerSpread), _channels = cast.Family.Value(Knobs.ChannelShare), _newBuyers = cast.Family.Value(Knobs.NewBuyers);
    private readonly Rhythm _rhythm = new(cast.Options);

    private static readonly string[] s_uses =
    [
        "Training of language models in our own data centre", "Inference for our customers", "Research computing cluster", "Climate and weather simulation",
        "Medical image analysis", "Expansion of existing GPU cloud, phase 2", "Internal analytics, fraud detection", "Engineering simulation (CFD, FEM)",
        "Speech recognition service", "Recommendation systems", "Replacement of older servers", "University teaching and research, \"AI for science\"",
    ];

    private static readonly string[] s_ordinaryUses = ["Spare parts", "Data centre maintenance", "Network upgrade", "Office and branch servers", "Production supplies"];

    /// <summary>How much of all orders this buyer places, up to a common factor, and the day it was taken on.</summary>
    public BuyerSize Size(int index)
    {
        Chance chance = new(cast.Options.Seed, StoryKind.Buyer, index, 1);
        int days = cast.Options.Days;
        double weight = chance.LogBetween(0.1, 0.1 * _spread);
        bool recent = chance.Odds(Math.Min(0.8, _newBuyers * days / 365));
        int onboarded = recent ? chance.Below(days - 1) : -chance.Between(20, 1400);
        return new(recent ? weight * (days - onboarded) / days : weight, cast.Firms.Start.AddDays(onboarded).AddMinutes(chance.Between(300, 1300)), recent);
    }

    /// <summary>A country of ordinary trade in controlled goods.</summary>
    public static string Country(Chance chance)
    {
        string country = s_countries[chance.Weighted(s_countryWeights)].Country;
        return country is "CN" or "HK" ? "US" : country;
    }

    public static string Use(Chance chance) => chance.Pick(s_uses);

    public Story Tell(int index, int orders)
    {
        Chance chance = new(cast.Options.Seed, StoryKind.Buyer, index);
        double size = chance.Unit(), cluster = Chance.QuantileAt(s_clusterH100e, size) * _clusterScale;
        double[] weights = size < 0.5
            ? [0.23, 0.44, 0.05, 0.06, 0.06, 0.04, 0.05, 0.02, 0, 0.05, 0.02]
            : size < 0.9 ? [0.12, 0.36, 0.34, 0.05, 0.05, 0.04, 0.02, 0, 0, 0.03, 0.04] : [0, 0.2, 0.45, 0, 0, 0, 0, 0, 0.3, 0, 0.05];
        for (int i = 0; i < weights.Length; i++) weights[i] *= _kindWeights[i];
        string kind = s_kinds[chance.Weighted(weights)];
        string country = s_countries[chance.Weighted(_countryWeights)].Country;
        Story story = new();
        (_, DateTime knownAt, bool recent) = Size(index);
        PartyRow buyer = cast.Firms.Add(story, chance, new(StoryKind.Buyer, index, 0, kind, country, Incorporated(chance, kind, recent, knownAt), knownAt)
        {
            Employees = Employees(chance, kind, cluster),
        });
        cast.Firms.AddBackgroundEvents(story, buyer, chance);
        if (kind is "osat" or "material_buyer") AddLine(story, buyer, chance);
        Plan plan = new(buyer, kind, cluster * chance.Between(0.1, 0.6) * Math.Clamp(cast.Options.Days / 365.0, 0.05, 1.5), Controlled: country is not ("CN" or "HK"), recent);
        Spending spent = PlaceOrders(story, chance, index, orders, plan);
        AddPapers(story, chance, buyer, kind, cluster, spent);
        return story;
    }

    private static DateOnly Incorporated(Chance chance, string kind, bool recent, DateTime knownAt)
    {
        double years = kind switch
        {
            "neocloud" => recent && chance.Odds(0.3) ? chance.LogBetween(0.5, 2) : chance.LogBetween(2, 12),
            "university" or "government" => chance.LogBetween(20, 250),
            "hyperscaler" => chance.LogBetween(15, 35),
            _ => recent && chance.Odds(0.1) ? chance.LogBetween(0.4, 3) : chance.LogBetween(3, 110),
        };
        return DateOnly.FromDateTime(knownAt).AddDays(-(int)(years * 365.25));
    }

    private static int Employees(Chance chance, string kind, double cluster) => (int)(kind switch
    {
        "hyperscaler" => chance.LogBetween(8_000, 150_000),
        "neocloud" => Math.Max(6, chance.LogBetween(0.5, 2) * Math.Sqrt(cluster) * 2),
        "university" => chance.LogBetween(300, 15_000),
        _ => chance.LogBetween(40, 30_000),
    });

    private Spending PlaceOrders(Story story, Chance chance, int index, int orders, Plan plan)
    {
        bool computes = plan.Controlled && plan.Kind is not ("material_buyer" or "osat"), materials = plan.Kind is "material_buyer" or "osat" || (plan.Kind == "manufacturer" && chance.Odds(0.6));
        int computeOrders = computes ? Math.Clamp((int)(orders * chance.Between(0.45, 0.85)), 1, Math.Max(1, (int)(plan.H100e / 1.5))) : 0;
        double each = plan.H100e / Math.Max(1, Math.Max(computeOrders, 4));
        ProductRow large = cast.Catalogue.PopularServer(chance), small = cast.Catalogue.PopularAccelerator(chance);
        Seller home = cast.Roster.ComputeSeller(chance);
        double habit = chance.Unit();
        string use = Use(chance);
        bool isTrader = plan.Kind is "reseller" or "distributor";
        PartyRow? channel = !isTrader && chance.Odds(_channels) ? chance.Pick(chance.Odds(0.4) ? cast.Roster.Distributors : cast.Roster.Resellers) : null;
        double kw = 0, usd = 0;
        for (int n = 0; n < orders; n++)
        {
            bool compute = chance.Unit() * orders < computeOrders, material = !compute && materials;
            OrderLine[] lines = compute ? Compute(chance, chance.Odds(0.85) ? large : cast.Catalogue.PopularServer(chance), small, each * chance.LogBetween(0.35, 2.4)) : material ? Materials(chance, plan.H100e) : Ordinary(chance);
            foreach (OrderLine line in lines)
            {
                kw += (double)line.Quantity * (line.Product.AcceleratorPowerW ?? 0) / 1000;
                usd += (double)line.ValueUsd;
            }

            Seller seller = material ? cast.Roster.MaterialSeller : chance.Odds(0.8) ? home : cast.Roster.ComputeSeller(chance);
            PartyRow purchaser = channel is not null && chance.Odds(0.8) ? channel : plan.Buyer;

            // Traders buy for stock: who will use the goods they do not know yet, and now and then put down themselves.
            bool named = isTrader ? chance.Odds(0.4) : chance.Odds(purchaser == plan.Buyer || compute ? 0.97 : 0.8);
            story.Orders.Add(cast.Trade.Place(chance, new(cast.Numbering.Order(StoryKind.Buyer, index, n), n == 0 && plan.IsNew ? FirstOrderedAt(chance, plan) : OrderedAt(chance, plan, habit), seller, purchaser, plan.Buyer.Country, lines)
            {
                Intermediate = purchaser != plan.Buyer && chance.Odds(0.5) ? purchaser : null,
                Ultimate = chance.Odds(0.03) ? null : chance.Odds(0.006) ? chance.Pick(cast.Roster.Forwarders) : plan.Buyer,
                EndUser = named ? plan.Buyer : null,
                Payer = chance.Odds(0.9) ? purchaser : chance.Odds(0.3) ? chance.Pick(cast.Roster.Banks) : null,
                EndUse = chance.Odds(compute ? 0.1 : 0.45) ? null : isTrader ? "For resale" : compute ? chance.Odds(0.85) ? use : Use(chance) : chance.Pick(s_ordinaryUses),
                LocationsTold = isTrader ? 0.25 : null,
                RoutedExport = isTrader && chance.Odds(0.25) ? true : null,
                ChangedTo = chance.Odds(0.006) ? new(plan.Buyer.Id, plan.Buyer.Country, null) : null,
                DeclaredHsCode = chance.Odds(0.01) ? chance.Pick<string>(["8473.30", "8471.50", "8517.62", "8471.80"]) : null,
                DeclaredValue = chance.Odds(0.01) ? chance.LogBetween(0.2, 3) : 1,
                Description = chance.Odds(0.04) ? "Computer parts" : null,
                DwellDays = chance.Odds(0.012) ? chance.Between(9, 50) : null,
            }));
        }

        return new(kw, usd);
    }

    /// <summary>A customer is taken on because it wants to order: mostly within days, sometimes after two months.</summary>
    private DateTime FirstOrderedAt(Chance chance, Plan plan)
    {
        DateTime day = plan.Buyer.KnownAt.Date.AddDays(1 + (int)chance.LogBetween(1, 60)), last = cast.Firms.Start.AddDays(cast.Options.Days - 1);
        return (day < last ? day : last).AddMinutes(chance.Between(360, 1260));
    }

    /// <summary>A working hour of a day after the buyer was taken on, by the rhythm of its kind.</summary>
    private DateTime OrderedAt(Chance chance, Plan plan, double habit)
    {
        int first = (int)Math.Ceiling((plan.Buyer.KnownAt - cast.Firms.Start).TotalDays);
        return cast.Firms.Start.AddDays(_rhythm.Day(chance, plan.Kind, habit, first)).AddMinutes(chance.Between(360, 1260));
    }

    public OrderLine[] Compute(Chance chance, ProductRow server, ProductRow accelerator, double h100e)
    {
        ProductRow product = h100e < server.H100e * 0.75 || chance.Odds(0.1) ? accelerator : server;
        int quantity = (int)Math.Clamp(Math.Round(h100e / product.H100e), 1, 60_000);
        List<OrderLine> lines = [Line(chance, product, quantity)];
        if (product.Class == "server" && chance.Odds(0.35)) lines.Add(Line(chance, cast.Catalogue.Ordinary[2], Math.Max(1, quantity / 8)));
        if (product.Class == "server" && chance.Odds(0.3)) lines.Add(Line(chance, cast.Catalogue.Ordinary[1], quantity));
        if (chance.Odds(0.15)) lines.Add(Line(chance, cast.Catalogue.Ordinary[4], Math.Max(2, quantity * 4)));
        return [.. lines];
    }

    public OrderLine[] Ordinary(Chance chance)
    {
        OrderLine[] lines = new OrderLine[1 + chance.Weighted([0.62, 0.22, 0.11, 0.05])];
        for (int i = 0; i < lines.Length; i++) lines[i] = Line(chance, chance.Pick(cast.Catalogue.Ordinary), (int)chance.LogBetween(1, 100));
        return lines;
    }

    private OrderLine[] Materials(Chance chance, double plan)
    {
        OrderLine[] lines = new OrderLine[1 + chance.Weighted([0.5, 0.3, 0.2])];
        for (int i = 0; i < lines.Length; i++)
        {
            bool memory = chance.Odds(0.2);
            decimal quantity = memory ? (int)chance.LogBetween(20, 2000) : decimal.Round((decimal)Math.Round(chance.LogBetween(20, 400) * (1 + Math.Sqrt(plan) / 20), 3), 3);
            lines[i] = Line(chance, memory ? chance.Pick(cast.Catalogue.Memory) : chance.Pick(cast.Catalogue.Materials), quantity);
        }

        return lines;
    }

    public static OrderLine Line(Chance chance, ProductRow product, decimal quantity) =>
        new(product, quantity, decimal.Round(product.ListPriceUsd * quantity * chance.Between(900, 1060) / 1000m, 2));

    private void AddPapers(Story story, Chance chance, PartyRow buyer, string kind, double cluster, Spending spent)
    {
        double yearly = spent.Usd / Math.Max(1, cast.Options.Days / 365.0), clusterUsd = cluster * 33_600 * 1.6;
        CompanyRatio like = cast.Ratios.Draw(chance);
        double least = kind switch
        {
            "neocloud" => clusterUsd * chance.Between(1.4, 3.0),
            "hyperscaler" => clusterUsd * chance.LogBetween(6, 30),
            "university" => Math.Max(6e7, clusterUsd * chance.LogBetween(4, 40)),
            _ => Math.Max(3e7, clusterUsd * chance.LogBetween(1.5, 20)),
        };

        // A real firm's size where it can carry the cluster; else what the cluster asks for. One buyer in sixteen spends beyond its means all the same.
        double assets = kind is "enterprise" or "manufacturer" or "osat" or "material_buyer" ? Math.Max(like.AssetsUsd, least) : least;
        assets = Math.Min(4e12, Math.Max(assets, yearly * (chance.Odds(0.06) ? chance.Between(0.3, 1.2) : chance.Between(1.6, 4))));
        if (kind != "government" && chance.Odds(kind == "university" ? 0.6 : 0.85))
            Firms.AddStatements(story, buyer, chance, new(assets, chance.Odds(0.01) ? chance.LogBetween(3, 30) : kind == "neocloud" ? chance.LogBetween(1.1, 2.2) : chance.Between(0.97, 1.18), chance.Odds(0.08) ? null : chance.Odds(0.82))
            {
                YearsOld = chance.Odds(0.06) ? 1 : 0,
                DepositShare = like.DepositShare ?? (kind == "neocloud" ? chance.Odds(0.05) ? chance.Between(0.3, 0.8) : chance.Between(0.0, 0.15) : chance.Between(0.0, 0.05)),
                EquityShare = like.EquityShare,
                RevenueShare = like.RevenueShare,
                CashShare = like.CashShare,
            }, cast.Firms.End);
        if (kind is "material_buyer" or "osat" or "reseller" or "distributor" || chance.Odds(0.12)) return;

        // Accelerators are about 40 % of a site's power; the slack is what an honest buyer keeps.
        double kw = Math.Max(cluster / 370 * 1000 * chance.Between(0.3, 1.0), spent.AcceleratorKw / 0.4) * chance.LogBetween(1.15, 2.8);
        string? grade = null;
        if (chance.Odds(0.015))
        {
            // Papers that were never brought up to date: what a rule finds here is an omission, not a diversion.
            kw /= chance.LogBetween(3, 25);
            grade = chance.Odds(0.5) ? "self_declared" : "customer_document";
        }

        DateOnly evidenced = DateOnly.FromDateTime(buyer.KnownAt).AddDays(-chance.Between(0, 20));
        Firms.AddSite(story, buyer, chance, kw, grade, evidenced);
        DateOnly again = evidenced.AddDays(chance.Between(300, 420));
        if (again < cast.Firms.LastDay && chance.Odds(0.6)) Firms.AddSite(story, buyer, chance, kw * chance.Between(1.0, 1.3), grade, again);
    }

    // What its line makes, by its own word or a visit: what materials that it orders can be held against.
    private void AddLine(Story story, PartyRow buyer, Chance chance)
    {
        if (!chance.Odds(0.6)) return;
        DateOnly evidenced = DateOnly.FromDateTime(buyer.KnownAt).AddDays(-chance.Between(0, 60));
        DateTime knownAt = Firms.Later(evidenced.AddDays(chance.Between(1, 9)).ToDateTime(new TimeOnly(11, 0), DateTimeKind.Utc), buyer.KnownAt.AddMinutes(50));
        story.Capacity.Add(new($"LINE-{buyer.Id[2..]}", evidenced, buyer.Id, null, null, chance.Pick<string>(["self_declared", "customer_document", "site_visit"]), knownAt)
        {
            Country = buyer.Country,
            LineProductId = cast.Catalogue.Materials[^1].Id,
            LineOutputPerMonth = Math.Round(chance.LogBetween(20_000, 2_000_000)),
        });
    }

    private sealed record Plan(PartyRow Buyer, string Kind, double H100e, bool Controlled, bool IsNew);

    /// <param name="Weight">Share of all orders, up to a common factor.</param>
    /// <param name="KnownAt">When the buyer was taken on.</param>
    /// <param name="Recent">Taken on within the window.</param>
    public readonly record struct BuyerSize(double Weight, DateTime KnownAt, bool Recent);

    private readonly record struct Spending(double AcceleratorKw, double Usd);
}
