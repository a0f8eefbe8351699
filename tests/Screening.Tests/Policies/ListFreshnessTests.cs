using Screening.Policies;
using Xunit;

namespace Screening.Tests.Policies;

public sealed class ListFreshnessTests
{
    private static readonly DateOnly Day = new(2026, 3, 9);

    [Fact]
    public void ListsOfSevenDaysAreFreshAndOfEightAreStale()
    {
        var week = new ListFreshness(7, IsExempt: false);
        Assert.Equal(ListAge.Fresh, week.On(Day.AddDays(-7), Day));
        Assert.Equal(ListAge.Stale, week.On(Day.AddDays(-8), Day));
        Assert.Equal(ListAge.Missing, week.On(null, Day));
    }

    [Fact]
    public void APolicyThatIsExemptOrSaysNothingAsksNothing()
    {
        Assert.Equal(ListAge.NotAsked, new ListFreshness(7, IsExempt: true).On(null, Day));
        Assert.Equal(ListAge.NotAsked, ListFreshness.Unsaid.On(Day.AddDays(-900), Day));
    }
}
