using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class YoungCompanyTests
{
    [Fact]
    public void ALargeFirstOrderOfAYoungPurchaserIsFound()
    {
        Finding finding = Evaluate(4e6, purchaser: 100, endUser: 4000, before: 0);
        Assert.Equal("4 million USD ordered, the first order of the purchaser, and the purchaser was founded 3 months ago", finding.Sentence);
        Assert.Equal(1 - (0.5 / 3.65), finding.Strength, 12);
    }

    [Fact]
    public void AYoungEndUserIsToldFromThePurchaserWhoOrdersFirst() =>
        Assert.Equal("2.5 million USD ordered, the first order of the purchaser, and the end user was founded 45 days ago", Evaluate(2.5e6, purchaser: 4000, endUser: 45, before: 0).Sentence);

    [Fact]
    public void ALaterOrderIsNotCalledTheFirst() =>
        Assert.Equal("2.5 million USD ordered, and the end user was founded 45 days ago", Evaluate(2.5e6, purchaser: double.NaN, endUser: 45, before: 1).Sentence);

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void ACompanyThatIsNotFoundedYetIsSaidToBeSo(double age) =>
        Assert.EndsWith("the purchaser is not founded yet", Evaluate(4e6, age, double.NaN, 2).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(1_999_999.99, 100, Outcome.Clear)]
    [InlineData(2_000_000, 100, Outcome.Found)]
    [InlineData(2_000_000, 364.999, Outcome.Found)]
    [InlineData(2_000_000, 365, Outcome.Clear)]
    [InlineData(2_000_000, 366, Outcome.Clear)]
    public void LargeAndYoungBeginWhereThePolicySays(double value, double age, Outcome expected)
    {
        Assert.Equal(expected, Evaluate(value, age, double.NaN, 0).Outcome);
        Assert.Equal(expected, Evaluate(value, double.NaN, age, 0).Outcome);
    }

    [Fact]
    public void WithoutADayOfIncorporationALargeOrderIsNotAssessed() =>
        Assert.Equal(Finding.NotAssessed("company: no day of incorporation is known of the purchaser or the end user"), Evaluate(2e6, double.NaN, double.NaN, 0));

    [Fact]
    public void AtTheThresholdsTheStrengthIsAHalf() => Assert.Equal(0.5, Evaluate(2e6, 364, double.NaN, 0).Strength);

    private static Finding Evaluate(double value, double purchaser, double endUser, double before) => SomeRow.Evaluate(
        "T02", ("order_value_usd", value), ("purchaser_age_days", purchaser), ("end_user_age_days", endUser), ("purchaser_orders_before", before));
}
