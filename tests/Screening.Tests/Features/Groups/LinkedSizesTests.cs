using Screening.Features.Groups;
using Xunit;

namespace Screening.Tests.Features.Groups;

public sealed class LinkedSizesTests
{
    [Fact]
    public void HowManyAreDifferentDoesNotDependOnHowManyThereAre()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int most = random.Next(1, 40);
            int[] numbers = [.. Enumerable.Range(0, random.Next(0, 120)).Select(_ => random.Next(most) - 1)];
            Assert.True(numbers.Distinct().Count() == LinkedSizes.Different([.. numbers]), $"seed {seed}");
        }
    }
}
