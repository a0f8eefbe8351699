using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Tests.Cli.Reports;

/// <summary>Values for reports where the exact ones do not matter. Every party is invented.</summary>
internal static class Some
{
    public const string Hostile = "<script>alert(1)</script>\"'&\u202Eevil\u0007\u200B\uD800 \u0645\u0635\u0646\u0639 =1+1";

    public static readonly DateTime AsOf = new(2026, 3, 14, 23, 59, 59, DateTimeKind.Utc);

    private static readonly (string Name, double Latitude, double Longitude)
        Taoyuan = ("Taoyuan", 25.08, 121.23), Singapore = ("Singapore", 1.36, 103.99), JohorBahru = ("Johor Bahru", 1.49, 103.74),
        Dubai = ("Dubai", 25.25, 55.36), Istanbul = ("Istanbul", 41.26, 28.74), Frankfurt = ("Frankfurt", 50.03, 8.57),
        Anchorage = ("Anchorage", 61.17, -149.99), LosAngeles = ("Los Angeles", 33.94, -118.41), HongKong = ("Hong Kong", 22.31, 113.91),
        Almaty = ("Almaty", 43.35, 77.04), Auckland = ("Auckland", -37.01, 174.79);

    /// <summary>Twelve alerts of which every lane, every picture and every absence is shown at least once; the capacity is ten.</summary>
    public static NightlyList NightlyList() => List(
        10,
        Ranked(
            new()
            {
                Name = "Example Harbour Compute Ltd",
                Country = "MY",
                Kind = "neocloud",
                AgeDays = 214,
                Lane = Lane.MandatoryHold,
                Members = ["Example Harbour Compute Ltd", "Example Harbour Holdings Pte Ltd", "Northgate Sample Logistics Sdn Bhd"],
                Sentence = "end user Example Harbour Holdings Pte Ltd bears the name EXAMPLE HARBOUR HOLDINGS of the Entity List (sample-0417); 358 kW of accelerators ordered in 30 days for a verified site that has 14 kW for them, 25 times as much; balance sheet 90 times last year's, now 3.0 billion USD, 97 % deposits",
                Reasons = [Start, Listed, Capacity, Balance, Transshipment, Anomaly(1.15), Unknowns(2)],
                NotAssessed = ["headquarters: neither headquarters nor ultimate parent of the end user are known", "lists: the name of one party is not known"],
                ListMatches = [new ListHit("end user", "Example Harbour Holdings Pte Ltd", "EXAMPLE HARBOUR HOLDINGS", "Entity List", "sample-0417")],
                Changed = "two new orders since 7 March, 240 H100e; before at place 4",
                History = Orders((-610, 8, 11), (-402, 12, 16.5), (-260, 24, 33), (-96, 40, 55), (-24, 120, 165), (-11, 80, 110), (-3, 60, 83)),
                Contributing = 3,
                SitePowerKw = 120,
                VerifiedPowerKw = 36,
                Statements = [Statement(2024, 33_120_450.25, 4_100_000, 9_800_000), Statement(2025, 2_981_004_118.5, 2_890_000_000, 11_400_000)],
                Route = [Leg(Taoyuan, Singapore, true), Leg(Singapore, JohorBahru, true), Leg(JohorBahru, HongKong, true)],
                StakeUsd = 8_736_000,
            },
            new()
            {
                Name = "Sample Meridian Trading FZE",
                Country = "AE",
                Kind = "reseller",
                AgeDays = 92,
                Lane = Lane.MandatoryHold,
                Sentence = "410 H100e of controlled goods for an end user with headquarters or parent in D:5 or Macau",
                Reasons = [Start, Embargo, Young, Anomaly(0.8)],
                Changed = "new tonight",
                History = Orders((-40, 130, 180), (-12, 280, 384)),
                Contributing = 2,
                Route = [Leg(Taoyuan, Dubai, true), Leg(Dubai, Istanbul, true), Leg(Istanbul, Almaty, false)],
                StakeUsd = 13_776_000.75,
            },
            new()
            {
                Name = "Fictional Data Halls Berhad",
                Country = "MY",
                Kind = "neocloud",
                AgeDays = 1480,
                Sentence = "9,200 kW of accelerators ordered so far for a site that by the customer's own word has 3,600 kW for them, 2.6 times as much; purchases of 365 days 3.1 times total assets",
                Reasons = [Start, Capacity, Proportion, Transshipment, Anomaly(1.9), Unknowns(1)],
                NotAssessed = ["capacity: site power is the customer's own word"],
                Changed = "stake up from 3,100 to 6,600 H100e",
                History = Orders((-700, 200, 280), (-560, 420, 590), (-433, 800, 1100), (-301, 1250, 1720), (-150, 1680, 2310), (-44, 2250, 3200)),
                Contributing = 6,
                SitePowerKw = 9000,
                Statements = [Statement(2023, 88_000_000, null, 31_000_000), Statement(2024, 96_500_000, null, 33_000_000)],
                Route = [Leg(LosAngeles, Taoyuan, false), Leg(Taoyuan, JohorBahru, true)],
                StakeUsd = 221_760_000,
            },
            new()
            {
                Name = "Placeholder Systems Integration GmbH",
                Country = "DE",
                Kind = "reseller",
                AgeDays = 5230,
                Sentence = "14 orders in 90 days for 6 linked parties, none above 1,500 H100e, together just below the 1,700 H100e limit: 1,600 H100e in 90 days",
                Reasons = [Start, Split, Anomaly(0.6)],
                Members = [.. Enumerable.Range(1, 6).Select(i => $"Placeholder Systems Branch {i} GmbH")],
                History = Orders([.. Enumerable.Range(0, 14).Select(i => (-88 + (6 * i), 100.0 + (i * 7), 140.0 + (i * 9)))]),
                Contributing = 14,
                SitePowerKw = 64000,
                VerifiedPowerKw = 52000,
                Statements = [Statement(2025, 412_000_000, null, null)],
                Route = [Leg(Frankfurt, Istanbul, true)],
                StakeUsd = 53_100_000,
            },
            new()
            {
                Name = "Invented Pacific Cloud Inc",
                Country = "US",
                Kind = "enterprise",
                AgeDays = 301,
                Sentence = "41 million USD ordered, its first order, and the purchaser was founded 10 months ago",
                Reasons = [Start, Young, Anomaly(1.4), Unknowns(3)],
                NotAssessed = ["capacity: no end user is named", "balance sheet: no statement of the purchaser is known", "destination: no country of ultimate destination is told"],
                Changed = "new tonight",
                History = Orders((-2, 1220, 1680)),
                Contributing = 1,
                Route = [Leg(Taoyuan, Anchorage, false), Leg(Anchorage, LosAngeles, false)],
                StakeUsd = 41_000_000,
            },
            new()
            {
                Name = "Example Institute of Marine Weather",
                Country = "NZ",
                Kind = "university",
                AgeDays = 24_000,
                Sentence = "62 million USD ordered; 51 % of the end user changed hands within a year, last 34 days ago",
                Reasons = [Start, Restructured, Anomaly(0.4)],
                Changed = "unchanged since 9 March",
                History = Orders((-400, 40, 55), (-31, 900, 1240)),
                Contributing = 1,
                SitePowerKw = 1240,
                VerifiedPowerKw = 1240,
                Statements = [Statement(2024, 910_000_000, 12_000_000, 700_000_000), Statement(2025, 902_000_000, 10_000_000, 698_000_000)],
                Route = [Leg(LosAngeles, Auckland, false)],
                StakeUsd = 62_000_000,
            },
            new()
            {
                Name = Hostile,
                Country = "X\"",
                Kind = "<i>other</i>",
                AgeDays = null,
                Sentence = "a name as it was told: " + Hostile,
                Reasons = [Start, Transshipment],
                NotAssessed = [Hostile],
                Changed = Hostile,
                Members = [Hostile, new string('W', 10_000)],
                ListMatches = [new ListHit("purchaser", Hostile, Hostile, "Example List", Hostile)],
                StakeUsd = 1_200_000,
            },
            new()
            {
                Name = new string('Ж', 10_000),
                Country = "KZ",
                Kind = "distributor",
                AgeDays = 730,
                Sentence = "66 H100e of controlled goods went on to a country other than their destination",
                Reasons = [Start, Transshipment, Unknowns(1)],
                NotAssessed = ["company: no day of incorporation is known"],
                Changed = "new tonight",
                History = Orders((-20, 66, 91)),
                Contributing = 1,
                StakeUsd = 2_217_600,
            },
            new()
            {
                Name = "مثال للحوسبة السحابية",
                Country = "JO",
                Kind = "enterprise",
                AgeDays = 45,
                Lane = Lane.SmallCertain,
                Sentence = "4.0 H100e of controlled goods to or through a hub named by official notices, and no end user is named",
                Reasons = [Start, Transshipment, Young, Anomaly(0.3)],
                Changed = "new tonight",
                History = Orders((-5, 4, 5.6)),
                Contributing = 1,
                Route = [Leg(Singapore, Dubai, true)],
                StakeUsd = 134_400,
            },
            new()
            {
                Name = "範例雲端運算股份有限公司",
                Country = "TW",
                Kind = "enterprise",
                AgeDays = 3900,
                Lane = Lane.Exploration,
                ShownProbability = 0.0125,
                Sentence = "orders unlike those of its peers: 3.2 times the usual price for each H100e",
                Reasons = [Start, Anomaly(0.9)],
                Changed = "",
                History = Orders((-365, 2, 2.8), (-8, 16, 22)),
                Contributing = 1,
                SitePowerKw = 400,
                VerifiedPowerKw = 400,
                StakeUsd = 1_720_000,
            },
            new()
            {
                Name = "Specimen Freight Agency Ltd",
                Country = "SG",
                Kind = "forwarder",
                AgeDays = 61,
                Lane = Lane.MandatoryHold,
                Sentence = "freight forwarder Specimen Freight Agency Ltd bears the name SPECIMEN FREIGHT of the Denied Persons List (sample-0091)",
                Reasons = [Start, Listed, Unknowns(2)],
                NotAssessed = ["capacity: no site power is known"],
                Changed = "list entry published on 13 March",
                ListMatches = [new ListHit("freight forwarder", "Specimen Freight Agency Ltd", "SPECIMEN FREIGHT", "Denied Persons List", "sample-0091")],
                History = Orders((-70, 30, 41)),
                Contributing = 1,
                StakeUsd = 1_008_000,
                Route = [Leg(Auckland, LosAngeles, false)],
            },
            new()
            {
                Name = "Model Analytics Oy",
                Country = null,
                Kind = "not known",
                AgeDays = double.NaN,
                Lane = Lane.MandatoryHold,
                Sentence = "18 H100e of controlled goods for a destination under arms embargo (D:5) or Macau",
                Reasons = [Start, Embargo],
                Changed = "place 12 on each of the last three nights",
                History = Orders((-1, 18, 25)),
                Contributing = 1,
                StakeUsd = 604_800,
            }));

    /// <summary>A list of so many plain alerts.</summary>
    public static NightlyList Many(int alerts, int capacity) => List(capacity, Ranked([.. Enumerable.Range(1, alerts).Select(i => new Draft
    {
        Name = $"Example Company {i} Ltd", Country = "SG", Kind = "enterprise", AgeDays = i,
        Sentence = $"{i} orders", Reasons = [Start, Capacity, Transshipment], Changed = "new tonight",
        History = Orders((-200, i, i), (-3, 2 * i, 3 * i)), Contributing = 1, SitePowerKw = 50, StakeUsd = 1000 * i,
    })]));

    /// <summary>A list that holds these alerts.</summary>
    public static NightlyList List(int capacity, IReadOnlyList<Alert> alerts) => new()
    {
        RunId = "2026-03-14-7c2a91d0",
        Date = new DateOnly(2026, 3, 14),
        AsOf = AsOf,
        Versions = new VersionSet("148 (5d0c3a77e1b2)", "9f3a8c21d04e", "f7b1c20398aa", "1.0.0 (44e0b7c2)", "blend"),
        Alerts = alerts,
        Capacity = capacity,
        OrdersAssessed = 48_213,
        SubjectsAssessed = 9_120,
        NewOrders = 312,
        PeersFitted = 47_650,
        Known = [new("orders", 61_204), new("order_lines", 142_877), new("parties", 18_334), new("party_events", 4_021), new("shipments", 88_410), new("balance_sheets", 12_906), new("restricted_parties", 21_455)],
        Blind =
        [
            "Shipments of Northern Sample Freight are known only up to 11 March: three days are missing.",
            "1,204 end users have no name, so no list can be held against them.",
            "No statement of the year 2025 is known for 71 % of purchasers.",
        ],
    };

    /// <summary>One alert that only has what every alert has.</summary>
    public static Alert Alert() => Ranked(new Draft { Name = "Example Company Ltd", Reasons = [Start, Capacity] })[0];

    private static Reason Start => new("start", "Starting point", "start", "an order of which nothing is known", -6, "");

    private static Reason Listed => new("T21", "Party bears the name of a restricted party", "listed name", "end user Example Harbour Holdings Pte Ltd bears the name EXAMPLE HARBOUR HOLDINGS of the Entity List (sample-0417)", 8, "EAR 744 and its Supplement 4 (Entity List); EAR 764.3 (denied persons)");

    private static Reason Embargo => new("E01", "Controlled goods for an embargoed destination or headquarters", "embargoed", "controlled goods for a destination under arms embargo (D:5) or Macau", 6, "15 CFR 742.6(b) and 744.23; Country Group D:5 and Macau");

    private static Reason Capacity => new("T01", "Order volume inconsistent with known capacity", "over capacity", "358 kW of accelerators ordered in 30 days for a verified site that has 14 kW for them, 25 times as much", 3.92, "DSET, The Great Breakout (2026), IV; BIS guidance of 13 May 2025");

    private static Reason Balance => new("T12", "Balance sheet jump", "balance jump", "balance sheet 90 times last year's, now 3.0 billion USD, 97 % deposits", 3.3056, "The Substrate, How banned AI chips end up in China (15 May 2026)");

    private static Reason Transshipment => new("T05", "Destination or route with elevated transshipment risk", "transshipment", "260 H100e of controlled goods to or through a hub named by official notices, and no end user is named", 2.4, "DSET, The Great Breakout (2026), IV; BIS, FinCEN and Tri-Seal notices");

    private static Reason Young => new("T02", "Large order from a newly established company", "young company", "13 million USD ordered, its first order, and the end user was founded 3 months ago", 2.183, "DSET, The Great Breakout (2026), IV; EAR 732 Supplement 3");

    private static Reason Proportion => new("T14", "Order out of proportion to the balance sheet", "beyond means", "purchases of 365 days 3.1 times total assets", 2.097, "EAR 732 Supplement 3 (ability to pay)");

    private static Reason Split => new("T04", "End product split into orders below a threshold", "split orders", "14 orders in 90 days for 6 linked parties, none above 1,500 H100e", 2.6, "EAR 740 low processing performance exception");

    private static Reason Restructured => new("T03", "Ownership restructured before a large order", "new owners", "51 % of the end user changed hands within a year, last 34 days ago", 1.7, "DSET, The Great Breakout (2026), IV");

    private static Reason Anomaly(double adds) => new("anomaly", "Unusual among its peers", "unusual", "more unusual than 98 % of 1,204 orders of neoclouds; price for each H100e 61,000 USD, usually 26,000 to 41,000", adds, "");

    private static Reason Unknowns(int count) => new("unknowns", "What is not known", "unknowns", Words.Count(count, "sign") + " could not be assessed", 0.2 * count, "");

    private static (int Day, double H100e, double Kw)[] Orders(params (int Day, double H100e, double Kw)[] orders) => orders;

    private static StatementPoint Statement(int year, double assets, double? deposits, double? equity) => new(new DateOnly(year, 12, 31), assets, deposits, equity);

    private static RouteLeg Leg((string Name, double Latitude, double Longitude) from, (string Name, double Latitude, double Longitude) to, bool hub) =>
        new(from.Name, from.Latitude, from.Longitude, to.Name, to.Latitude, to.Longitude, hub);

    private static IReadOnlyList<Alert> Ranked(params IReadOnlyList<Draft> drafts) => [.. drafts.Select((d, i) => d.At(i + 1))];

    private sealed record Draft
    {
        public required string Name { get; init; }

        public string? Country { get; init; } = "SG";

        public string Kind { get; init; } = "enterprise";

        public double? AgeDays { get; init; } = 400;

        public Lane Lane { get; init; } = Lane.Ranked;

        public IReadOnlyList<string>? Members { get; init; }

        public string Sentence { get; init; } = "why";

        public required IReadOnlyList<Reason> Reasons { get; init; }

        public IReadOnlyList<string> NotAssessed { get; init; } = [];

        public IReadOnlyList<ListHit> ListMatches { get; init; } = [];

        public string Changed { get; init; } = "";

        public (int Day, double H100e, double Kw)[] History { get; init; } = [];

        public int Contributing { get; init; }

        public double? SitePowerKw { get; init; }

        public double? VerifiedPowerKw { get; init; }

        public IReadOnlyList<StatementPoint> Statements { get; init; } = [];

        public IReadOnlyList<RouteLeg> Route { get; init; } = [];

        public double StakeUsd { get; init; } = 1000;

        public double ShownProbability { get; init; } = 1;

        public Alert At(int rank)
        {
            var history = History
                .Select((o, i) => new OrderPoint(DateOnly.FromDateTime(AsOf).AddDays(o.Day), $"EX-{rank:000}-{i + 1:000}", o.Kw, o.H100e, o.H100e * 33_600.125)).ToList();
            double margin = Reasons.Sum(r => r.LogOdds), risk = 1 / (1 + Math.Exp(-margin));
            double stake = history.TakeLast(Contributing).Sum(o => o.H100e);
            return new Alert
            {
                Id = $"alert-{rank:0000}",
                Subject = $"subject-{rank:0000}",
                Name = Name,
                Country = Country,
                Kind = Kind,
                AgeDays = AgeDays,
                Members = Members ?? [Name],
                Rank = rank,
                Lane = Lane,
                Risk = risk,
                Margin = margin,
                Priority = risk * Math.Log2(2 + stake),
                StakeH100e = stake,
                StakeUsd = StakeUsd,
                Sentence = Sentence,
                Reasons = Reasons,
                NotAssessed = NotAssessed,
                ListMatches = ListMatches,
                OrderId = history.Count == 0 ? "EX-none" : history[^1].OrderId,
                OrderVersion = 2,
                Changed = Changed,
                ShownProbability = ShownProbability,
                AsOf = AsOf,
                Orders =
                [
                    .. history.TakeLast(Contributing).Reverse().Select((o, i) => new AlertOrder(
                        o.OrderId, 1 + (i % 2), i == 0 ? "placed" : "shipped", o.Date.ToDateTime(new TimeOnly(8, 15, i), DateTimeKind.Utc), Name,
                        i % 3 == 2 ? null : "Example Harbour Holdings Pte Ltd", i % 4 == 3 ? null : "MY", o.H100e, o.ValueUsd,
                        [$"{Math.Ceiling(o.H100e / 8)} x 8-way H100 SXM server", "4 x 400G switch"])),
                ],
                Evidence = new AlertEvidence(SitePowerKw, VerifiedPowerKw, history, Statements, Route),
            };
        }
    }
}
