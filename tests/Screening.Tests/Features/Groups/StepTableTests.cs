using Screening.Features.Groups;
using Xunit;

namespace Screening.Tests.Features.Groups;

public sealed class StepTableTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.24, 0)]
    [InlineData(0.25, 0)]
    [InlineData(0.5, 8)]
    [InlineData(1, 16)]
    [InlineData(1.09, 16)]
    [InlineData(1.0906, 17)]
    [InlineData(7.99, 39)]
    [InlineData(8, 39)]
    [InlineData(1e9, 39)]
    public void AStepIsAnEighthOfADoublingAndTheEndsHoldTheRest(double value, int step) => Assert.Equal(step, new StepTable(-2, 3).StepOf(value));

    // Ten values in step 16, ten in step 24: the tenth of twenty is the last of the lower ones.
    [Fact]
    public void TheMedianIsTheLowerOneAndTheMiddleOfItsStep()
    {
        StepTable table = Of((16, 10), (24, 10));
        Assert.Equal(Math.Pow(2, 0.5 / 8), table.Quantile(1, Tests.Some.Day(1), 50, 20, []), 12);
        Assert.Equal(Math.Pow(2, 0.5 / 8), table.Quantile(1, Tests.Some.Day(1), 50, 19, [24]), 12);
        Assert.Equal(Math.Pow(2, 1 + (0.5 / 8)), table.Quantile(1, Tests.Some.Day(1), 50, 19, [16]), 12);
        Assert.Equal(double.NaN, table.Quantile(1, Tests.Some.Day(1), 50, 20, [16]));
        Assert.Equal(double.NaN, table.Quantile(2, Tests.Some.Day(1), 50, 1, []));
    }

    // 95 of 100 at or below: the 95th of a hundred, and the 19th of twenty.
    [Theory]
    [InlineData(95, 5, 16)]
    [InlineData(94, 6, 24)]
    [InlineData(19, 1, 16)]
    [InlineData(18, 2, 24)]
    public void NinetyFivePerCentAreAtOrBelow(int low, int high, int step) =>
        Assert.Equal(Math.Pow(2, -2 + ((step + 0.5) / 8)), Of((16, low), (24, high)).Quantile(1, Tests.Some.Day(1), 95, 20, []), 12);

    //   day 0: twenty values           | day 1: one taken back, one added          | day 2
    //   a look of day 0 sees none      | a look of day 1 sees the rest of day 0    | sees all
    [Fact]
    public void ALookSeesWhatBecameKnownOnDaysBefore()
    {
        StepTable table = Of((16, 20));
        Assert.Equal(double.NaN, table.Quantile(1, Tests.Some.Day(0.99), 50, 1, []));
        table.MoveTo(Tests.Some.Day(1));
        table.Add(1, 16, Tests.Some.Day(0.5), -1);
        table.Add(1, 24, Tests.Some.Day(1), 1);
        Assert.Equal(double.NaN, table.Quantile(1, Tests.Some.Day(1.5), 50, 20, []));
        Assert.Equal(Math.Pow(2, 0.5 / 8), table.Quantile(1, Tests.Some.Day(1.5), 100, 19, []), 12);
        Assert.Equal(Math.Pow(2, 1 + (0.5 / 8)), table.Quantile(1, Tests.Some.Day(2), 100, 20, []), 12);
    }

    private static StepTable Of(params (int Step, int Values)[] counts)
    {
        var table = new StepTable(-2, 3);
        table.MoveTo(Tests.Some.Day(0));
        foreach ((int step, int values) in counts) table.Add(1, step, Tests.Some.Day(0), values);
        return table;
    }
}
