using System.Globalization;
using Screening.Data.Looks;
using Screening.Data.Store;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Looks;

/// <summary>What pages read of a lake.</summary>
public sealed class LooksTests : IDisposable
{
    private const string Known = "2024-05-01 09:00:00";
    private static readonly DateOnly Rule = new(2024, 4, 1);
    private readonly SomeDelivery _some = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _some.Dispose();

    // before the rule      | from the rule on
    // VN 6 orders x 100    | 6 x 300            3 times, over all others 0.5 times: 6
    // DE 6 x 200           | 6 x 100            0.5 times, over VN 3 times: 1/6
    // MY 4 x 100           | 1 x 900            too few before
    [Fact]
    public void ADestinationIsComparedWithAllOthersTogetherAsTheSignDoes()
    {
        Products();
        Orders(Many("VN", -10, 100, 6), Many("VN", 0, 300, 6), Many("DE", -1, 200, 6), Many("DE", 29, 100, 6));
        Surge surge = Around("server");
        Assert.Equal(30, surge.Days);
        Assert.Equal([("VN", 6.0), ("DE", 1 / 6.0)], surge.Countries.Select(c => (c.Country, Math.Round(c.Times!.Value, 12))), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-9);
        Assert.Equal((6L, 6L, 600.0, 1800.0), (surge.Countries[0].OrdersBefore, surge.Countries[0].OrdersAfter, surge.Countries[0].UsdBefore, surge.Countries[0].UsdAfter));
        Assert.Equal(2400 + 1800, surge.Weeks.Sum(w => w.Usd), 9);
        Assert.Contains(new SurgeWeek("VN", Rule.AddDays(-14), 600), surge.Weeks);
        Assert.Contains(new SurgeWeek("VN", Rule, 1800), surge.Weeks);
    }

    [Fact]
    public void WhatIsNoOrderOfSuchGoodsAroundTheDayCountsForNothing()
    {
        Products();
        Orders(
            Many("VN", -10, 100, 5), Many("VN", 3, 100, 5), Many("DE", -10, 100, 5), Many("DE", 3, 100, 5),
            Many("VN", 4, 9000, 1, ("status", "quoted")), Many("VN", 4, 9000, 1, ("status", "cancelled")), Many("VN", 4, 9000, 1, ("product_id", "SKU-MEM")), Many("VN", -31, 9000, 1), Many("VN", 30, 9000, 1),
            Many("MY", -2, 100, 4), Many("MY", 2, 900, 1));

        // The version in force alone counts, and the class of the line of greatest value.
        string told = SomeDelivery.Order(900, ("ordered_at", "2024-04-05 08:00:00"), ("destination_country", "VN"), ("product_id", "SKU-SRV"), ("value_usd", "7000.00"), ("known_at", "2024-04-06 08:00:00"));
        string gone = SomeDelivery.Order(900, ("version", "2"), ("status", "cancelled"), ("ordered_at", "2024-04-05 08:00:00"), ("destination_country", "VN"), ("product_id", "SKU-SRV"), ("value_usd", "7000.00"), ("known_at", "2024-04-07 08:00:00"));
        string small = SomeDelivery.Order(901, ("ordered_at", "2024-04-05 08:00:00"), ("destination_country", "DE"), ("product_id", "SKU-SRV"), ("value_usd", "1.00"));
        string large = SomeDelivery.Order(901, ("line_no", "2"), ("ordered_at", "2024-04-05 08:00:00"), ("destination_country", "DE"), ("product_id", "SKU-MEM"), ("value_usd", "50.00"));
        _some.Ingest(_some.Orders("more.csv", told, gone, small, large));
        Surge surge = Around("server");
        Assert.Equal([("DE", 5L, 5L, 500.0, 500.0), ("VN", 5, 5, 500, 500), ("MY", 4, 1, 400, 900)], surge.Countries.Select(c => (c.Country, c.OrdersBefore, c.OrdersAfter, c.UsdBefore, c.UsdAfter)).OrderBy(c => c.Country == "MY" ? 1 : 0).ThenBy(c => c.Country, StringComparer.Ordinal));
        Assert.Equal((null, "4 orders before, fewer than 5"), (surge.Countries[^1].Times, surge.Countries[^1].NotCompared));
        Assert.Equal(["DE", "MY"], Around("memory").Countries.Select(c => c.Country).Where(c => c != "VN").Append("MY").Distinct(StringComparer.Ordinal));
        Assert.Equal(0, SurgeLook.Around(_some.Lake.Snapshot(), SomeDelivery.Contracts, "server", Rule, Rule.AddDays(-1), Stop).Days);
        Assert.Throws<ArgumentException>(() => Around("weapons"));
    }

    [Fact]
    public void RulesThatTightenedAreListedTheLatestFirst()
    {
        Assert.Empty(SurgeLook.Rules(_some.Lake.Snapshot(), SomeDelivery.Contracts, Stop));
        _some.Ingest(_some.Write(
            "rules.csv", "control_event_id,title,direction,product_class,country_group,effective_on,citation,known_at", $"R-1,Older,tightened,,,2023-10-17,cited,{Known}", $"R-2,Newer,tightened,server,D:5,2024-04-01,cited,{Known}", $"R-3,Away,loosened,,,2024-04-15,cited,{Known}"), "control_events");
        Assert.Equal(
            [new TighteningRule("R-2", "Newer", "server", "D:5", Rule, "cited"), new TighteningRule("R-1", "Older", null, null, new DateOnly(2023, 10, 17), "cited")],
            SurgeLook.Rules(_some.Lake.Snapshot(), SomeDelivery.Contracts, Stop));
    }

    [Fact]
    public void WhatAVisitFoundIsAddedUpByVisitOfItsOwnPlan()
    {
        string Seen(string id, string installed, string online, string moment = "2024-05-01 07:00:00") => $"{id},S-{id},inspection,{moment},SG,{online},{installed},Auditor One,{Known}";
        _some.Ingest(
            _some.Write(
                "seen.csv", "report_id,serial,kind,seen_at,country,online,installed,inspected_by,known_at", Seen("inspection-0011aabb-V-001-a", "true", "true"), Seen("inspection-0011aabb-V-001-b", "false", "false", "2024-05-01 08:00:00"),
                Seen("inspection-0011aabb-V-002-V-009", "false", "true"), Seen("inspection-ffffffff-V-001-a", "false", "false")), "device_reports");
        IReadOnlyDictionary<string, VisitFinding> found = InspectionReports.Of(_some.Lake.Snapshot(), SomeDelivery.Contracts, "0011aabb", Stop);
        Assert.Equal(["V-001", "V-002"], found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new VisitFinding("V-001", "Auditor One", new DateTime(2024, 5, 1, 8, 0, 0, DateTimeKind.Utc), 2, 1, 1, 1), found["V-001"]);
        Assert.Equal((1L, 0L), (found["V-002"].Online, found["V-002"].Silent));
    }

    [Fact]
    public void ATipOfTheLakeStandsAsItWasToldLast()
    {
        const string Header = "tip_id,received_at,party_name,source_kind,reliability,status,summary,known_at";
        _some.Ingest(_some.Write("tips.csv", Header, $"T-1,2024-04-30 10:00:00,Example,press,low,open,x,{Known}", $"T-2,2024-05-01 08:00:00,Other,government,high,open,,{Known}"), "tips");
        _some.Ingest(_some.Write("later.csv", Header, "T-1,2024-04-30 10:00:00,Example,press,low,refuted,x,2024-05-02 09:00:00"), "tips");
        IReadOnlyList<Tip> tips = LakeTips.Read(_some.Lake.Snapshot(), SomeDelivery.Contracts, 10, Stop);
        Assert.Equal([("T-2", "open", ""), ("T-1", "refuted", "x")], tips.Select(t => (t.TipId, t.Status, t.Summary)));
        Assert.Equal("T-2", LakeTips.Read(_some.Lake.Snapshot(), SomeDelivery.Contracts, 1, Stop).Single().TipId);
    }

    [Fact]
    public void EachTellingOfAListsEntryIsThere()
    {
        const string Header = "entry_id,list_id,name,effective_on,known_at";
        _some.Ingest(_some.Write("list.csv", Header, "E-1,sample,EXAMPLE,2024-03-01,2024-03-02 00:00:00", "E-2,sample,OTHER,,2024-03-02 00:00:00"), "restricted_parties");
        _some.Ingest(_some.Write("changed.csv", Header, "E-1,sample,EXAMPLE LTD,2024-03-01,2024-04-02 00:00:00"), "restricted_parties");
        Assert.Equal(
            [("EXAMPLE", new DateOnly(2024, 3, 1), 3), ("EXAMPLE LTD", new DateOnly(2024, 3, 1), 4)],
            ListEntries.History(_some.Lake.Snapshot(), SomeDelivery.Contracts, ["E-1"], Stop).Select(t => (t.Name!, t.EffectiveOn!.Value, t.KnownAtUtc.Month)));
        Assert.Empty(ListEntries.History(_some.Lake.Snapshot(), SomeDelivery.Contracts, ["x' OR true --"], Stop));
    }

    private int _next;

    private string[] Many(string country, int day, double usd, int count, params (string, string)[] cells)
    {
        string at = Rule.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => SomeDelivery.Order(
                ++_next,
                [
                    ("ordered_at", at + " 08:00:00"), ("known_at", at + " 09:00:00"), ("destination_country", country), ("product_id", "SKU-SRV"), ("value_usd", usd.ToString("0.00", CultureInfo.InvariantCulture)), .. cells,
                ])),
        ];
    }

    private void Orders(params string[][] rows) => _some.Ingest(_some.Orders("orders.csv", rows.SelectMany(r => r)));

    private void Products() => _some.Ingest(_some.Write("products.csv", "product_id,name,class,known_at", "SKU-SRV,Server,server,2024-01-01 00:00:00", "SKU-MEM,Memory,memory,2024-01-01 00:00:00"), "products");

    private Surge Around(string goods) => SurgeLook.Around(_some.Lake.Snapshot(), SomeDelivery.Contracts, goods, Rule, Rule.AddDays(29), Stop);
}
