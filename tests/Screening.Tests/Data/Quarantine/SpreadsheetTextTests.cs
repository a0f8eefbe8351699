using Screening.Data.Quarantines;
using Xunit;

namespace Screening.Tests.Data.Quarantines;

public sealed class SpreadsheetTextTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@x", "'@x")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("\u200b=x", "'\u200b=x")]
    [InlineData("＝x", "'＝x")]
    [InlineData("'=x", "''=x")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'s-Hertogenbosch", "'s-Hertogenbosch")]
    [InlineData("-5", "-5")]
    [InlineData("+3.20", "+3.20")]
    [InlineData("", "")]
    public void OnlyWhatWouldRunIsGuarded(string text, string expected)
    {
        Assert.Equal(expected, SpreadsheetText.Guard(text));
        Assert.Equal(text, SpreadsheetText.Unguard(expected));
    }

    [Fact]
    public void UnguardingGivesBackWhatWasGuarded()
    {
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "'=+-@ \t\r\n\u200b＝a1."[random.Next(14)]));
            Assert.Equal(text, SpreadsheetText.Unguard(SpreadsheetText.Guard(text)));
            Assert.False(SpreadsheetText.IsFormula(SpreadsheetText.Guard(text)) && !decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _), text);
        }
    }
}
