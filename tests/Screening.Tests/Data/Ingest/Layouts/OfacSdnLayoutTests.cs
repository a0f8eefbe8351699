using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>OFAC's three files. All parties are invented.</summary>
public sealed class OfacSdnLayoutTests
{
    internal const string Sdn = """
        12,"NORTHERN EXAMPLE TRADING CO., LTD.",-0- ,"NPWMD] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Tax ID No. 77-001 (Utopia); a.k.a. 'NETCO'; f.k.a. 'NORTHERN ""X"" CO'; Organization Established Date 17 Dec 2016; All Offices Worldwide."
        7,"SAMPLE, Ada",individual,"SDGT","Deputy Minister",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB circa 1955; alt. DOB 22 Jan 1956; POB Sometown; nationality Utopia; citizen Erewhon; Passport X1234 (Utopia) issued 1999; alt. Passport X5; Telephone (98)(21)(1); (Linked To: NORTHERN EXAMPLE TRADING CO., LTD.)."
        300,"SAMPLE STAR",vessel,"NPWMD","Reefer","5IM001",Cargo,"1,200","900",Utopia,"Example Lines","Vessel Registration Identification IMO 1234567; a.k.a. 'CUT OFF"

        """;

    internal const string Alt = """
        12,1,"fka","NORTHERN EXAMPLE; OLD",-0-
        12,2,"aka","N.E.T.","weak"
        300,3,"nka","SAMPLE MOON",-0-

        """;

    internal const string Add = """
        12,1,"1 Quay; Hall 2","Porto 1000","Utopia",-0-
        7,2,-0- ,"Sometown","Erewhon",-0-
        12,3,-0- ,-0- ,"Utopia",-0-
        300,4,-0- ,-0- ,"undetermined",-0-

        """;

    private static readonly OfacSdnLayout Layout = new();

    [Fact]
    public void AWholePartyIsOneRecord()
    {
        var (records, problems) = SomeLayout.Read(Layout, Files());

        Assert.Empty(problems);
        Assert.Equal(["12", "7", "300"], records.Select(r => r["ent_num"]));
        var firm = records[0];
        Assert.Equal("entity", firm["type"]);
        Assert.Equal("NPWMD; IFSR", firm["programs"]);
        Assert.Null(firm["title"]);
        Assert.Equal("NORTHERN EXAMPLE, OLD; N.E.T.; NETCO; NORTHERN \"X\" CO", firm["aliases"]);
        Assert.Equal("fka; aka; aka; fka", firm["alias_kinds"]);
        Assert.Equal("strong; weak; weak; weak", firm["alias_qualities"]);
        Assert.Equal("NORTHERN EXAMPLE, OLD", firm["strong_aliases"]);
        Assert.Equal("N.E.T.; NETCO; NORTHERN \"X\" CO", firm["weak_aliases"]);
        Assert.Equal("1 Quay, Hall 2, Porto 1000, Utopia; Utopia", firm["addresses"]);
        Assert.Equal("Utopia", firm["countries"]);
        Assert.Equal("Tax ID No. 77-001 (Utopia)", firm["identifiers"]);
        Assert.Equal("1", firm["source_line"]);
    }

    [Fact]
    public void RemarksGiveDatesNumbersAndNationalities()
    {
        var person = SomeLayout.Read(Layout, Files()).Records[1];

        Assert.Equal("circa 1955; 22 Jan 1956", person["dates_of_birth"]);
        Assert.Equal("Passport X1234 (Utopia) issued 1999; Passport X5", person["identifiers"]);
        Assert.Equal("Utopia; Erewhon", person["nationalities"]);
        Assert.Null(person["aliases"]);
        Assert.Contains("POB Sometown", person["remarks"], StringComparison.Ordinal);
    }

    [Fact]
    public void HalfANameOfACutRemarkIsNoName()
    {
        var vessel = SomeLayout.Read(Layout, Files()).Records[2];

        Assert.Equal("SAMPLE MOON", vessel["aliases"]);
        Assert.Equal("Vessel Registration Identification IMO 1234567", vessel["identifiers"]);
        Assert.Null(vessel["countries"]);
    }

    [Theory]
    [InlineData("\u001A")]
    [InlineData("\r\n\u001A")]
    public void TheMarkAtTheEndIsNoRow(string end) => Assert.Empty(SomeLayout.Read(Layout, Files(Sdn + end)).Problems);

    [Fact]
    public void TheMarkInTheMiddleIsNoEnd()
    {
        var lines = Sdn.Split('\n');
        var (records, problems) = SomeLayout.Read(Layout, Files(string.Join('\n', [lines[0], "\u001A", .. lines[1..]])));

        Assert.Equal(3, records.Count);
        Assert.Equal(["sdn.csv:2 has 1 cells, expected 12"], problems);
    }

    [Fact]
    public void ARowOfNoPartyIsAProblemAndNotLost()
    {
        var (records, problems) = SomeLayout.Read(Layout, Files(alt: Alt + "99,4,\"aka\",\"NOBODY\",-0-\n", add: "8,1,-0-,-0-,\"Utopia\",-0-\n" + Add));

        Assert.Equal(3, records.Count);
        Assert.Equal(["alt.csv:4 belongs to party 99, of which sdn.csv has no readable row", "add.csv:1 belongs to party 8, of which sdn.csv has no readable row"], problems);
    }

    [Fact]
    public void ABrokenRowCostsItselfAndWhatHangsOnIt()
    {
        var (records, problems) = SomeLayout.Read(Layout, Files(Sdn.Replace("7,\"SAMPLE, Ada\"", "7,\"SAMPLE\", Ada\"", StringComparison.Ordinal)));

        Assert.Equal(["12", "300"], records.Select(r => r["ent_num"]));
        Assert.Equal(["sdn.csv:2 has 13 cells, expected 12", "add.csv:2 belongs to party 7, of which sdn.csv has no readable row"], problems);
    }

    [Theory]
    [InlineData("1x,a", "has no party's number in cell 1 but '1x'")]
    [InlineData("-0- ,a", "has no party's number in cell 1 but ''")]
    [InlineData("1234567890123456789,a", "has no party's number in cell 1 but '1234567890123456789'")]
    [InlineData("1,\"a", "has no closing quote in cell 2")]
    [InlineData("1,\"a\" b,c", "has text after the closing quote in cell 2")]
    public void ABrokenLineSaysWhatIsWrong(string line, string expected)
    {
        if (expected.Contains("number", StringComparison.Ordinal)) line += string.Concat(Enumerable.Repeat(",-0-", 10));

        Assert.Equal("sdn.csv:4 " + expected, Assert.Single(SomeLayout.Read(Layout, Files(Sdn + line + "\n")).Problems));
    }

    [Fact]
    public void ANumberWithZerosBeforeItIsTheSameParty() => Assert.Equal("NORTHERN EXAMPLE, OLD", SomeLayout.Read(Layout, Files("0" + Sdn)).Records[0]["strong_aliases"]);

    [Fact]
    public void FilesOfOtherNamesAreKnownByTheirCells()
    {
        var (records, problems) = SomeLayout.Read(Layout, SomeLayout.File("cons_add.csv", Add), SomeLayout.File("cons_prim.csv", Sdn), SomeLayout.File("cons_alt.csv", Alt));

        Assert.Empty(problems);
        Assert.Equal("SAMPLE MOON", records[2]["aliases"]);
    }

    [Fact]
    public void ALostCompanionIsAnError()
    {
        Assert.Equal("the delivery (sdn.csv, add.csv) has no file of alternate names; expected alt.csv, with 5 cells a line, beside the others", SomeLayout.Refused(Layout, SomeLayout.File("sdn.csv", Sdn), SomeLayout.File("add.csv", Add)));
        Assert.Contains("no file of addresses", SomeLayout.Refused(Layout, SomeLayout.File("sdn.csv", Sdn), SomeLayout.File("alt.csv", Alt)), StringComparison.Ordinal);
        Assert.Contains("no file of parties", SomeLayout.Refused(Layout), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoneOfTheFilesIsAnError()
    {
        Assert.Equal("other.csv: the first line has 2 cells; accepted: 12 (parties), 5 (alternate names), 6 (addresses)", SomeLayout.Refused(Layout, SomeLayout.File("other.csv", "a,b\n")));
        Assert.Equal("cons_alt.csv: alt.csv has the alternate names already; expected one file of each", SomeLayout.Refused(Layout, SomeLayout.File("alt.csv", Alt), SomeLayout.File("cons_alt.csv", Alt)));
        Assert.Equal("sdn.csv: no line is a row of 12 cells that begins with a number", SomeLayout.Refused(Layout, Files("<html>\n")));
        Assert.Equal("alt.csv: no line is a row of 5 cells that begins with a number", SomeLayout.Refused(Layout, Files(alt: "")));
    }

    [Fact]
    public void WhatIsKeptToBeJoinedIsBounded() => Assert.Equal(
        "alt.csv: the file is larger than the 50 characters that are kept to be joined", SomeLayout.Refused(new OfacSdnLayout(new LayoutLimits { MostCharacters = 50 }), Files()));

    [Fact]
    public void AFileThatIsMostlyBrokenIsRefused() => Assert.Equal(
        "alt.csv: more than 2 pieces cannot be read, the last of them on line 6; is the file of this layout?",
        SomeLayout.Refused(new OfacSdnLayout(new LayoutLimits { MostProblems = 2 }), Files(alt: Alt + "x\nx\nx\n")));

    internal static LayoutInput[] Files(string sdn = Sdn, string alt = Alt, string add = Add) =>
        [SomeLayout.File("sdn.csv", sdn), SomeLayout.File("alt.csv", alt), SomeLayout.File("add.csv", add)];
}
