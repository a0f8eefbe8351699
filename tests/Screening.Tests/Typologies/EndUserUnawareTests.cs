using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class EndUserUnawareTests
{
    [Fact]
    public void ADenialIsFoundHoweverSmallTheOrderAndHoldsIt()
    {
        Finding finding = Evaluate(170e6, denied: 1);
        Assert.Equal(Finding.Found(1, "asked about 170 million USD of goods, the end user denied the order or knew nothing of it"), finding);
        Assert.Equal(Outcome.Found, Evaluate(1, 1).Outcome);
        Assert.True(SomeRow.Typologies["T18"].Policy.MandatoryHold);
    }

    [Theory]
    [InlineData(5e6, 0, Outcome.Clear)]
    [InlineData(5e6, double.NaN, Outcome.NotAssessed)]
    [InlineData(4_999_999, double.NaN, Outcome.Clear)]
    public void WithoutAnAnswerALargeOrderIsNotCleared(double value, double denied, Outcome expected) => Assert.Equal(expected, Evaluate(value, denied).Outcome);

    [Fact]
    public void WhereNoCallBackIsLoadedNothingIsSaidOfEveryOrder() =>
        Assert.Equal(Finding.NotLoaded("end-user statement or call-back"), SomeRow.Evaluate("T18", LoadedData.All.Without("end-user statement or call-back"), ("order_value_usd", 5e7)));

    [Fact]
    public void OnlyListsEmbargoesDenialsAndTheRuleOnOwnersHoldAnOrder() =>
        Assert.Equal(["E01", "E03", "T18", "T21"], SomeRow.NewestPolicy.Typologies.Where(t => t.MandatoryHold).Select(t => t.Id));

    private static Finding Evaluate(double value, double denied) => SomeRow.Evaluate("T18", ("order_value_usd", value), ("end_user_denied", denied));
}
