using Screening.Cli;
using Screening.Cli.Nightly;
using Screening.Data.Ingest;
using Screening.Parties;
using Xunit;

namespace Screening.Tests.Data;

/// <summary>Public data that nobody here made, brought in by mapping files and screened: docs/real-data.md in numbers.</summary>
public sealed class RealDataTests(RealDataFixture real) : IClassFixture<RealDataFixture>
{
    private static readonly DateOnly Night = new(2014, 8, 27);

    public static TheoryData<string, IngestCounts> Counts => new()
    {
        { "scms/products.yaml", new(10_324, 184, 5_815, 0, 0, 4_325) },
        { "scms/vendors.yaml", new(10_324, 73, 2_444, 0, 0, 7_807) },
        { "scms/programmes.yaml", new(10_324, 142, 2_358, 0, 0, 7_824) },
        { "scms/orders.yaml", new(10_324, 10_324, 0, 0, 0, 0) },
        { "scms/shipments.yaml", new(10_324, 7_030, 0, 23, 2_445, 826) },
        { "us-restricted-parties.yaml", new(5_929, 5_927, 0, 0, 0, 2) },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void EveryRowIsAccountedFor(string mapping, IngestCounts expected)
    {
        IngestCounts total = real.Reports[mapping].Total;
        Assert.True(total.Balance, total.ToString());
        Assert.Equal(expected, total);
        Assert.Empty(real.Reports[mapping].UnresolvedReferences);
    }

    [Fact]
    public void TheOnlyRefusedRowsSayTwoThingsOfOneShipment()
    {
        RefusalReason reason = Assert.Single(real.Reports["scms/shipments.yaml"].Reasons);
        Assert.Equal(("conflict", 23), (reason.Check, reason.Rows));

        // Of each such shipment the line with the weight comes first, so that no weight is lost.
        Assert.Equal(["23"], real.Query($$"""
            SELECT count(DISTINCT shipment_id) FROM {shipments} JOIN read_csv('{{Source}}', all_varchar=true) s ON "ASN/DN #" = shipment_id
            WHERE weight_kg IS NOT NULL AND "Weight (Kilograms)" = 'Weight Captured Separately'
            """));
    }

    [Fact]
    public void EachStepOfTheOrdersDateIsUsedAsOftenAsDocumented()
    {
        // What the mapping says, said a second time and apart: 4,592 + 3,801 + 1,931 lines.
        Assert.Equal(["1|4592", "2|3801", "3|1931"], real.Query($$"""
            SELECT step, count(*) FROM (
                SELECT CASE WHEN "PO Sent to Vendor Date" ~ '[0-9].*' THEN 1 WHEN "PQ First Sent to Client Date" ~ '[0-9].*' THEN 2 ELSE 3 END AS step
                FROM read_csv('{{Source}}', all_varchar=true)) GROUP BY 1 ORDER BY 1
            """));
        Assert.Equal(
            [("N/A - From RDC", 3_744), ("N/A - From RDC, then Pre-PQ Process", 1_455), ("Date Not Captured, then Pre-PQ Process", 271), ("N/A - From RDC, then Date Not Captured", 205), ("Date Not Captured", 57)],
            real.Reports["scms/orders.yaml"].Nulled.Where(n => n.Column == "ordered_at").OrderByDescending(n => n.Rows).Select(n => (n.Text, n.Rows)));
    }

    [Fact]
    public void DatesThatASpreadsheetTurnedAroundAreTurnedBack()
    {
        // 2010-09-14 stands for 10/9/14. Month first, no order comes after its delivery; day first, every fourth does.
        Assert.Equal(["1712|0|424"], real.Query($$"""
            SELECT count(*), count(*) FILTER (ordered_at > strptime("Delivery Recorded Date", '%d-%b-%y')),
                count(*) FILTER (try_strptime("PO Sent to Vendor Date", '20%d-%m-%y') > strptime("Delivery Recorded Date", '%d-%b-%y'))
            FROM {orders} JOIN read_csv('{{Source}}', all_varchar=true) s ON CAST(s."ID" AS BIGINT) = line_no
            WHERE regexp_full_match("PO Sent to Vendor Date", '[0-9]+-[0-9]+-[0-9]+')
            """));
        Assert.Equal(["2006-04-19 00:00:00|2015-08-24 00:00:00"], real.Query("SELECT CAST(min(ordered_at) AS VARCHAR), CAST(max(ordered_at) AS VARCHAR) FROM {orders}"));
    }

    [Fact]
    public void EveryMissingValueOfAShipmentHasItsReason()
    {
        Assert.Equal(
            [("mode", "N/A", 260), ("weight_kg", "Weight Captured Separately", 1_507), ("freight_usd", "Freight Included in Commodity Cost", 1_442), ("freight_usd", "Invoiced Separately", 239)],
            real.Reports["scms/shipments.yaml"].Nulled.Select(n => (n.Column, n.Text, n.Rows)));

        // The report counts rows of the file, of which several can be one shipment; so the file is asked for each shipment without a value.
        Assert.Equal(["0|0|0"], real.Query($$"""
            SELECT count(*) FILTER (mode IS NULL AND "Shipment Mode" <> 'N/A'), count(*) FILTER (weight_kg IS NULL AND "Weight (Kilograms)" <> 'Weight Captured Separately'),
                count(*) FILTER (freight_usd IS NULL AND "Freight Cost (USD)" NOT IN ('Freight Included in Commodity Cost', 'Invoiced Separately'))
            FROM {shipments} JOIN read_csv('{{Source}}', all_varchar=true) s ON "ASN/DN #" = shipment_id WHERE NOT starts_with("Weight (Kilograms)", 'See ')
            """));
        Assert.Equal(["7030|0|0"], real.Query("SELECT count(*), count(*) FILTER (arrived_at IS NULL), count(*) FILTER (to_country IS NULL) FROM {shipments}"));
    }

    [Fact]
    public void OnlyVendorsHaveNoCountry() =>
        Assert.Equal(["73|True"], real.Query("SELECT count(*), bool_and(starts_with(party_id, 'V-')) FROM {parties} WHERE country IS NULL"));

    [Fact]
    public void AListEntryWithoutDateCitesNone()
    {
        // 136 of 5,927: the 1286 list gives no date at all, two entries cite the Federal Register without one.
        Assert.Equal(["bis-entity-list|2", "dow-1286|134"], real.Query("SELECT list_id, count(*) FROM {restricted_parties} WHERE effective_on IS NULL GROUP BY 1 ORDER BY 1"));
        Assert.Equal(["5927|136|78"], real.Query(
            "SELECT count(DISTINCT entry_id), count(*) FILTER (known_at = '2026-08-01'), count(*) FILTER (effective_on < '1990-01-01' AND known_at = '1990-01-01') FROM {restricted_parties}"));
    }

    [Fact]
    public void NoVendorBearsAListedName()
    {
        // All of them, not only those with an order open on the night.
        HashSet<string> listed = [.. real.Query("SELECT unnest(string_split(concat_ws(';', name, aliases), ';')) FROM {restricted_parties}").Select(NameKey.Of).Where(k => k.Length > 0)];
        IReadOnlyList<string> vendors = real.Query("SELECT name FROM {parties} WHERE starts_with(party_id, 'V-')");
        Assert.Equal(73, vendors.Count);
        Assert.True(listed.Count > 5_000);
        Assert.DoesNotContain(vendors, v => listed.Contains(NameKey.Of(v)));
    }

    [Fact]
    public void ABusyNightIsScreenedTwiceWithTheSameList()
    {
        // 80 order lines of 4 orders were sent to vendors that day; 66 lines of 7 deliveries were recorded.
        Assert.Equal(["80|4"], real.Query("SELECT count(*), count(DISTINCT order_id) FROM {orders} WHERE known_at >= '2014-08-27' AND known_at < '2014-08-28'"));
        Assert.Equal(["66|7"], real.Query($$"""SELECT count(*), count(DISTINCT "ASN/DN #") FROM read_csv('{{Source}}', all_varchar=true) WHERE "Delivery Recorded Date" = '27-Aug-14'"""));
        Assert.Equal(["7"], real.Query("SELECT count(*) FROM {shipments} WHERE known_at >= '2014-08-27' AND known_at < '2014-08-28'"));

        NightlyResult night = Screen();
        Assert.Equal((4, 398, 25), (night.List.NewOrders, night.List.OrdersAssessed, night.List.SubjectsAssessed));
        Assert.Equal(17, night.List.Alerts.Count);
        Assert.All(night.List.Alerts, a => Assert.Empty(a.ListMatches));

        // No typology finds anything: no article is an accelerator, and a lake without a balance sheet says nothing of a buyer's means.
        Assert.DoesNotContain(night.List.Alerts.SelectMany(a => a.Reasons), r => r.Code[0] is 'T' or 'E');
        Assert.All(night.List.Alerts, a => Assert.InRange(a.Risk, 0, 0.05));

        NightlyResult again = Screen();
        Assert.Equal(night.List.RunId, again.List.RunId);
        Assert.False(again.Written!.IsNew);
        Assert.Equal(night.List.Alerts.Select(a => (a.Subject, a.Risk)), again.List.Alerts.Select(a => (a.Subject, a.Risk)));
    }

    [Fact]
    public void TheSameFilesAgainAddNothing()
    {
        long before = real.Lake.Snapshot().Number;
        foreach (var (_, mapping, _, _) in RealDataFixture.Deliveries)
        {
            IngestReport again = real.Ingest(mapping);
            Assert.True(Assert.Single(again.Files).AlreadyIngested, mapping);
            Assert.Equal(0, again.Total.Accepted);
        }

        Assert.Equal(before, real.Lake.Snapshot().Number);
    }

    private static string Source => Path.Combine(SharedData.Folder("scms"), "SCMS_Delivery_History_Dataset.csv");

    private NightlyResult Screen()
    {
        var request = new NightlyRequest { Lake = real.Lake.FullPath, Date = Night, Threads = 2 };
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        return ConsoleProgress.Run(progress => NightlyRun.Run(request, TimeProvider.System, progress, cancellation));
    }
}
