using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>An archive of statements. All firms are invented.</summary>
public sealed class SecStatementsLayoutTests
{
    private const string NumHeader = "adsh\ttag\tversion\tddate\tqtrs\tuom\tsegments\tcoreg\tvalue\tfootnote\n";
    private static readonly SecStatementsLayout Layout = new();

    internal static string Sub { get; } =
        "adsh\tcik\tname\tsic\tcountryba\tstprba\tcityba\tzipba\tbas1\tbas2\tbaph\tcountryinc\tstprinc\tfiler\tformer\tform\tperiod\tfy\tfp\tfiled\taccepted\n"
        + Filing("A-1", "EXAMPLE \"X\" CORP", "10-Q", "20100331") + Filing("A-2", "SAMPLE KK", "20-F", "20091231") + Filing("A-3", "QUIET INC", "8-K", "20091231");

    internal static string Num { get; } = NumHeader
        + Value("A-1", "Assets", "20100331", 0, "1000.5000") + Value("A-1", "Assets", "20091231", 0, "900.0000") + Value("A-1", "Liabilities", "20100331", 0, "400.0000")
        + Value("A-1", "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest", "20100331", 0, "-600.0000") + Value("A-1", "InventoryNet", "20100331", 0, "1.0000")
        + Value("A-1", "SalesRevenueNet", "20100331", 1, "50.0000") + Value("A-1", "SalesRevenueNet", "20100331", 2, "110.0000") + Value("A-1", "SalesRevenueNet", "20100331", 8, "800.0000")
        + Value("A-1", "CustomerDepositsCurrent", "20100331", 0, "7.0000") + Value("A-1", "CustomerAdvancesCurrent", "20100331", 0, "5.0000") + Value("A-1", "CustomerAdvancesNoncurrent", "20100331", 0, "3.0000")
        + Value("A-1", "Deposits", "20100331", 0, "99999.0000") + Value("A-1", "InterestBearingDepositLiabilities", "20100331", 0, "99999.0000")
        + Value("A-2", "Assets", "20091231", 0, "93000.0000", "JPY") + Value("A-2", "Liabilities", "20091231", 0, "50000.0000", "JPY") + Value("A-2", "Assets", "20091231", 0, "1000.0000")
        + Value("A-2", "CashAndCashEquivalentsAtCarryingValue", "20091231", 0, "12.0000");

    [Fact]
    public void AFilingIsOneRecord()
    {
        var (records, problems) = Read(Sub, Num);

        Assert.Empty(problems);
        Assert.Equal(["A-1", "A-2", "A-3"], records.Select(r => r["adsh"]));
        var filing = records[0];
        Assert.Equal("77|EXAMPLE \"X\" CORP|3674|US|1 Quay||Porto|1000|10-Q|20100331|2010-05-07 13:14:00.0|2", Cells(filing, "cik name sic country_business street street2 city zip form period accepted source_line"));
        Assert.Equal("USD|1000.5|400|-600|StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest|", Cells(filing, "uom assets liabilities equity equity_tag cash"));
    }

    [Fact]
    public void OfSeveralDurationsTheLongestUpToAYearIsTaken() => Assert.Equal("110|SalesRevenueNet|2", Cells(Read(Sub, Num).Records[0], "revenue revenue_tag revenue_quarters"));

    [Fact]
    public void AdvancesAndDepositsAddUpAndABanksDepositsAreNone() =>
        Assert.Equal("15|CustomerAdvancesCurrent; CustomerDepositsCurrent; CustomerAdvancesNoncurrent", Cells(Read(Sub, Num).Records[0], "customer_deposits customer_deposits_tags"));

    [Theory]
    [InlineData("CustomerAdvancesAndDepositsCurrent", "14|CustomerAdvancesAndDepositsCurrent; CustomerAdvancesNoncurrent")]
    [InlineData("CustomerAdvancesAndDeposits", "11|CustomerAdvancesAndDeposits")]
    [InlineData("CustomerAdvancesOrDepositsNoncurrent", "23|CustomerAdvancesCurrent; CustomerDepositsCurrent; CustomerAdvancesOrDepositsNoncurrent")]
    public void ATotalStandsForItsParts(string total, string expected) =>
        Assert.Equal(expected, Cells(Read(Sub, Num + Value("A-1", total, "20100331", 0, "11.0000")).Records[0], "customer_deposits customer_deposits_tags"));

    [Fact]
    public void AllFiguresOfARecordAreOfOneUnit()
    {
        var (records, _) = Read(Sub, Num);

        Assert.Equal("USD|1000||12", Cells(records[1], "uom assets liabilities cash"));
        Assert.Equal("JPY|93000|50000|", Cells(Read(Sub, Num.Replace(Value("A-2", "Assets", "20091231", 0, "1000.0000"), "", StringComparison.Ordinal)).Records[1], "uom assets liabilities cash"));
        Assert.Equal("||", Cells(records[2], "uom assets revenue"));
    }

    [Fact]
    public void TheUsualTagGoesBeforeItsStandIns()
    {
        var record = Read(Sub, Num + Value("A-1", "StockholdersEquity", "20100331", 0, "-650.0000") + Value("A-1", "Revenues", "20100331", 1, "60.0000")).Records[0];

        Assert.Equal("-650|StockholdersEquity|60|Revenues|1", Cells(record, "equity equity_tag revenue revenue_tag revenue_quarters"));
    }

    [Fact]
    public void ValuesOfPartsOfTheFirmAndOwnTagsArePassedOver()
    {
        var more = Value("A-3", "Assets", "20091231", 0, "1.0000", coreg: "Subsidiary") + Value("A-3", "Assets", "20091231", 0, "2.0000", segments: "Region=North;") + Value("A-3", "Assets", "20091231", 0, "3.0000", version: "A-3")
            + Value("A-3", "Assets", "20091231", 1, "4.0000");

        Assert.Null(Read(Sub, Num + more).Records[2]["assets"]);
        Assert.Empty(Read(Sub, Num + more).Problems);
    }

    [Fact]
    public void AFileWithoutTheColumnOfSegmentsIsReadToo()
    {
        var (records, problems) = Read(Sub, string.Concat(Num.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join('\t', l.Split('\t').Where((_, i) => i != 6)) + "\n")));

        Assert.Empty(problems);
        Assert.Equal("1000.5", records[0]["assets"]);
    }

    [Fact]
    public void ALineThatCannotBeReadIsAProblem()
    {
        var (records, problems) = Read(
            Sub + "A-1\tshort\n" + Filing("A-2", "AGAIN", "10-Q", "20100331") + Filing("", "NO NUMBER", "10-Q", "20100331"),
            Num + "A-1\tAssets\n" + Value("A-9", "Assets", "20100331", 0, "1") + Value("A-3", "Assets", "20091231", 0, "1e5") + Value("A-3", "Assets", "20091231", 0, "1000000000000000000001")
            + Value("A-1", "Liabilities", "20100331", 0, "401") + Value("A-3", "Assets", "20091231", 0, ""));

        Assert.Equal(3, records.Count);
        Assert.Equal(
            [
                "x.zip/sub.txt:5 has 2 cells, expected 21", "x.zip/sub.txt:6 is filing A-2 a second time, the first is on line 3", "x.zip/sub.txt:7 has no adsh",
                "x.zip/num.txt:19 has 2 cells, expected 10", "x.zip/num.txt:20 belongs to filing 'A-9', of which sub.txt has no readable row", "x.zip/num.txt:21 has the value '1e5'; accepted: a number up to 1000000000000000000000",
                "x.zip/num.txt:22 has the value '1000000000000000000001'; accepted: a number up to 1000000000000000000000", "x.zip/num.txt:23 says Liabilities 401 USD where an earlier line says 400.0000",
            ],
            problems);
    }

    [Fact]
    public void UnitsOfAFilingAreBounded()
    {
        var units = string.Concat(Enumerable.Range(0, 9).Select(i => Value("A-3", "Assets", "20091231", 0, "1.0000", FormattableString.Invariant($"X{i}"))));

        Assert.Equal(["x.zip/num.txt:27 has the unit 'X8'; a filing has at most 8"], Read(Sub, Num + units).Problems);
    }

    [Fact]
    public void ANeededColumnThatIsMissingIsAnError()
    {
        Assert.StartsWith("x.zip/sub.txt: line 1: column 'period' is there 0 times, expected once; the header is adsh\tcik", Refused(Sub.Replace("\tperiod\t", "\tdate\t", StringComparison.Ordinal), Num), StringComparison.Ordinal);
        Assert.StartsWith("x.zip/num.txt: line 1: column 'qtrs' is there 0 times", Refused(Sub, Num.Replace("qtrs", "quarters", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("x.zip/sub.txt: line 1 is no header: it is missing", Refused("", Num));
        Assert.Equal("x.zip/sub.txt: there is no filing", Refused(Sub.Split('\n')[0] + "\n", Num));
        Assert.Equal("x.zip/num.txt: there is no value", Refused(Sub, NumHeader));
    }

    [Fact]
    public void AnArchiveWithoutItsPartsIsAnError()
    {
        Assert.Equal("x.zip: the archive has 0 parts 'sub.txt', expected one", SomeLayout.Refused(Layout, SomeLayout.File("x.zip", SomeLayout.Zip(("2010q2/sub.txt", Sub), ("num.txt", Num)))));
        Assert.Equal("x.zip: the archive has 2 parts 'num.txt', expected one", SomeLayout.Refused(Layout, SomeLayout.File("x.zip", SomeLayout.Zip(("sub.txt", Sub), ("num.txt", Num), ("num.txt", Num)))));
        Assert.StartsWith("x.zip: the file is no readable zip archive: ", SomeLayout.Refused(Layout, SomeLayout.File("x.zip", Sub)), StringComparison.Ordinal);
    }

    [Fact]
    public void ABombIsRefusedBeforeItIsUnpacked()
    {
        var bomb = SomeLayout.Zip(("sub.txt", Sub), ("num.txt", Num + new string(' ', 2_000_000)));

        Assert.Contains("x.zip/num.txt: the part unpacks from ", SomeLayout.Refused(Layout, SomeLayout.File("x.zip", bomb)), StringComparison.Ordinal);
        Assert.Contains("accepted: at most 1000000", SomeLayout.Refused(new SecStatementsLayout(new LayoutLimits { MostBytes = 1_000_000 }), SomeLayout.File("x.zip", bomb)), StringComparison.Ordinal);
    }

    [Fact]
    public void APartThatIsNotAsLongAsDeclaredIsRefused()
    {
        // The size stands at offset 24 of the part's entry in the directory at the archive's end, the check sum at 16.
        foreach (var (offset, add, expected) in new[] { (24, -1, "x.zip/num.txt: the part"), (24, 1, "x.zip/num.txt: the part ends after"), (16, 1, "check sum is not the one that the archive gives; it is damaged") })
        {
            var bytes = SomeLayout.Zip(("sub.txt", Sub), ("num.txt", Num));
            var entry = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
            bytes[entry + offset] = (byte)(bytes[entry + offset] + add);

            Assert.Contains(expected, SomeLayout.Refused(Layout, SomeLayout.File("x.zip", bytes)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FilingsAreBounded() => Assert.Equal(
        "x.zip/sub.txt: there are more than 2 filings", SomeLayout.Refused(new SecStatementsLayout(new LayoutLimits { MostFilings = 2 }), SomeLayout.File("x.zip", SomeLayout.Zip(("sub.txt", Sub), ("num.txt", Num)))));

    private static string Filing(string adsh, string name, string form, string period) =>
        $"{adsh}\t77\t{name}\t3674\tUS\tCA\tPorto\t1000\t1 Quay\t\t330-761-7837\tUS\tDE\tx\t\t{form}\t{period}\t2010\tQ1\t20100507\t2010-05-07 13:14:00.0\n";

    private static string Value(string adsh, string tag, string date, int quarters, string value, string unit = "USD", string coreg = "", string segments = "", string version = "us-gaap/2009") =>
        FormattableString.Invariant($"{adsh}\t{tag}\t{version}\t{date}\t{quarters}\t{unit}\t{segments}\t{coreg}\t{value}\t\n");

    private static string Cells(Dictionary<string, string?> record, string columns) => string.Join('|', columns.Split(' ').Select(c => record[c]));

    private static (List<Dictionary<string, string?>> Records, List<string> Problems) Read(string sub, string num) => SomeLayout.Read(Layout, SomeLayout.File("x.zip", SomeLayout.Zip(("sub.txt", sub), ("num.txt", num))));

    private static string Refused(string sub, string num) => SomeLayout.Refused(Layout, SomeLayout.File("x.zip", SomeLayout.Zip(("sub.txt", sub), ("num.txt", num))));
}
