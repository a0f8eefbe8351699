using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Policies;

public sealed class CountryGroupsTests
{
    private static readonly int China = CountryCode.Of("CN"), HongKong = CountryCode.Of("HK"), Macau = CountryCode.Of("MO"), Emirates = CountryCode.Of("AE"),
        Germany = CountryCode.Of("DE"), Singapore = CountryCode.Of("SG");

    private static readonly CountryGroups Groups = new(
        [
            ("D:5", China, long.MinValue, long.MaxValue),
            ("country-of-concern-headquarters", Macau, long.MinValue, long.MaxValue),
            ("D:4", Emirates, Some.Day(10), Some.Day(20)),
            ("D:1", Singapore, long.MinValue, long.MaxValue),
            ("A:6", Singapore, Some.Day(10), long.MaxValue),
            ("A:5", China, long.MinValue, long.MaxValue),
            ("transshipment-official", HongKong, long.MinValue, long.MaxValue),
            ("transshipment-seed", HongKong, long.MinValue, long.MaxValue),
            ("transshipment-seed", Emirates, long.MinValue, Some.Day(20)),
        ],
        [(HongKong, China)]);

    [Fact]
    public void AMembershipHoldsFromItsFirstToItsLastMoment()
    {
        Assert.Equal([false, true, true, false], new[] { Some.Day(10) - 1, Some.Day(10), Some.Day(20), Some.Day(20) + 1 }.Select(at => Groups.IsIn("D:4", Emirates, at)));
        Assert.Equal([0, 1, 1, 0], new[] { Some.Day(10) - 1, Some.Day(10), Some.Day(20), Some.Day(20) + 1 }.Select(at => Groups.ControlTier(Emirates, at)));
    }

    [Fact]
    public void AnAliasInLawIsFollowedForControlsAndNotForRoutes()
    {
        Assert.Equal(2, Groups.ControlTier(HongKong, 0));
        Assert.True(Groups.IsOfConcern(HongKong, 0));
        Assert.False(Groups.IsIn("D:5", HongKong, 0));
        Assert.Equal((2, 0), (Groups.HubTier(HongKong, 0), Groups.HubTier(China, 0)));
    }

    [Fact]
    public void MembershipInA5OrA6LiftsTheLowerTierOnly()
    {
        Assert.Equal((1, 0), (Groups.ControlTier(Singapore, Some.Day(10) - 1), Groups.ControlTier(Singapore, Some.Day(10))));
        Assert.Equal(2, Groups.ControlTier(China, 0));
        Assert.Equal(2, Groups.ControlTier(Macau, 0));
        Assert.Equal(0, Groups.ControlTier(Germany, 0));
    }

    [Fact]
    public void TheHubTierIsTheHighestThatHolds() =>
        Assert.Equal((2, 1, 0, 0), (Groups.HubTier(HongKong, 0), Groups.HubTier(Emirates, Some.Day(20)), Groups.HubTier(Emirates, Some.Day(20) + 1), Groups.HubTier(Germany, 0)));

    [Fact]
    public void NoCountryIsInNoGroup()
    {
        Assert.False(Groups.IsIn("D:5", Missing.Symbol, 0));
        Assert.False(Groups.IsOfConcern(Missing.Symbol, 0));
        Assert.Equal((0, 0), (Groups.ControlTier(Missing.Symbol, 0), Groups.HubTier(Missing.Symbol, 0)));
        Assert.False(Groups.IsIn("no such group", China, 0));
    }
}
