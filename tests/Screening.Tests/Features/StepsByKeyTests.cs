using Screening.Features;
using Xunit;

namespace Screening.Tests.Features;

public sealed class StepsByKeyTests
{
    // Keys below 2^11 take one round, below 2^22 two, and above three.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData((1 << 11) - 1)]
    [InlineData(1 << 11)]
    [InlineData((1 << 22) + 1)]
    [InlineData(int.MaxValue)]
    public void StepsStandByKeyAndWithinAKeyAsTheyWereAdded(int greatest)
    {
        var random = new Random(7 + greatest);
        var steps = new StepsByKey();
        for (int round = 0; round < 3; round++)
        {
            // Few different keys of any size, so that keys repeat; the same room is used again, for fewer or more.
            int[] keys = [.. Enumerable.Range(0, 40).Select(_ => (int)random.NextInt64(greatest + 1L)), greatest, 0];
            Step[] added = [.. Enumerable.Range(0, 300 * (3 - round)).Select(i => random.Next(3) == 0 ? Step.Look(keys[random.Next(keys.Length)], i) : Step.Learn(keys[random.Next(keys.Length)], i))];
            steps.Clear();
            foreach (Step step in added) steps.Add(step);
            steps.Arrange();
            Step[] expected = [.. added.OrderBy(s => s.Key)];
            Assert.Equal(expected, Enumerable.Range(0, steps.Count).Select(i => steps[i]));
            Assert.Equal(expected.Select(s => s.Key).Distinct().Count(), Enumerable.Range(0, steps.Count).Count(steps.IsFirst));
        }
    }

    [Fact]
    public void ALookAndAnEventOfTheSameNumberAreTold()
    {
        Assert.True(Step.Look(1, 0).IsLook);
        Assert.Equal(0, Step.Look(1, 0).Read);
        Assert.False(Step.Learn(1, 0).IsLook);
    }

    [Fact]
    public void NothingIsArrangedOfNothing()
    {
        var steps = new StepsByKey();
        steps.Arrange();
        Assert.Equal(0, steps.Count);
    }
}
