using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>The mapping files of the layouts over small invented files.</summary>
public sealed class LayoutMappingTests : IDisposable
{
    private const string CslHeader =
        "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids";

    private readonly MappedLayout _mapped = new();

    [Fact]
    public void OfacsPartiesBecomeEntries()
    {
        Assert.Equal(new IngestCounts(3, 3, 0, 0, 0, 0), Ofac(OfacSdnLayoutTests.Sdn).Total);
        Assert.Equal(
            [
                "ofac-sdn-12|ofac-sdn|NORTHERN EXAMPLE TRADING CO., LTD.|NORTHERN EXAMPLE, OLD|N.E.T.; NETCO; NORTHERN \"X\" CO|Utopia|NPWMD; IFSR|Tax ID No. 77-001 (Utopia)|entity",
                "ofac-sdn-300|ofac-sdn|SAMPLE STAR|SAMPLE MOON|||NPWMD|Vessel Registration Identification IMO 1234567; Call sign 5IM001|vessel",
                "ofac-sdn-7|ofac-sdn|SAMPLE, Ada|||Erewhon|SDGT|Passport X1234 (Utopia) issued 1999; Passport X5|individual",
            ],
            _mapped.Query("restricted_parties", "SELECT entry_id, list_id, name, aliases, weak_aliases, country, programmes, identifiers, party_type FROM {dataset} ORDER BY entry_id"));
        Assert.StartsWith("Reefer; Vessel type Cargo; Vessel flag Utopia; Vessel owner Example Lines; Tonnage 1,200; Gross tonnage 900; Vessel Registration", Assert.Single(_mapped.Query("restricted_parties", "SELECT notes FROM {dataset} WHERE party_type = 'vessel'")), StringComparison.Ordinal);
    }

    /// <summary>A list that is published again with a new entry at its top moves every line down. Only what is new may be a new telling.</summary>
    [Fact]
    public void AListPublishedAgainTellsOnlyWhatIsNew()
    {
        const string more = "5,\"NEW EXAMPLE\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
        Ofac(OfacSdnLayoutTests.Sdn);
        var again = Ofac(more + OfacSdnLayoutTests.Sdn.Replace("Deputy Minister", "Minister", StringComparison.Ordinal), MappedLayout.DeliveredAtUtc.AddDays(1));

        Assert.Equal(new IngestCounts(4, 2, 2, 0, 0, 0), again.Total);
    }

    [Fact]
    public void ThePartiesOfTheUnitedNationsBecomeEntries()
    {
        var layout = Layouts.Find("un-consolidated")!;
        var records = SomeLayout.ReadWhole(layout, SomeLayout.File("un.xml", UnConsolidatedLayoutTests.List(UnConsolidatedLayoutTests.Person, UnConsolidatedLayoutTests.Firm))).Records;

        Assert.Equal(new IngestCounts(2, 2, 0, 0, 0, 0), _mapped.Ingest(layout, records, "un.yaml").Total);
        Assert.Equal(
            [
                "un-UTe.001|EXAMPLE TRADING||EXAMPLE OLD; EXTRA||Utopia|2012-12-31||2026-02-27 00:00:09.554|Utopia||",
                "un-UTi.001|ADA BINT SAMPLE|Ада Сэмпл|Adda Sample; Ada Sampel|Romeo|Utopia|2015-04-07|2018-01-02|2026-02-27 00:00:09.554|Utopia|Passport X1 (Utopia, issued 2013-06-11)|Dr.; Chief, deputy; Head of office; Born in Sometown, Erewhon; Said to live & trade abroad.",
            ],
            _mapped.Query("restricted_parties", "SELECT entry_id, name, name_original_script, aliases, weak_aliases, country, effective_on::VARCHAR, amended_on::VARCHAR, known_at::VARCHAR, programmes, identifiers, notes FROM {dataset} ORDER BY entry_id"));
    }

    [Fact]
    public void AStatementBecomesABalanceSheetOfAParty()
    {
        var layout = Layouts.Find("sec-statements")!;
        var archive = SomeLayout.Zip(("sub.txt", SecStatementsLayoutTests.Sub), ("num.txt", SecStatementsLayoutTests.Num));
        var records = SomeLayout.ReadWhole(layout, SomeLayout.File("x.zip", archive)).Records;

        // All three are filings of one registrant that changes its name twice, at one time: the first telling stands.
        Assert.Equal(new IngestCounts(3, 1, 0, 2, 0, 0), Counts(() => _mapped.Ingest(layout, records, "sec-parties.yaml")));
        Assert.Equal(new IngestCounts(1, 1, 0, 0, 0, 0), _mapped.Ingest(layout, records[..1], "sec-parties.yaml").Total);
        Assert.Equal(
            ["SEC-77|EXAMPLE \"X\" CORP|manufacturer|US|1 Quay, Porto, CA, 1000|3307617837|2010-05-07 18:14:00"],
            _mapped.Query("parties", "SELECT party_id, name, kind, country, address, phone, known_at::VARCHAR FROM {dataset}"));

        Assert.Equal(new IngestCounts(3, 2, 0, 0, 1, 0), _mapped.Ingest(layout, records, "sec-balance-sheets.yaml").Total);
        Assert.Equal(
            ["SEC-77|2009-12-31|1000.00||||12.00|True", "SEC-77|2010-03-31|1000.50|15.00|-600.00|||False"],
            _mapped.Query("balance_sheets", "SELECT party_id, period_end::VARCHAR, total_assets_usd::VARCHAR, customer_deposits_usd::VARCHAR, equity_usd::VARCHAR, revenue_usd::VARCHAR, cash_usd::VARCHAR, audited FROM {dataset} ORDER BY 2"));
    }

    [Fact]
    public void AYearsRevenueIsTakenAndAQuartersIsNot()
    {
        var layout = Layouts.Find("sec-statements")!;
        foreach (var (quarters, expected) in new[] { (3, ""), (4, "70.00") })
        {
            using var mapped = new MappedLayout();
            var num = SecStatementsLayoutTests.Num + FormattableString.Invariant($"A-2\tRevenues\tus-gaap/2009\t20091231\t{quarters}\tUSD\t\t\t70.0000\t\n");
            mapped.Ingest(layout, SomeLayout.ReadWhole(layout, SomeLayout.File("x.zip", SomeLayout.Zip(("sub.txt", SecStatementsLayoutTests.Sub), ("num.txt", num)))).Records, "sec-balance-sheets.yaml");

            Assert.Equal([expected], mapped.Query("balance_sheets", "SELECT revenue_usd::VARCHAR FROM {dataset} WHERE period_end = '2009-12-31'"));
        }
    }

    [Fact]
    public void TheScreeningListsOwnColumnsBecomeEntries()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("screening-csl-").FullName, "csl.csv");
        File.WriteAllText(file, CslHeader + "\n"
            + Csl(("source", "Entity List (EL) - Bureau of Industry and Security"), ("name", " EXAMPLE YARD"), ("addresses", "\"1 Quay, Porto, AE; 2 Quay, Sometown, DE; Hall 3, Porto, AE\""), ("start_date", "2016-03-21"), ("license_requirement", "All items"), ("license_policy", "Denial"), ("federal_register_notice", "81 FR 1"))
            + Csl(("source", "Denied Persons List (DPL) - Bureau of Industry and Security"), ("name", "ADA SAMPLE"), ("addresses", "\"1 Road, Phoenix, AZ, 85043\""), ("start_date", "2017-10-16"), ("end_date", "2056-10-13"))
            + Csl(("source", "Specially Designated Nationals (SDN) - Treasury Department"), ("entity_number", "77"), ("type", "Vessel"), ("name", "SAMPLE STAR"), ("programs", "NPWMD"), ("alt_names", "STAR; MOON"), ("vessel_flag", "Utopia")));
        var report = _mapped.Ingest(file, "csl.yaml");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        Assert.Equal(new IngestCounts(3, 3, 0, 0, 0, 0), report.Total);
        Assert.Equal(
            [
                "csl-dpl|ADA SAMPLE|||2017-10-16|2056-10-13|||||", "csl-el|EXAMPLE YARD||AE; DE|2016-03-21||All items|Denial|||", "csl-sdn|SAMPLE STAR|STAR; MOON||||||vessel|NPWMD|Vessel flag Utopia",
            ],
            _mapped.Query("restricted_parties", "SELECT list_id, name, aliases, country, effective_on::VARCHAR, ends_on::VARCHAR, licence_requirement, licence_policy, party_type, programmes, notes FROM {dataset} ORDER BY list_id"));
        Assert.Contains("csl-sdn-77", _mapped.Query("restricted_parties", "SELECT entry_id FROM {dataset}"));
    }

    public void Dispose() => _mapped.Dispose();

    private static string Csl(params (string Column, string Cell)[] cells) => string.Join(',', CslHeader.Split(',').Select(c => cells.FirstOrDefault(x => x.Column == c).Cell)) + "\n";

    private static IngestCounts Counts(Func<IngestReport> ingest) => Assert.Throws<IngestException>(ingest).Report!.Total;

    private IngestReport Ofac(string sdn, DateTime? deliveredAtUtc = null)
    {
        var layout = Layouts.Find("ofac-sdn")!;
        return _mapped.Ingest(layout, SomeLayout.ReadWhole(layout, OfacSdnLayoutTests.Files(sdn)).Records, "ofac.yaml", deliveredAtUtc);
    }
}
