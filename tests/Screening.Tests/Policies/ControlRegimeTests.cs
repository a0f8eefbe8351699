using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Policies;

public sealed class ControlRegimeTests
{
    private static readonly ControlClass[] s_controlled = [.. Enum.GetValues<ControlClass>().Where(c => c is not (ControlClass.None or ControlClass.NotAssessable))];
    private static readonly ControlClass[] s_highest = [ControlClass.Part3A090A, ControlClass.System4A090A];

    [Theory]
    [InlineData("H20", true)]
    [InlineData("NVIDIA h20 96GB", true)]
    [InlineData("8-way server, H20", true)]
    [InlineData("HGX-H20-8", true)]
    [InlineData("H200", false)]
    [InlineData("GH20X", false)]
    [InlineData("MI308X", true)]
    [InlineData(null, false)]
    public void ANoticeCatchesAProductByTheWordsOfItsName(string? name, bool expected)
    {
        Classification found = SomeLaw.Shipped.Classify(SomeLaw.Part(2368, 2.91m) with { Name = name }, SomeLaw.Day);
        Assert.Equal((expected ? ControlClass.Notified : ControlClass.None, ControlClass.None), (found.Class, found.ByFigures));
    }

    [Fact]
    public void ANoticeNeverLowersAClass()
    {
        Classification found = SomeLaw.Shipped.Classify(SomeLaw.Part(15_832, 19m) with { Name = "H20" }, SomeLaw.Day);
        Assert.Equal((ControlClass.Part3A090A, ControlClass.Part3A090A), (found.Class, found.ByFigures));
    }

    [Fact]
    public void ANoticeHoldsThoughTheFiguresAreMissing()
    {
        Classification found = SomeLaw.Shipped.Classify(SomeLaw.Part(null, null) with { Name = "H20" }, SomeLaw.Day);
        Assert.Equal((ControlClass.Notified, ControlClass.NotAssessable, "tpp"), (found.Class, found.ByFigures, found.Missing));
    }

    [Fact]
    public void NothingChangesWithinAPeriodAndItsDaysFollowEachOther()
    {
        static int Of(int year, int month, int day) => SomeLaw.Shipped.Period(new DateOnly(year, month, day));
        Assert.Equal(Of(2025, 1, 11), Of(2025, 1, 12));
        Assert.Equal(Of(2025, 1, 12) + 1, Of(2025, 1, 13)); // a rule ends, and another begins
        Assert.Equal(Of(2025, 12, 31) + 1, Of(2026, 1, 1)); // thresholds of the review case by case
        Assert.True(SomeLaw.Shipped.Period(DateOnly.MinValue) <= Of(2020, 1, 1) && SomeLaw.Shipped.Period(DateOnly.MaxValue) >= Of(2026, 12, 31));
    }

    [Fact]
    public void ANoticeHoldsFromItsFirstToItsLastDay()
    {
        var regime = new ControlRegime(SomeLaw.Shipped.Thresholds, [SomeLaw.Shipped.Overrides[0] with { ValidFrom = SomeLaw.Day, ValidTo = SomeLaw.Day.AddDays(1) }], [], new CountryGroups([], []));
        Assert.Equal(
            [ControlClass.None, ControlClass.Notified, ControlClass.Notified, ControlClass.None],
            new[] { -1, 0, 1, 2 }.Select(d => regime.Classify(SomeLaw.Part(2368, 2.91m) with { Name = "H20" }, SomeLaw.Day.AddDays(d)).Class));
    }

    [Theory]
    [InlineData("CN", "DE", "DE", LicenceNeed.Needed)]
    [InlineData("HK", "DE", "DE", LicenceNeed.Needed)] // China for the law
    [InlineData("MO", "DE", "DE", LicenceNeed.Needed)]
    [InlineData("VN", "DE", "DE", LicenceNeed.Needed)]
    [InlineData("SA", "DE", "DE", LicenceNeed.Needed)]
    [InlineData("IL", "DE", "DE", LicenceNeed.NotNeeded)] // D:4, and lifted by A:6
    [InlineData("AE", "DE", "DE", LicenceNeed.NotNeeded)]
    [InlineData("MY", "DE", "DE", LicenceNeed.NotNeeded)]
    [InlineData("DE", "CN", "DE", LicenceNeed.Needed)] // the headquarters rule
    [InlineData("DE", "DE", "CN", LicenceNeed.Needed)]
    [InlineData("DE", "HK", "DE", LicenceNeed.Needed)]
    [InlineData("DE", "DE", "MO", LicenceNeed.Needed)]
    [InlineData("US", "US", "CN", LicenceNeed.Needed)] // whatever the destination
    [InlineData("DE", "VN", "VN", LicenceNeed.NotNeeded)] // D:1 alone makes no headquarters of concern
    [InlineData("DE", null, "DE", LicenceNeed.CannotTell)]
    [InlineData("DE", "DE", null, LicenceNeed.CannotTell)]
    [InlineData(null, "DE", "DE", LicenceNeed.CannotTell)]
    [InlineData(null, "CN", null, LicenceNeed.Needed)]
    [InlineData(null, null, "MO", LicenceNeed.Needed)]
    [InlineData("CN", null, null, LicenceNeed.Needed)]
    [InlineData(null, null, null, LicenceNeed.CannotTell)]
    public void TheEnforcedReadingOfTheHighestClass(string? destination, string? headquarters, string? parent, LicenceNeed expected)
    {
        foreach (ControlClass product in s_highest)
        {
            LicenceAnswer answer = Ask(product, RegimeReading.Enforced, destination, headquarters, parent);
            Assert.Equal((expected, RegimeReading.Enforced), (answer.Need, answer.Reading));
            Assert.NotEmpty(answer.Reason);
            Assert.NotEmpty(answer.Citation);
        }
    }

    [Theory]
    [InlineData("MY", "2025-01-12", LicenceNeed.NotNeeded)]
    [InlineData("MY", "2025-01-13", LicenceNeed.Needed)]
    [InlineData("GB", "2025-01-13", LicenceNeed.Needed)]
    [InlineData("US", "2025-01-13", LicenceNeed.NotNeeded)] // a delivery at home is no export
    [InlineData("CN", "2025-01-12", LicenceNeed.Needed)]
    public void TheCodifiedReadingAsksEverywhereFromTheDayOfItsRule(string destination, string day, LicenceNeed expected)
    {
        DateOnly on = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        int country = CountryCode.Of(destination), germany = CountryCode.Of("DE");
        Assert.All(s_highest, c => Assert.Equal(expected, SomeLaw.Shipped.LicenceNeeded(c, RegimeReading.Codified, country, germany, germany, on).Need));
        Assert.Equal(destination == "CN" ? LicenceNeed.Needed : LicenceNeed.NotNeeded, SomeLaw.Shipped.LicenceNeeded(ControlClass.Part3A090B, RegimeReading.Codified, country, germany, germany, on).Need);
    }

    [Fact]
    public void AMissingCountryNeverClearsAControlledProduct()
    {
        string?[] codes = [null, "CN", "HK", "MO", "VN", "AE", "DE", "US"];
        int asked = 0;
        foreach (ControlClass product in s_controlled)
        {
            foreach (RegimeReading reading in Enum.GetValues<RegimeReading>())
            {
                foreach (string? destination in codes)
                {
                    foreach (string? headquarters in codes)
                    {
                        foreach (string? parent in codes)
                        {
                            if (destination is not null && headquarters is not null && parent is not null) continue;
                            asked++;
                            Assert.NotEqual(LicenceNeed.NotNeeded, Ask(product, reading, destination, headquarters, parent).Need);
                        }
                    }
                }
            }
        }

        Assert.Equal(6 * 2 * ((8 * 8 * 8) - (7 * 7 * 7)), asked);
    }

    [Fact]
    public void ToKnowACountryNeverTurnsNeededIntoAnythingElse()
    {
        string[] codes = ["CN", "HK", "MO", "VN", "AE", "DE", "US"];
        foreach (ControlClass product in s_controlled)
        {
            foreach (string destination in codes)
            {
                if (Ask(product, RegimeReading.Enforced, destination, null, null).Need != LicenceNeed.Needed) continue;
                foreach (string headquarters in codes) Assert.Equal(LicenceNeed.Needed, Ask(product, RegimeReading.Enforced, destination, headquarters, "DE").Need);
            }
        }
    }

    [Fact]
    public void AClassThatIsNotAssessableIsNotCleared()
    {
        Assert.Equal(LicenceNeed.CannotTell, Ask(ControlClass.NotAssessable, RegimeReading.Enforced, "DE", "DE", "DE").Need);
        Assert.Equal(LicenceNeed.NotNeeded, Ask(ControlClass.None, RegimeReading.Enforced, "CN", "CN", "CN").Need);
    }

    [Theory]
    [InlineData(ControlClass.Memory3A090C, "CN", LicenceNeed.Needed)]
    [InlineData(ControlClass.Memory3A090C, "VN", LicenceNeed.CannotTell)] // the rule is not verified: it clears nothing
    [InlineData(ControlClass.Memory3A090C, "DE", LicenceNeed.CannotTell)]
    [InlineData(ControlClass.Notified, "HK", LicenceNeed.Needed)]
    [InlineData(ControlClass.Notified, "VN", LicenceNeed.NotNeeded)]
    public void MemoryAndNoticesReachFewerPlaces(ControlClass product, string destination, LicenceNeed expected) =>
        Assert.Equal(expected, Ask(product, RegimeReading.Enforced, destination, "DE", "DE").Need);

    [Fact]
    public void PartnersAreNeverLiftedOutOfArmsEmbargoOrMacau()
    {
        (string, int, long, long) In(string group, string country) => (group, CountryCode.Of(country), long.MinValue, long.MaxValue);
        var groups = new CountryGroups(
            [In("D:5", "XA"), In("A:5", "XA"), In("D:4", "XA"), In("A:6", "MO"), In("A:5", "MO"), In("D:1", "MO"), In("D:1", "XB"), In("A:6", "XB"), In("D:4", "XC"), In("A:5", "XC"), In("D:1", "XD")], []);
        var regime = new ControlRegime(SomeLaw.Shipped.Thresholds, [], SomeLaw.Shipped.Rules, groups);
        LicenceNeed Need(string code) => regime.LicenceNeeded(ControlClass.Part3A090A, RegimeReading.Enforced, CountryCode.Of(code), CountryCode.Of("XZ"), CountryCode.Of("XZ"), SomeLaw.Day).Need;
        Assert.Equal([LicenceNeed.Needed, LicenceNeed.Needed, LicenceNeed.NotNeeded, LicenceNeed.NotNeeded, LicenceNeed.Needed], new[] { "XA", "MO", "XB", "XC", "XD" }.Select(Need));
    }

    [Fact]
    public void TheGroupsOfTheDayCount()
    {
        var groups = new CountryGroups([("D:1", CountryCode.Of("XA"), Micros.StartOf(SomeLaw.Day), Micros.EndOf(SomeLaw.Day.AddDays(1)))], []);
        var regime = new ControlRegime(SomeLaw.Shipped.Thresholds, [], SomeLaw.Shipped.Rules, groups);
        int place = CountryCode.Of("XA"), other = CountryCode.Of("XZ");
        Assert.Equal(
            [LicenceNeed.NotNeeded, LicenceNeed.Needed, LicenceNeed.Needed, LicenceNeed.NotNeeded],
            new[] { -1, 0, 1, 2 }.Select(d => regime.LicenceNeeded(ControlClass.Part3A090A, RegimeReading.Enforced, place, other, other, SomeLaw.Day.AddDays(d)).Need));
    }

    [Fact]
    public void ADayWithoutARuleIsNotCleared()
    {
        var regime = new ControlRegime([], [], [.. SomeLaw.Shipped.Rules.Select(r => r with { ValidFrom = SomeLaw.Day })], new CountryGroups([], []));
        int germany = CountryCode.Of("DE");
        Assert.Equal(
            [LicenceNeed.CannotTell, LicenceNeed.NotNeeded],
            new[] { -1, 0 }.Select(d => regime.LicenceNeeded(ControlClass.Part3A090A, RegimeReading.Enforced, germany, germany, germany, SomeLaw.Day.AddDays(d)).Need));
    }

    [Fact]
    public void HongKongKeepsItsOwnNameInTheReason() =>
        Assert.Equal("the destination HK (in law CN) is in D:5", Ask(ControlClass.Part3A090A, RegimeReading.Enforced, "HK", "DE", "DE").Reason);

    [Theory]
    [InlineData(1698, 0L, LicenceNeed.NotNeeded)]
    [InlineData(1699, 0L, LicenceNeed.NotNeeded)] // 26,898,568 TPP
    [InlineData(1700, 0L, LicenceNeed.Needed)] // 26,914,400 TPP
    [InlineData(1699, 1432L, LicenceNeed.NotNeeded)] // 26,900,000 TPP: at most
    [InlineData(1699, 1433L, LicenceNeed.Needed)]
    [InlineData(1699, null, LicenceNeed.CannotTell)]
    [InlineData(1700, null, LicenceNeed.Needed)] // whatever came before
    public void TheYearlyLimitIsExactInWholeTpp(int h100, long? earlier, LicenceNeed expected) =>
        Assert.Equal(expected, LowProcessing(h100 * 15_832L, earlier, "MY", isDirect: true, isDistributor: false));

    [Theory]
    [InlineData("CN", true, false, LicenceNeed.Needed)]
    [InlineData("HK", true, false, LicenceNeed.Needed)]
    [InlineData("MO", true, false, LicenceNeed.Needed)]
    [InlineData("VN", true, false, LicenceNeed.NotNeeded)]
    [InlineData("VN", true, true, LicenceNeed.Needed)]
    [InlineData("VN", false, false, LicenceNeed.Needed)]
    [InlineData("VN", null, false, LicenceNeed.CannotTell)]
    [InlineData("VN", true, null, LicenceNeed.CannotTell)]
    [InlineData(null, true, false, LicenceNeed.CannotTell)]
    public void TheLowProcessingExceptionAsksWhereAndToWhom(string? destination, bool? isDirect, bool? isDistributor, LicenceNeed expected) =>
        Assert.Equal(expected, LowProcessing(1000, 0, destination, isDirect, isDistributor));

    private static LicenceNeed LowProcessing(long tpp, long? earlier, string? destination, bool? isDirect, bool? isDistributor) =>
        SomeLaw.Shipped.LowProcessing(new LowProcessingDelivery(ControlClass.Part3A090A, tpp, earlier, SomeLaw.Country(destination), isDirect, isDistributor), SomeLaw.Day).Need;

    private static LicenceAnswer Ask(ControlClass product, RegimeReading reading, string? destination, string? headquarters, string? parent) =>
        SomeLaw.Shipped.LicenceNeeded(product, reading, SomeLaw.Country(destination), SomeLaw.Country(headquarters), SomeLaw.Country(parent), SomeLaw.Day);
}
