using Screening.Features.Groups;
using Xunit;

namespace Screening.Tests.Features.Groups;

public sealed class MiddlesTests
{
    [Fact]
    public void TheMiddleIsThatOfTheSortedValues()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            int length = random.Next(1, 80), different = random.Next(1, 50);
            long[] whole = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(different) - (different / 4))];
            double[] real = [.. whole.Select(value => value / 7.0)];
            long[] sorted = [.. whole.Order()];
            (long lower, long upper) = (sorted[(length - 1) / 2], sorted[length / 2]);
            string where = $"seed {seed}, {length} values";
            Assert.True((lower, upper) == Middles.Of(whole.AsSpan()), where);
            Assert.True((lower / 7.0, upper / 7.0) == Middles.Of(real.AsSpan()), where);
        }
    }

    [Fact]
    public void TheGreatestNumberCanBeInTheMiddle()
    {
        long[] whole = [long.MaxValue, 1, long.MaxValue];
        Assert.Equal((long.MaxValue, long.MaxValue), Middles.Of(whole.AsSpan()));
        double[] real = [double.MaxValue, 1];
        Assert.Equal((1, double.MaxValue), Middles.Of(real.AsSpan()));
    }
}
