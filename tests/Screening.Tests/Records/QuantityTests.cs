using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(3, 166, 0)]
    [InlineData(1, 500, 1)]
    [InlineData(7, 1500, 11)] // 10.5
    [InlineData(long.MaxValue, 1000, long.MaxValue)]
    [InlineData(long.MaxValue / 2, 2000, long.MaxValue - 1)]
    [InlineData(long.MaxValue, 1, 9_223_372_036_854_776)]
    [InlineData(long.MaxValue, 1001, Missing.Amount)]
    [InlineData(Missing.Amount, 1, Missing.Amount)]
    [InlineData(1, Missing.Amount, Missing.Amount)]
    public void AProductRoundsHalvesUpAndIsMissingWhen64BitsDoNotHoldIt(long perUnit, long thousandths, long expected) =>
        Assert.Equal(expected, Quantity.TimesOrMissing(perUnit, thousandths));

    [Fact]
    public void TheShortWayEqualsTheLongOneAroundTheBorderOf64Bits()
    {
        foreach (long perUnit in new[] { long.MaxValue, long.MaxValue - 1, long.MaxValue - 499, long.MaxValue - 500, long.MaxValue - 501, (long.MaxValue / 3) - 1, long.MaxValue / 3, 5_000_000_000 })
        {
            foreach (long thousandths in new[] { 0, 1, 2, 3, 999, 1000, 1844674407, 1844674408, long.MaxValue })
                Assert.Equal((((Int128)perUnit * thousandths) + 500) / 1000, Quantity.Times(perUnit, thousandths));
        }
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(long.MaxValue - 1, 1, long.MaxValue)]
    [InlineData(long.MaxValue, 1, Missing.Amount)]
    [InlineData(Missing.Amount, 1, Missing.Amount)]
    [InlineData(1, Missing.Amount, Missing.Amount)]
    public void ASumIsMissingWhenAPartIsOr64BitsDoNotHoldIt(long a, long b, long expected) => Assert.Equal(expected, Quantity.SumOrMissing(a, b));
}
