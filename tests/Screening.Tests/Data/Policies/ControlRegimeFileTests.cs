using Screening.Data.Contracts;
using Screening.Data.Policies;
using Screening.Policies;
using Screening.Records;
using Screening.Tests.Data.Ingest;
using Screening.Tests.Policies;
using Xunit;

namespace Screening.Tests.Data.Policies;

public sealed class ControlRegimeFileTests
{
    [Fact]
    public void EveryAcceleratorHasTheClassThatItsTableTells()
    {
        IReadOnlyList<ReferenceProduct> all = AcceleratorsFile.Read(SomeDelivery.Contracts.Reference("accelerators"));
        Assert.True(all.Count >= 26);
        Assert.All(all, product =>
        {
            Classification found = SomeLaw.Shipped.Classify(product.Figures, SomeLaw.Day);
            Assert.True(ToldClass.Of(product.ToldClass)!.Against(found.Class) == ClassAgreement.Agree, $"{product.Figures.Name}: told {product.ToldClass}, computed {found.Class.Text()} ({found.Reason})");
            Assert.Equal(product.ToldClass!.Contains("NAC/ACA", StringComparison.Ordinal), found.HasNotifiedException);
        });
    }

    [Fact]
    public void EveryAcceleratorHasTheSameClassByItsDieAreaAsByItsToldDensity()
    {
        ReferenceProduct[] measured = [.. AcceleratorsFile.Read(SomeDelivery.Contracts.Reference("accelerators")).Where(p => p.Figures.DieAreaMm2 is not null)];
        Assert.True(measured.Length >= 25);
        Assert.All(measured, p => Assert.Equal(SomeLaw.Class(p.Figures), SomeLaw.Class(p.Figures with { PerformanceDensity = null })));
    }

    [Fact]
    public void EveryCountryIsAnsweredAsTheGroupsOfItsTableSay()
    {
        ILookup<string, string> groups = SomeDelivery.Contracts.Reference("country-groups").Rows.Where(r => r[0] != "law-alias").ToLookup(r => r[2], r => r[0], StringComparer.Ordinal);
        IReadOnlyList<string> countries = SomeDelivery.Contracts.Reference("countries").Values("code");
        Assert.True(countries.Count > 240);
        int germany = CountryCode.Of("DE"), needed = 0;
        foreach (string code in countries)
        {
            var of = groups[code == "HK" ? "CN" : code].ToHashSet(StringComparer.Ordinal);
            bool ofConcern = of.Contains("D:5") || code == "MO", partner = of.Contains("A:5") || of.Contains("A:6");
            bool asDestination = ofConcern || ((of.Contains("D:1") || of.Contains("D:4")) && !partner);
            int country = CountryCode.Of(code);
            foreach (ControlClass product in new[] { ControlClass.Part3A090A, ControlClass.Part3A090B, ControlClass.System4A090A, ControlClass.System4A090B })
            {
                LicenceNeed Need(RegimeReading reading, int destination, int headquarters, int parent) => SomeLaw.Shipped.LicenceNeeded(product, reading, destination, headquarters, parent, SomeLaw.Day).Need;
                Assert.True(asDestination == (Need(RegimeReading.Enforced, country, germany, germany) == LicenceNeed.Needed), $"{product.Text()} to {code}");
                Assert.True(ofConcern == (Need(RegimeReading.Enforced, germany, country, germany) == LicenceNeed.Needed), $"{product.Text()} with headquarters in {code}");
                Assert.True(ofConcern == (Need(RegimeReading.Enforced, germany, germany, country) == LicenceNeed.Needed), $"{product.Text()} with a parent in {code}");
                if (Need(RegimeReading.Enforced, country, germany, germany) == LicenceNeed.Needed) Assert.Equal(LicenceNeed.Needed, Need(RegimeReading.Codified, country, germany, germany));
            }

            Assert.Equal(asDestination, SomeLaw.Shipped.LicenceNeeded(ControlClass.Part3A090A, RegimeReading.Enforced, country, germany, germany, SomeLaw.Day).Need == LicenceNeed.Needed);
            if (asDestination) needed++;
        }

        Assert.InRange(needed, 40, 60);
    }

    [Fact]
    public void EveryShippedRowSaysWhereItStandsAndWhatIsNotKnownOfItsFirstDay()
    {
        Assert.Equal(ControlThresholds.Units.Keys.Order(StringComparer.Ordinal), SomeLaw.Shipped.Thresholds.Select(t => t.Key).Order(StringComparer.Ordinal));
        Assert.All(SomeLaw.Shipped.Thresholds, t => Assert.True(t.ValidFrom is not null || t.Note.Contains("not known", StringComparison.Ordinal), t.Key));
        Assert.All(SomeLaw.Shipped.Overrides, o => Assert.True(o.ValidFrom is not null || o.Note.Contains("not known", StringComparison.Ordinal), o.Pattern));
    }

    [Theory]
    [InlineData("3A090.d.tpp,1,TPP,,,text,V,", "record 2: key is '3A090.d.tpp'; accepted: 3A090.a.tpp, ")]
    [InlineData("3A090.a.tpp,many,TPP,,,text,V,", "record 2: value is 'many'; accepted: a number from 0 to 1000000000")]
    [InlineData("3A090.a.tpp,-1,TPP,,,text,V,", "value is '-1'")]
    [InlineData("3A090.a.tpp,4800.5,TPP,,,text,V,", "value is '4800.5'; accepted: a whole number")]
    [InlineData("3A090.a.tpp,4800,GB/s,,,text,V,", "unit is 'GB/s'; accepted: TPP")]
    [InlineData("3A090.a.tpp,4800,TPP,1.1.2025,,text,V,", "valid_from is '1.1.2025'; accepted: yyyy-MM-dd or empty")]
    [InlineData("3A090.a.tpp,4800,TPP,2025-01-02,2025-01-01,text,V,", "valid_to is '2025-01-01'; accepted: yyyy-MM-dd from 2025-01-02, or empty")]
    [InlineData("3A090.a.tpp,4800,TPP,,,,V,", "citation is ''; accepted: a place in a text")]
    [InlineData("3A090.a.tpp,4800,TPP,,,text,yes,", "verified is 'yes'; accepted: V, S, U, V/S, V/U, S/U")]
    public void AThresholdThatIsWrongIsNamed(string row, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ContractException>(() => Read(thresholds: [row])).Message, StringComparison.Ordinal);

    [Fact]
    public void TwoThresholdsOfOneDayAreRefused()
    {
        string[] rows = ["3A090.a.tpp,4800,TPP,,2025-01-01,text,V,", "3A090.a.tpp,4900,TPP,2025-01-01,,text,V,"];
        Assert.Contains("record 3: valid_from is '2025-01-01'; accepted: days on which no other row gives 3A090.a.tpp", Assert.Throws<ContractException>(() => Read(thresholds: rows)).Message, StringComparison.Ordinal);
        Assert.Contains("record 3: valid_from is ''", Assert.Throws<ContractException>(() => Read(thresholds: [rows[1], rows[0]])).Message, StringComparison.Ordinal);
        Assert.Equal(2, Read(thresholds: [rows[0], rows[1].Replace("2025-01-01", "2025-01-02", StringComparison.Ordinal)]).Thresholds.Count);
    }

    [Theory]
    [InlineData("--,notified,,,text,V,", "pattern is '--'; accepted: words of a trade name")]
    [InlineData("H20,none,,,text,V,", "class is 'none'; accepted: notified, 3A090.a")]
    [InlineData("H20,,,,text,V,", "class is ''")]
    public void AnOverrideThatIsWrongIsNamed(string row, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ContractException>(() => Read(overrides: [row])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("both,3A090.a,D:5,,,,yes,,,text,V,", "reading is 'both'; accepted: codified, enforced")]
    [InlineData("enforced,3A090,D:5,,,,yes,,,text,V,", "classes is '3A090'; accepted: notified, 3A090.a")]
    [InlineData("enforced,,D:5,,,,yes,,,text,V,", "classes is ''; accepted: at least one class")]
    [InlineData("enforced,3A090.a,China,,,,yes,,,text,V,", "always is 'China'; accepted: any, country groups")]
    [InlineData("enforced,3A090.a,D:5,,,usa,yes,,,text,V,", "outside is 'usa'; accepted: any, country groups")]
    [InlineData("enforced,3A090.a,D:5,,,,,,,text,V,", "headquarters is ''; accepted: yes, no")]
    public void ALicenceRuleThatIsWrongIsNamed(string row, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<ContractException>(() => Read(rules: [row])).Message, StringComparison.Ordinal);

    private static ControlRegime Read(string[]? thresholds = null, string[]? overrides = null, string[]? rules = null) => ControlRegimeFile.Read(
        Table("control-thresholds", "key,value,unit,valid_from,valid_to,citation,verified,note", thresholds ?? []),
        Table("product-overrides", "pattern,class,valid_from,valid_to,citation,verified,note", overrides ?? []),
        Table("licence-rules", "reading,classes,always,unless_partner,partners,outside,headquarters,valid_from,valid_to,citation,verified,note", rules ?? []),
        new CountryGroups([], []));

    private static ReferenceTable Table(string name, string columns, string[] rows) => new() { Name = name, Columns = columns.Split(','), Rows = [.. rows.Select(r => r.Split(','))] };
}
