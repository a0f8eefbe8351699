using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class CountryCodeTests
{
    [Fact]
    public void EveryCodeHasItsOwnNumberAndComesBack()
    {
        for (int number = 0; number < CountryCode.Count; number++) Assert.Equal(number, CountryCode.Of(CountryCode.Text(number)));
        Assert.Equal((0, CountryCode.Count - 1), (CountryCode.Of("AA"), CountryCode.Of("ZZ")));
        Assert.Null(CountryCode.Text(Missing.Symbol));
    }

    [Theory]
    [InlineData("")]
    [InlineData("D")]
    [InlineData("de")]
    [InlineData("De")]
    [InlineData("DEU")]
    [InlineData("D1")]
    [InlineData("ÄÖ")]
    public void AnythingElseIsRefusedWithTheValue(string code) =>
        Assert.Contains($"'{code}'", Assert.Throws<ArgumentException>(() => CountryCode.Of(code)).Message, StringComparison.Ordinal);
}
