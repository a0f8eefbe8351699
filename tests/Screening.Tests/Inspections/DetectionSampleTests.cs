using Screening.Inspections;
using Xunit;

namespace Screening.Tests.Inspections;

public sealed class DetectionSampleTests
{
    // Every draw of every sample, counted one by one.
    [Fact]
    public void TheChanceToMissIsTheShareOfDrawsThatMiss()
    {
        foreach (double seen in (double[])[1, 0.8, 0.3])
        {
            for (int lot = 0; lot <= 9; lot++)
            {
                for (int amiss = 0; amiss <= lot; amiss++)
                {
                    for (int sample = 0; sample <= lot; sample++)
                    {
                        (double missed, int draws) = (0, 0);
                        for (int set = 0; set < 1 << lot; set++)
                        {
                            if (System.Numerics.BitOperations.PopCount((uint)set) != sample) continue;
                            draws++;
                            missed += Math.Pow(1 - seen, System.Numerics.BitOperations.PopCount((uint)(set & ((1 << amiss) - 1))));
                        }

                        Assert.Equal(missed / draws, DetectionSample.Miss(lot, amiss, sample, seen), 1e-12);
                    }
                }
            }
        }
    }

    // By whole numbers of combinations, computed elsewhere; with a chance below 1 to see, everybody may not be enough.
    [Theory]
    [InlineData(500, 5, 0.95, 1, 225)]
    [InlineData(1000, 50, 0.95, 1, 57)]
    [InlineData(10, 1, 0.9, 1, 9)]
    [InlineData(10, 1, 0.9, 0.8, 10)]
    [InlineData(100000, 100, 0.9, 1, 2276)]
    public void TheLeastSampleMeetsTheChanceAndOneFewerDoesNot(int lot, int amiss, double detection, double seen, int expected)
    {
        int least = DetectionSample.Least(lot, amiss, detection, seen);
        Assert.Equal(expected, least);
        double miss = DetectionSample.Miss(lot, amiss, least, seen);
        if (least < lot) Assert.True(miss <= 1 - detection + 1e-9, $"{least} miss with {miss}");
        Assert.True(DetectionSample.Miss(lot, amiss, least - 1, seen) > 1 - detection, $"{least - 1} would do");
    }

    [Fact]
    public void ALargerSampleNeverMissesMore()
    {
        for (int sample = 0; sample < 60; sample++) Assert.True(DetectionSample.Miss(60, 7, sample + 1, 0.7) < DetectionSample.Miss(60, 7, sample, 0.7));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectionSample.Miss(5, 6, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectionSample.Miss(5, 1, 6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectionSample.Miss(5, 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectionSample.Miss(5, 1, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectionSample.Least(5, 1, 1, 1));
    }
}
