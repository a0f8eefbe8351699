using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class ImplausibleDwellTests
{
    [Fact]
    public void GoodsThatNeverLeftAreFound()
    {
        Finding finding = Evaluate(ended: 3, soFar: 90, usual: 6);
        Assert.Equal("goods have stood on the way for 3 months and are not known to have left; a stay is 6 times what 95 of 100 stays at its place do not exceed", finding.Sentence);
        Assert.Equal(0.875, finding.Strength, 12);
    }

    [Theory]
    [InlineData(44.9, double.NaN, Outcome.Clear)]
    [InlineData(45, double.NaN, Outcome.Found)]
    [InlineData(7, 1.51, Outcome.Found)]
    [InlineData(7, 1.5, Outcome.Clear)]
    [InlineData(6.9, 50, Outcome.Clear)]
    public void AStayIsTooLongByItselfOrForItsPlace(double days, double usual, Outcome expected)
    {
        Assert.Equal(expected, Evaluate(ended: days, soFar: 0, usual).Outcome);
        Assert.Equal(expected, Evaluate(ended: double.NaN, soFar: days, usual).Outcome);
    }

    [Fact]
    public void AStayThatEndedIsSaidToHaveEnded() => Assert.Equal("goods stood on the way for 50 days", Evaluate(ended: 50, soFar: double.NaN, usual: double.NaN).Sentence);

    [Fact]
    public void LegsWithoutMomentsAreNotAssessedAndNoLegsAreNoSign()
    {
        Assert.Equal(Outcome.NotAssessed, SomeRow.Evaluate("T23", ("route_leg_count", 1)).Outcome);
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("T23"));
    }

    private static Finding Evaluate(double ended, double soFar, double usual) => SomeRow.Evaluate(
        "T23", ("route_longest_stay_days", ended), ("route_stay_so_far_days", soFar), ("route_stay_to_usual", usual), ("route_leg_count", 2));
}
