using Screening.Data.Quarantines;
using Xunit;

namespace Screening.Tests.Data.Quarantines;

public sealed class LineSetTests
{
    [Theory]
    [InlineData("12", "12", 1)]
    [InlineData("40-60,12", "12,40-60", 22)]
    [InlineData("1-3,2-5,6,9", "1-6,9", 7)]
    [InlineData(" 7 , 8 ", "7-8", 2)]
    [InlineData("5,5", "5", 1)]
    public void LinesAreSortedAndMerged(string text, string expected, long count)
    {
        Assert.True(LineSet.TryParse(text, out var lines));
        Assert.Equal((expected, count), (lines.ToString(), lines.Count));
        Assert.Equal(count, lines.Lines.LongCount());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("3-2")]
    [InlineData("1-2-3")]
    [InlineData("a")]
    [InlineData("-4")]
    [InlineData("1,,2")]
    [InlineData("9223372036854775807")]
    public void WhatIsNoLineIsRefused(string text) => Assert.False(LineSet.TryParse(text, out _));

    [Fact]
    public void BothEndsOfASpanAreIncluded()
    {
        Assert.True(LineSet.TryParse("3,5-7", out var lines));
        Assert.Equal([3, 5, 6, 7], Enumerable.Range(0, 12).Where(n => lines.Contains(n)));
        Assert.Equal("3,5-7", LineSet.Of([3, 5, 6, 7]).ToString());
    }
}
