using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>The consolidated list of the United Nations. All parties are invented.</summary>
public sealed class UnConsolidatedLayoutTests
{
    internal const string Person = """
        <INDIVIDUAL>
          <DATAID>11</DATAID><VERSIONNUM>1</VERSIONNUM>
          <FIRST_NAME>ADA</FIRST_NAME><SECOND_NAME> BINT </SECOND_NAME><THIRD_NAME/><FOURTH_NAME>SAMPLE</FOURTH_NAME>
          <UN_LIST_TYPE>Utopia</UN_LIST_TYPE><REFERENCE_NUMBER>UTi.001</REFERENCE_NUMBER><LISTED_ON>2015-04-07-04:00</LISTED_ON>
          <NAME_ORIGINAL_SCRIPT>Ада Сэмпл</NAME_ORIGINAL_SCRIPT>
          <COMMENTS1>Said to live &amp; trade
             abroad.</COMMENTS1>
          <TITLE><VALUE>Dr.</VALUE></TITLE>
          <DESIGNATION><VALUE>Chief; deputy</VALUE><VALUE>Head of office</VALUE></DESIGNATION>
          <NATIONALITY><VALUE>Utopia</VALUE></NATIONALITY>
          <LAST_DAY_UPDATED><VALUE>2018-01-02</VALUE><VALUE>2016-12-31</VALUE><VALUE/></LAST_DAY_UPDATED>
          <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Adda Sample; Ada Sampel</ALIAS_NAME></INDIVIDUAL_ALIAS>
          <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Romeo</ALIAS_NAME></INDIVIDUAL_ALIAS>
          <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
          <INDIVIDUAL_ADDRESS><STREET>1 Quay</STREET><CITY>Porto</CITY><COUNTRY>Utopia</COUNTRY><NOTE>until 2016</NOTE></INDIVIDUAL_ADDRESS>
          <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
          <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
          <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1974</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
          <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Sometown</CITY><COUNTRY>Erewhon</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
          <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X1 </NUMBER><ISSUING_COUNTRY>Utopia</ISSUING_COUNTRY><DATE_OF_ISSUE>2013-06-11</DATE_OF_ISSUE></INDIVIDUAL_DOCUMENT>
          <INDIVIDUAL_DOCUMENT/>
        </INDIVIDUAL>
        """;

    internal const string Firm = """
        <ENTITY><DATAID>12</DATAID><FIRST_NAME>EXAMPLE TRADING</FIRST_NAME><UN_LIST_TYPE>Utopia</UN_LIST_TYPE><REFERENCE_NUMBER>UTe.001</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
          <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>EXAMPLE OLD</ALIAS_NAME></ENTITY_ALIAS>
          <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>EXTRA</ALIAS_NAME></ENTITY_ALIAS>
          <ENTITY_ADDRESS><CITY>Porto</CITY><COUNTRY>Utopia</COUNTRY></ENTITY_ADDRESS></ENTITY>
        """;

    private static readonly UnConsolidatedLayout Layout = new();

    [Fact]
    public void APersonIsOneRecord()
    {
        var (records, problems) = Read(List(Person, Firm));

        Assert.Empty(problems);
        var person = records[0];
        Assert.Equal("11|individual|UTi.001|ADA BINT SAMPLE|Ада Сэмпл|Utopia|2015-04-07|2018-01-02|Dr.", Cells(person, "dataid type reference_number name name_original_script un_list_type listed_on last_updated_on titles"));
        Assert.Equal("Adda Sample; Ada Sampel; Romeo|aka; aka; aka|strong; strong; weak|Adda Sample; Ada Sampel|Romeo", Cells(person, "aliases alias_kinds alias_qualities strong_aliases weak_aliases"));
        Assert.Equal("1 Quay, Porto, Utopia (until 2016)|Utopia|Utopia|Sometown, Erewhon", Cells(person, "addresses countries nationalities places_of_birth"));
        Assert.Equal("circa 1971; 1973 to 1974|Passport X1 (Utopia, issued 2013-06-11)", Cells(person, "dates_of_birth documents"));
        Assert.Equal("Chief, deputy; Head of office|Said to live & trade abroad.|2026-02-27T00:00:09.554Z|3", Cells(person, "designations comments generated_at source_line"));
    }

    [Fact]
    public void AnEntitysAliasesHaveAKindAndNoQuality()
    {
        var firm = Read(List(Person, Firm)).Records[1];

        Assert.Equal("entity|EXAMPLE OLD; EXTRA|fka; aka|unrated; unrated|EXAMPLE OLD; EXTRA|", Cells(firm, "type aliases alias_kinds alias_qualities strong_aliases weak_aliases"));
        Assert.Equal("Porto, Utopia|Utopia||", Cells(firm, "addresses countries documents dates_of_birth"));
    }

    [Fact]
    public void APartyWithoutNumberOrNameIsAProblem()
    {
        var (records, problems) = Read(List(Person + Person.Replace("<DATAID>11</DATAID>", "<DATAID> </DATAID>", StringComparison.Ordinal), "<ENTITY/>" + Firm.Replace("EXAMPLE TRADING", "", StringComparison.Ordinal)));

        Assert.Single(records);
        Assert.Equal(["un.xml:24 has no DATAID", "un.xml:48 has no DATAID", "un.xml:48 has no name"], problems);
    }

    [Fact]
    public void AnElementThatNobodyKnowsIsAProblemAndNotLost()
    {
        var (records, problems) = Read(List(Person + "<ENTITY><DATAID>9</DATAID></ENTITY>", Firm).Replace("<ENTITIES>", "<VESSELS><VESSEL/></VESSELS><ENTITIES>", StringComparison.Ordinal));

        Assert.Equal(2, records.Count);
        Assert.Equal(["un.xml:24 is an element 'ENTITY', expected INDIVIDUAL", "un.xml:26 is an element 'VESSELS', expected INDIVIDUALS or ENTITIES"], problems);
    }

    [Fact]
    public void NeighboursWithoutBlanksBetweenThemAreAllRead() =>
        Assert.Equal(4, Read("<CONSOLIDATED_LIST><INDIVIDUALS>" + Person + Person + "</INDIVIDUALS><ENTITIES>" + Firm + Firm + "</ENTITIES></CONSOLIDATED_LIST>").Records.Count);

    [Fact]
    public void ACutFileIsRefusedAtItsEnd() => Assert.StartsWith("un.xml: the file is not well-formed XML up to its end: ", Refused(List(Person, Firm)[..^40]), StringComparison.Ordinal);

    [Theory]
    [InlineData("<html/>", "un.xml: line 1: the root element is 'html', expected CONSOLIDATED_LIST")]
    [InlineData("<CONSOLIDATED_LIST/>", "un.xml: the list holds no INDIVIDUAL and no ENTITY with a name")]
    [InlineData("<CONSOLIDATED_LIST><INDIVIDUALS/><ENTITIES></ENTITIES></CONSOLIDATED_LIST>", "un.xml: the list holds no INDIVIDUAL and no ENTITY with a name")]
    [InlineData("", "un.xml: the file is not well-formed XML up to its end: Root element is missing.")]
    [InlineData("12,\"a\"", "un.xml: the file is not well-formed XML up to its end: ")]
    public void WhatIsNotTheListIsAnError(string text, string expected) => Assert.StartsWith(expected, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void ADocumentTypeIsRefusedAndNothingElseIsOpened()
    {
        var bomb = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/hostname'>]>" + List(Person, Firm).Replace("ADA", "&b;&c;", StringComparison.Ordinal);

        Assert.Contains("DTD is prohibited", Refused(bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void DepthIsNoDanger()
    {
        const int depth = 100_000;
        var deep = string.Concat(Enumerable.Repeat("<a>", depth)) + "x" + string.Concat(Enumerable.Repeat("</a>", depth));
        var (records, problems) = Read(List(Person.Replace("<FOURTH_NAME>SAMPLE", "<FOURTH_NAME>SAMPLE" + deep, StringComparison.Ordinal), Firm));

        Assert.Equal(["12"], records.Select(r => r["dataid"]));
        Assert.Equal(["un.xml:3 is nested more than 16 deep"], problems);
    }

    [Fact]
    public void SizesAreBounded()
    {
        var long_ = new UnConsolidatedLayout(new LayoutLimits { LongestPiece = 1000 });
        Assert.Equal(["un.xml:3 is longer than 1000 characters"], SomeLayout.Read(long_, SomeLayout.File("un.xml", List(Person, Firm))).Problems);
        var large = new UnConsolidatedLayout(new LayoutLimits { MostCharacters = 1000 });
        Assert.Contains("MaxCharactersInDocument", SomeLayout.Refused(large, SomeLayout.File("un.xml", List(Person + Person, Firm))), StringComparison.Ordinal);
    }

    internal static string List(string persons, string firms) =>
        $"<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\">\n<INDIVIDUALS>\n{persons}\n</INDIVIDUALS>\n<ENTITIES>\n{firms}\n</ENTITIES>\n</CONSOLIDATED_LIST>\n";

    private static string Cells(Dictionary<string, string?> record, string columns) => string.Join('|', columns.Split(' ').Select(c => record[c]));

    private static (List<Dictionary<string, string?>> Records, List<string> Problems) Read(string text) => SomeLayout.Read(Layout, SomeLayout.File("un.xml", text));

    private static string Refused(string text) => SomeLayout.Refused(Layout, SomeLayout.File("un.xml", text));
}
