using Screening.Features.Groups;
using Xunit;

namespace Screening.Tests.Features.Groups;

public sealed class MomentsTests
{
    //   day     0    1    1    3        since day 0: 3, since day 1: 1
    [Fact]
    public void AMomentIsNotSinceItself()
    {
        var moments = new Moments(365);
        foreach (double day in new[] { 3, 1, 0, 1.0 }) moments.Add(Tests.Some.Day(day), Tests.Some.Day(3));
        Assert.Equal((4, 3, 1, 0), (moments.Since(Tests.Some.Day(-1)), moments.Since(Tests.Some.Day(0)), moments.Since(Tests.Some.Day(1)), moments.Since(Tests.Some.Day(3))));
        moments.Remove(Tests.Some.Day(1));
        moments.Remove(Tests.Some.Day(2));
        Assert.Equal((3, 2), (moments.Since(Tests.Some.Day(-1)), moments.Since(Tests.Some.Day(0))));
    }

    [Fact]
    public void OnlyWhatNoWindowCanHoldAnyMoreIsForgotten()
    {
        var moments = new Moments(365);
        moments.Add(Tests.Some.Day(0), Tests.Some.Day(365));
        Assert.Equal(0, moments.Since(long.MinValue));
        moments.Add(Tests.Some.Day(0) + 1, Tests.Some.Day(365));
        for (int day = 1; day <= 1000; day++)
        {
            moments.Add(Tests.Some.Day(day), Tests.Some.Day(Math.Max(365, day)));
            Assert.Equal(day <= 365 ? day + 1 : 365, moments.Since(Tests.Some.Day(Math.Max(365, day) - 365)));
        }
    }
}
