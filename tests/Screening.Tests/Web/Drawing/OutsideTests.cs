using Xunit;

namespace Screening.Tests.Web.Drawing;

public sealed class OutsideTests
{
    [Theory]
    [InlineData("a\u202Eb", "a\uFFFDb")]
    [InlineData("a\u0000b\u001B[31m", "a\uFFFDb\uFFFD[31m")]
    [InlineData("a\r\nb\tc\u2028d", "a  b c d")]
    [InlineData("\U000E0041", "\uFFFD")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("範例 Ж é", "範例 Ж é")]
    [InlineData(null, "")]
    public void WhatHidesIsShownAndWhatIsWrittenStays(string? text, string shown) => Assert.Equal(shown, Outside.Text(text));

    [Fact]
    public void HalfACharacterIsShownAsOne() => Assert.Equal("\uFFFDx\uFFFD", Outside.Text("\uD800x\uDC00"));

    [Fact]
    public void ALongTextIsCutBetweenCharacters()
    {
        Assert.Equal("short", Outside.Clamp("short", 5));
        Assert.Equal("abcd…", Outside.Clamp("abcdef", 5));
        Assert.Equal("\U0001F4A9\U0001F4A9…", Outside.Clamp("\U0001F4A9\U0001F4A9\U0001F4A9\U0001F4A9", 3));
        Assert.Equal("…", Outside.Clamp("a" + new string('\u0301', 10_000), 50));
    }

    [Fact]
    public void TenThousandLettersAreCutAndReadInATitleThatEnds()
    {
        var html = new Html();
        html.Named(new string('W', 10_000), 60);
        string markup = html.ToString();
        Assert.Contains(">" + new string('W', 59) + "…</bdi>", markup, StringComparison.Ordinal);
        Assert.InRange(markup.Length, 1000, 1200);
    }
}
