using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class LateChangeTests
{
    [Theory]
    [InlineData(2, 3, 1, 0.9, "recipient or destination changed 2 times, last 3 days before the goods left, and to a country of higher risk")]
    [InlineData(1, -4, 0, 0.5, "recipient or destination changed once, last 4 days after the goods had left")]
    [InlineData(1, double.NaN, 1, 0.4, "recipient or destination changed once, and to a country of higher risk")]
    [InlineData(1, 30, 1, 0.4, "recipient or destination changed once, last 30 days before the goods left, and to a country of higher risk")]
    public void ALateChangeOrOneForTheWorseIsFound(double changes, double days, double raises, double strength, string sentence)
    {
        Finding finding = Evaluate(changes, days, raises);
        Assert.Equal((strength, sentence), (finding.Strength, finding.Sentence));
    }

    [Theory]
    [InlineData(7, Outcome.Found)]
    [InlineData(7.01, Outcome.Clear)]
    public void AWeekBeforeTheGoodsLeaveIsLate(double days, Outcome expected) => Assert.Equal(expected, Evaluate(1, days, 0).Outcome);

    [Fact]
    public void WithoutAChangeThereIsNothing() => Assert.Equal(Finding.Clear, Evaluate(0, double.NaN, double.NaN));

    [Fact]
    public void GoodsThatLeftNobodySaysWhenAreNotAssessedAndThoseStillHereHaveNotLeft()
    {
        Assert.Equal(Finding.NotAssessed("late change: it is not told when the goods left"), SomeRow.Evaluate("T25", ("order_recipient_changes", 1), ("route_leg_count", 1)));
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("T25", ("order_recipient_changes", 1)));
    }

    private static Finding Evaluate(double changes, double days, double raises) =>
        SomeRow.Evaluate("T25", ("order_recipient_changes", changes), ("order_change_to_departure_days", days), ("order_change_raises_tier", raises));
}
