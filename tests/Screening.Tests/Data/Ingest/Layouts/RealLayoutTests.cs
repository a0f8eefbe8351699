using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>The published files that stand beside the repository, through their layouts and mappings: docs/real-data.md in numbers.</summary>
public sealed class RealLayoutTests : IDisposable
{
    private readonly MappedLayout _mapped = new();

    private static IReadOnlyList<string> OfacFiles => [.. new[] { "sdn.csv", "alt.csv", "add.csv" }.Select(n => Path.Combine(SharedData.Folder("lists"), "ofac", n))];

    private static string UnFile => Path.Combine(SharedData.Folder("lists"), "un-consolidated.xml");

    private static string SecFile => Path.Combine(SharedData.Folder("companies"), "sec-2010q2.zip");

    [Fact]
    public void EveryPartyOfOfacsListIsARecord()
    {
        var (layout, records) = Read("ofac-sdn", Ofac());

        // sdn.csv has 8,976 lines, alt.csv 11,910, add.csv 13,837 of which 2,397 hold no address; 2,438 names stand in remarks.
        Assert.Equal(8_976, records.Count);
        Assert.Equal((14_348, 11_910, 2_438, 11_440), (Items("aliases"), Items("strong_aliases"), Items("weak_aliases"), Items("addresses")));
        Assert.Equal((4_875, 7_118, 4_428, 2_546, 6_569), (Filled("identifiers"), Items("identifiers"), Filled("dates_of_birth"), Filled("nationalities"), Filled("countries")));
        Assert.Equal(10_759, Items("programs"));

        int Filled(string column) => records.Count(r => Cell(layout, r, column) is not null);
        int Items(string column) => records.Sum(r => Cell(layout, r, column)?.Split("; ").Length ?? 0);
    }

    [Fact]
    public void EveryPartyOfTheUnitedNationsListIsARecord()
    {
        var (layout, records) = Read("un-consolidated", Un());

        // 2,752 elements of aliases hold a name; 27 of them several spellings.
        Assert.Equal((730, 273), (records.Count(r => Cell(layout, r, "type") == "individual"), records.Count(r => Cell(layout, r, "type") == "entity")));
        Assert.Equal((2_823, 2_204, 619), (Items("aliases"), Items("strong_aliases"), Items("weak_aliases")));
        Assert.Equal((468, 811, 870), (Items("documents"), Items("addresses"), Items("dates_of_birth")));
        Assert.Equal(378, records.Count(r => Cell(layout, r, "name_original_script") is not null));
        Assert.Equal(["2026-02-27T00:00:09.554Z"], records.Select(r => Cell(layout, r, "generated_at")).Distinct());
        Assert.All(records, r => Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", Cell(layout, r, "listed_on")));
        Assert.Equal(4, records[0].Line);

        int Items(string column) => records.Sum(r => Cell(layout, r, column)?.Split("; ").Length ?? 0);
    }

    [Fact]
    public void EveryFilingIsARecord()
    {
        var (layout, records) = Read("sec-statements", Sec());

        Assert.Equal(522, records.Count);
        Assert.Equal((508, 301, 503, 416, 485, 41), (Filled("assets"), Filled("liabilities"), Filled("equity"), Filled("revenue"), Filled("cash"), Filled("customer_deposits")));
        Assert.Equal(["BRL 2", "CAD 1", "JPY 7", "USD 498"], records.Where(r => Cell(layout, r, "assets") is not null).GroupBy(r => Cell(layout, r, "uom")).Select(g => FormattableString.Invariant($"{g.Key} {g.Count()}")).Order(StringComparer.Ordinal));
        // Read by eye in num.txt: the 10-Q of a car maker, and advances of two kinds added up.
        var ford = records.Single(r => Cell(layout, r, "adsh") == "0001157523-10-002965");
        Assert.Equal(["191968000000", "197405000000", "-5475000000", "31566000000", "1", "24356000000"], new[] { "assets", "liabilities", "equity", "revenue", "revenue_quarters", "cash" }.Select(c => Cell(layout, ford, c)));

        int Filled(string column) => records.Count(r => Cell(layout, r, column) is not null);
    }

    [Fact]
    public void TheListsKeepTheirContract()
    {
        Assert.Equal(new IngestCounts(8_976, 8_976, 0, 0, 0, 0), _mapped.Ingest(OfacFiles, "ofac.yaml").Total);
        Assert.True(_mapped.Ingest(OfacFiles, "ofac.yaml").Files.Single().AlreadyIngested);
        Assert.Equal(new IngestCounts(1_003, 1_003, 0, 0, 0, 0), _mapped.Ingest([UnFile], "un.yaml").Total);
        var sample = _mapped.Ingest(Path.Combine(SharedData.Folder("lists"), "csl-sample.csv"), "csl.yaml");

        Assert.Equal(new IngestCounts(115, 115, 0, 0, 0, 0), sample.Total);
        Assert.Equal(
            ["csl-cap|1", "csl-dpl|8", "csl-dtc|10", "csl-el|22", "csl-isn|3", "csl-plc|13", "csl-sdn|28", "csl-ssi|26", "csl-uvl|4", "ofac-sdn|8976", "un-consolidated|1003"],
            _mapped.Query("restricted_parties", "SELECT list_id, count(*) FROM {dataset} GROUP BY 1 ORDER BY 1"));
        Assert.Equal(["aircraft|277", "entity|3673", "individual|4620", "vessel|406"], _mapped.Query("restricted_parties", "SELECT party_type, count(*) FROM {dataset} WHERE list_id = 'ofac-sdn' GROUP BY 1 ORDER BY 1"));
        // The day on which the United Nations made their file; the others say nothing of it.
        Assert.Equal(["2026-02-27 00:00:09.554|1003", "2026-08-01 00:00:00|9091"], _mapped.Query("restricted_parties", "SELECT known_at::VARCHAR, count(*) FROM {dataset} GROUP BY 1 ORDER BY 1"));
        Assert.Equal(["22|7|33"], _mapped.Query("restricted_parties", "SELECT count(licence_requirement), count(ends_on), count(effective_on) FROM {dataset} WHERE list_id LIKE 'csl-%'"));
        // What a reader of the lists knows to be there.
        Assert.Equal(["CUBA|AERO-CARIBBEAN|Cuba"], _mapped.Query("restricted_parties", "SELECT programmes, aliases, country FROM {dataset} WHERE entry_id = 'ofac-sdn-36'"));
        Assert.Equal(["ERIC BADEGE|DRC|2012-12-31|2016-10-13"], _mapped.Query("restricted_parties", "SELECT name, programmes, effective_on::VARCHAR, amended_on::VARCHAR FROM {dataset} WHERE entry_id = 'un-CDi.001'"));
    }

    [Fact]
    public void TheStatementsKeepTheirContracts()
    {
        Assert.Equal(new IngestCounts(522, 500, 22, 0, 0, 0), _mapped.Ingest([SecFile], "sec-parties.yaml").Total);
        // 14 filings without a total of assets, 10 in other money; four amendments that tell nothing new.
        var sheets = _mapped.Ingest([SecFile], "sec-balance-sheets.yaml");
        Assert.Equal(new IngestCounts(522, 494, 4, 0, 24, 0), sheets.Total);
        Assert.Empty(sheets.UnresolvedReferences);
        Assert.Equal(
            ["20|2|13|20|12", "446|33|268|423|0", "28|2|12|28|25"],
            _mapped.Query("balance_sheets", "SELECT count(*), count(customer_deposits_usd), count(total_liabilities_usd), count(cash_usd), count(revenue_usd) FROM {dataset} GROUP BY audited ORDER BY audited NULLS FIRST"));
        Assert.Equal(["bank|23", "distributor|9", "enterprise|275", "forwarder|2", "manufacturer|191"], _mapped.Query("parties", "SELECT kind, count(*) FROM {dataset} GROUP BY 1 ORDER BY 1"));
        Assert.Equal(["1"], _mapped.Query("parties", "SELECT count(*) FROM {dataset} WHERE country IS NULL"));
    }

    public void Dispose() => _mapped.Dispose();

    private static (ILayout Layout, List<LayoutRecord> Records) Read(string name, LayoutInput[] files)
    {
        var layout = Layouts.Find(name)!;
        var (records, problems) = SomeLayout.ReadWhole(layout, files);
        Assert.Empty(problems);
        return (layout, records);
    }

    private static string? Cell(ILayout layout, LayoutRecord record, string column) => record.Cells[layout.Columns.ToList().IndexOf(column)];

    private static LayoutInput[] Ofac() => [.. OfacFiles.Select(Input)];

    private static LayoutInput[] Un() => [Input(UnFile)];

    private static LayoutInput[] Sec() => [Input(SecFile)];

    private static LayoutInput Input(string path) => new(Path.GetFileName(path), () => File.OpenRead(path));
}
