using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class BalanceSheetJumpTests
{
    [Fact]
    public void AssetsManyTimesLastYearsAreFoundWithWhoPaid()
    {
        Finding finding = Evaluate(growth: 90, assets: 3e9, deposits: 0.97);
        Assert.Equal("balance sheet of the purchaser 90 times last year's, now 3 billion USD, 97 % deposits", finding.Sentence);
        Assert.Equal(1 - (0.5 / 9), finding.Strength, 12);
    }

    [Fact]
    public void UntoldDepositsAreSaidToBeSo() =>
        Assert.Equal("balance sheet of the purchaser 20 times last year's, now 3.1 million USD; what paid for it is not told", Evaluate(20, 3.1e6, double.NaN).Sentence);

    [Theory]
    [InlineData(9.999, Outcome.Clear)]
    [InlineData(10, Outcome.Clear)]
    [InlineData(10.001, Outcome.Found)]
    public void AJumpBeginsAboveThePolicysGrowth(double growth, Outcome expected) => Assert.Equal(expected, Evaluate(growth, 1e6, 0).Outcome);

    [Fact]
    public void WithoutAStatementOrOneOfTheYearBeforeNothingIsAssessed()
    {
        Assert.Equal(Finding.NotAssessed("balance sheet: no statement of the purchaser is known"), Evaluate(double.NaN, double.NaN, double.NaN));
        Assert.Equal(Finding.NotAssessed("balance sheet: no statement of the year before is known of the purchaser"), Evaluate(double.NaN, 3e9, 0.97));
    }

    private static Finding Evaluate(double growth, double assets, double deposits) => SomeRow.Evaluate(
        "T12", ("purchaser_assets_growth", growth), ("purchaser_assets_usd", assets), ("purchaser_deposits_to_assets", deposits));
}
