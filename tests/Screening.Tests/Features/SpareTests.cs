using Screening.Features;
using Xunit;

namespace Screening.Tests.Features;

public sealed class SpareTests
{
    [Fact]
    public void AnArrayThatWasGrownOutOfServesTheNextAndNobodyElse()
    {
        Mark[] small = Spare<Mark>.Take(4);
        for (int i = 0; i < 3; i++) small[i] = new Mark(i);
        Mark[] large = Spare<Mark>.Grow(small, 3, 8);
        Assert.Equal([new Mark(0), new Mark(1), new Mark(2)], large[..3]);
        Assert.Equal(8, large.Length);
        Assert.Same(small, Spare<Mark>.Take(4));
        Assert.NotSame(small, Spare<Mark>.Take(4));
    }

    [Fact]
    public void LengthsThatAreNoPowerOfTwoAreMadeAnewAndNotKept()
    {
        Mark[] odd = Spare<Mark>.Take(5);
        Assert.Equal(5, odd.Length);
        Spare<Mark>.Grow(odd, 5, 1 << 20);
        Assert.NotSame(odd, Spare<Mark>.Take(5));
        Assert.Empty(Spare<Mark>.Take(0));
    }

    private readonly record struct Mark(int Number);
}
