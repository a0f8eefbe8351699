using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class DomesticFrontTests
{
    [Theory]
    [InlineData(1, 1, 0.9, "100 H100e of controlled goods sold and delivered in the seller's own country went on abroad")]
    [InlineData(0, 0, 0.3, "100 H100e of controlled goods for abroad are delivered in the seller's own country first")]
    [InlineData(0, 1, 0.6, "100 H100e of controlled goods for abroad are delivered in the seller's own country first, and went on to another country than their destination")]
    public void GoodsThatStartAtHomeAndLeaveAreFound(double forHome, double elsewhere, double strength, string sentence)
    {
        Finding finding = Evaluate(1, forHome, elsewhere);
        Assert.Equal((strength, sentence), (finding.Strength, finding.Sentence));
    }

    [Theory]
    [InlineData(0, 0, 1, 100, 1, Outcome.Clear)]
    [InlineData(1, 1, 0, 100, 1, Outcome.Clear)]
    [InlineData(1, 1, double.NaN, 100, 1, Outcome.Clear)]
    [InlineData(1, 0, 0, 7.9, 1, Outcome.Clear)]
    [InlineData(1, 0, 0, 8, 1, Outcome.Found)]
    [InlineData(1, 1, 1, 0, 1, Outcome.Found)]
    [InlineData(1, 1, 1, 100, 0, Outcome.Clear)]
    [InlineData(1, double.NaN, 1, 100, 1, Outcome.Clear)]
    [InlineData(double.NaN, double.NaN, 1, 100, 1, Outcome.NotAssessed)]
    [InlineData(double.NaN, double.NaN, 0, 100, 1, Outcome.Clear)]
    public void WhatDoesNotFitIsClearAndWhatIsNotKnownIsNotAssessed(double shipsHome, double forHome, double elsewhere, double h100e, double lines, Outcome expected) =>
        Assert.Equal(expected, Evaluate(shipsHome, forHome, elsewhere, h100e, lines).Outcome);

    private static Finding Evaluate(double shipsHome, double forHome, double elsewhere, double h100e = 100, double lines = 1) => SomeRow.Evaluate(
        "T28", ("order_ships_to_home", shipsHome), ("order_is_for_home", forHome), ("route_ends_elsewhere", elsewhere), ("order_controlled_h100e", h100e), ("order_controlled_lines", lines));
}
