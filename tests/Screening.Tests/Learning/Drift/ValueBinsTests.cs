using Screening.Learning.Drift;
using Xunit;

namespace Screening.Tests.Learning.Drift;

public sealed class ValueBinsTests
{
    [Fact]
    public void ManyDifferentValuesFallIntoBinsOfEqualShare()
    {
        double[] values = [.. Enumerable.Range(1, 1000).Select(i => (double)i)];
        ValueBins bins = ValueBins.Of(values, 10);
        Assert.Equal(11, bins.Count);
        Assert.All(values.GroupBy(bins.Of), bin => Assert.Equal(100, bin.Count()));
        Assert.Equal((double.NegativeInfinity, 100), bins.Range(1));
        Assert.Equal((900, double.PositiveInfinity), bins.Range(10));
    }

    [Fact]
    public void WhatIsMissingHasItsOwnBin()
    {
        ValueBins bins = ValueBins.Of([double.NaN, 1, 2, 3, double.NaN], 2);
        Assert.Equal(ValueBins.MissingBin, bins.Of(double.NaN));
        Assert.All([-1e9, 1, 2, 3, 1e9], value => Assert.NotEqual(ValueBins.MissingBin, bins.Of(value)));
    }

    [Fact]
    public void AValueThatManyOrdersShareHasItsOwnBin()
    {
        ValueBins bins = ValueBins.Of([.. Enumerable.Repeat(0.0, 95), 1, 2, 3, 4, 5], 10);
        Assert.Equal(3, new[] { -1.0, 0, 1e-9 }.Select(bins.Of).Distinct().Count());
        Assert.Equal(bins.Of(1), bins.Of(5));
        (double above, double upTo) = bins.Range(bins.Of(0));
        Assert.Equal((0.0, 0.0), (Math.BitIncrement(above), upTo));
    }

    [Fact]
    public void AConstantColumnSeesWhatLeavesItUpwardsAndDownwards()
    {
        ValueBins bins = ValueBins.Of([7, 7, 7, 7], 10);
        Assert.Equal(3, new[] { 6.0, 7, 8 }.Select(bins.Of).Distinct().Count());
    }

    [Fact]
    public void AColumnThatWasAlwaysMissingHasOneBinForAllValues()
    {
        ValueBins bins = ValueBins.Of([double.NaN, double.NaN], 10);
        Assert.Equal(2, bins.Count);
        Assert.Equal((0, 1, 1), (bins.Of(double.NaN), bins.Of(-5), bins.Of(5)));
    }
}
