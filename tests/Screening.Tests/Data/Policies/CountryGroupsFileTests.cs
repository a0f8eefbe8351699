using Screening.Data.Contracts;
using Screening.Data.Policies;
using Screening.Policies;
using Screening.Records;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Policies;

public sealed class CountryGroupsFileTests
{
    private static readonly long s_at = Micros.StartOf(new DateOnly(2025, 6, 30));
    private static readonly CountryGroups s_shipped = CountryGroupsFile.Read(SomeDelivery.Contracts.Reference("country-groups"));

    [Theory]
    [InlineData("CN", 2)]
    [InlineData("HK", 2)] // in no group of its own: China for the law
    [InlineData("MO", 2)] // in no D:5, and yet under the headquarters rule
    [InlineData("RU", 2)]
    [InlineData("AE", 0)] // in D:4, and lifted by A:5
    [InlineData("VN", 1)]
    [InlineData("KZ", 1)]
    [InlineData("SG", 0)]
    [InlineData("DE", 0)]
    [InlineData("US", 0)]
    public void TheTierOfADestinationFollowsTheLaw(string country, int tier)
    {
        Assert.Equal(tier, s_shipped.ControlTier(CountryCode.Of(country), s_at));
        Assert.Equal(tier == 2, s_shipped.IsOfConcern(CountryCode.Of(country), s_at));
    }

    [Theory]
    [InlineData("HK", 2)]
    [InlineData("AE", 2)]
    [InlineData("TR", 2)]
    [InlineData("MY", 1)]
    [InlineData("SG", 1)]
    [InlineData("CN", 2)]
    [InlineData("DE", 0)]
    public void HubsNamedByNoticesStandAboveThoseOfTheSourceDocuments(string country, int tier) => Assert.Equal(tier, s_shipped.HubTier(CountryCode.Of(country), s_at));

    [Fact]
    public void AnAliasInLawMakesNoHub()
    {
        CountryGroups groups = Read("law-alias,,HK,,,,law:CN", "transshipment-official,,CN,,,,", "D:5,,CN,,,,");
        Assert.Equal((0, 2), (groups.HubTier(CountryCode.Of("HK"), s_at), groups.ControlTier(CountryCode.Of("HK"), s_at)));
        Assert.False(groups.IsIn("D:5", CountryCode.Of("HK"), s_at));
    }

    [Fact]
    public void NoCountryIsInNoGroup() =>
        Assert.Equal((0, 0, false), (s_shipped.ControlTier(Missing.Symbol, s_at), s_shipped.HubTier(Missing.Symbol, s_at), s_shipped.IsOfConcern(Missing.Symbol, s_at)));

    [Fact]
    public void EveryRowOfTheShippedTableCounts() =>
        Assert.All(SomeDelivery.Contracts.Reference("country-groups").Rows.Where(r => r[0] != "law-alias"), r => Assert.True(s_shipped.IsIn(r[0], CountryCode.Of(r[2]), s_at), string.Join(',', r)));

    //        2024-03-01         2024-03-31
    // -----------[==================]-----------   both days whole
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData((31 * Micros.PerDay) - 1, true)]
    [InlineData(31 * Micros.PerDay, false)]
    public void AMembershipHoldsFromItsFirstDayThroughItsLast(long after, bool expected)
    {
        CountryGroups groups = Read("D:5,,XX,2024-03-01,2024-03-31,,");
        long at = Micros.StartOf(new DateOnly(2024, 3, 1)) + after;
        Assert.Equal(expected, groups.IsIn("D:5", CountryCode.Of("XX"), at));
        Assert.Equal(expected ? 2 : 0, groups.ControlTier(CountryCode.Of("XX"), at));
    }

    [Fact]
    public void AnOpenEndHoldsForEver()
    {
        CountryGroups groups = Read("D:5,,XX,,2024-03-31,,", "D:5,,YY,2024-03-01,,,");
        Assert.True(groups.IsIn("D:5", CountryCode.Of("XX"), long.MinValue));
        Assert.True(groups.IsIn("D:5", CountryCode.Of("YY"), long.MaxValue));
        Assert.False(groups.IsIn("D:5", CountryCode.Of("YY"), Micros.StartOf(new DateOnly(2024, 3, 1)) - 1));
        Assert.False(groups.IsIn("D:4", CountryCode.Of("YY"), s_at));
    }

    [Theory]
    [InlineData("D:1")]
    [InlineData("D:4")]
    public void AnAliasInLawIsControlledAsWhatItIsTreatedAs(string group)
    {
        CountryGroups groups = Read("law-alias,,HK,,,,law:CN", $"{group},,CN,,,,");
        Assert.Equal(1, groups.ControlTier(CountryCode.Of("HK"), s_at));
        Assert.Equal(0, Read("law-alias,,HK,,,,law:CN", $"{group},,CN,,,,", "A:6,,CN,,,,").ControlTier(CountryCode.Of("HK"), s_at));
        Assert.Equal(0, Read("law-alias,,HK,,,,law:CN", $"{group},,HK,,,,").ControlTier(CountryCode.Of("HK"), s_at));
    }

    [Theory]
    [InlineData("A:5", 0)]
    [InlineData("A:6", 0)]
    [InlineData("A:1", 1)]
    public void PartnersLiftControlButNeverAnEmbargo(string partners, int tier)
    {
        CountryGroups groups = Read("D:4,,XX,,,,", $"{partners},,XX,,,,", "D:5,,YY,,,,", $"{partners},,YY,,,,");
        Assert.Equal((tier, 2), (groups.ControlTier(CountryCode.Of("XX"), s_at), groups.ControlTier(CountryCode.Of("YY"), s_at)));
    }

    [Theory]
    [InlineData("D:5,,China,,,,", "'China'")]
    [InlineData("D:5,,cn,,,,", "'cn'")]
    [InlineData("law-alias,,HK,,,,treated as China", "'treated as China'")]
    [InlineData("D:5,,CN,01.02.2024,,,", "'01.02.2024'")]
    [InlineData("D:5,,CN,,2024-02-30,,", "'2024-02-30'")]
    public void ARowThatDoesNotSayWhatItMustIsNamed(string row, string value)
    {
        ContractException thrown = Assert.Throws<ContractException>(() => Read(row));
        Assert.Contains("country-groups", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(value, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("accepted", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingColumnIsNamed() => Assert.Contains(
        "has no column valid_to", Assert.Throws<ContractException>(() => CountryGroupsFile.Read(new ReferenceTable { Name = "t", Columns = ["group", "country", "valid_from", "note"], Rows = [] })).Message, StringComparison.Ordinal);

    private static CountryGroups Read(params string[] rows) => CountryGroupsFile.Read(new ReferenceTable
    {
        Name = "country-groups",
        Columns = ["group", "meaning", "country", "valid_from", "valid_to", "as_read_on", "note"],
        Rows = [.. rows.Select(r => r.Split(','))],
    });
}
