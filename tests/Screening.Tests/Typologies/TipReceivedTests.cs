using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class TipReceivedTests
{
    [Fact]
    public void OpenTipsAreFoundWithTheBestSource()
    {
        Finding finding = Evaluate(open: 2, reliability: 3, days: 5, weight: 1.5, linked: 2);
        Assert.Equal("2 open tips on the order or a party on it, the best source of high reliability, the latest 5 days old", finding.Sentence);
        Assert.Equal(1 - (0.5 / 24), finding.Strength, 12);
    }

    [Theory]
    [InlineData(0.25, Outcome.Found)]
    [InlineData(0.2499, Outcome.Clear)]
    public void AnOldTipFades(double weight, Outcome expected) => Assert.Equal(expected, Evaluate(1, 0, 400, weight, 0).Outcome);

    [Fact]
    public void AConfirmedTipCountsToo() => Assert.Equal("a confirmed tip names the order or a party on it", Evaluate(0, double.NaN, double.NaN, 0.9, 0).Sentence);

    [Fact]
    public void ATipOnALinkedPartyIsTheWeakerSign()
    {
        Finding finding = Evaluate(0, double.NaN, double.NaN, 0, 1);
        Assert.Equal(("1 open tip on the end user or parties linked with it", 0.3), (finding.Sentence, finding.Strength));
        Assert.Equal(Finding.Clear, Evaluate(0, double.NaN, double.NaN, 0, 0));
    }

    private static Finding Evaluate(double open, double reliability, double days, double weight, double linked) => SomeRow.Evaluate(
        "T35", ("order_open_tips", open), ("order_tip_reliability", reliability), ("order_days_since_tip", days), ("order_tip_weight", weight), ("linked_open_tips", linked));
}
