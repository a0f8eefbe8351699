using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class ForwarderAsConsigneeTests
{
    [Theory]
    [InlineData(1, double.NaN, 1, 0.7, "1 million USD of goods for the ultimate consignee, a forwarder or bank")]
    [InlineData(1, 1, 0, 0.9, "1 million USD of goods for the ultimate consignee, a forwarder, the order's own, and no end user is named")]
    [InlineData(0, 1, 1, 0.5, "1 million USD of goods for the ultimate consignee, the order's forwarding agent")]
    public void AForwarderAtTheEndIsFound(double intermediary, double agent, double named, double strength, string sentence)
    {
        Finding finding = Evaluate(intermediary, agent, named);
        Assert.Equal(sentence, finding.Sentence);
        Assert.Equal(strength, finding.Strength, 12);
    }

    [Theory]
    [InlineData(0, 0, 1, 0.4, "1 million USD of goods end their way in a free zone")]
    [InlineData(double.NaN, double.NaN, 0, 0.6, "1 million USD of goods end their way in a free zone, and no end user is named")]
    [InlineData(1, 0, 1, 0.75, "1 million USD of goods that end their way in a free zone for the ultimate consignee, a forwarder or bank")]
    public void AWayThatEndsInAFreeZoneIsFound(double intermediary, double agent, double named, double strength, string sentence)
    {
        Finding finding = Evaluate(intermediary, agent, named, zone: 1);
        Assert.Equal(sentence, finding.Sentence);
        Assert.Equal(strength, finding.Strength, 12);
        Assert.NotEqual(sentence, Evaluate(intermediary, agent, named, zone: 0).Sentence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void AWayThatEndsElsewhereOrIsNotKnownSaysNothing(double zone) => Assert.Equal(Finding.Clear, Evaluate(intermediary: 0, agent: 0, zone: zone));

    [Fact]
    public void AnyoneElseIsClear() => Assert.Equal(Finding.Clear, Evaluate(intermediary: 0, agent: 0));

    [Theory]
    [InlineData(49_999, Outcome.Clear)]
    [InlineData(50_000, Outcome.Found)]
    public void SmallOrdersDoNotMatter(double value, Outcome expected) => Assert.Equal(expected, Evaluate(intermediary: 1, agent: 1, value: value).Outcome);

    [Fact]
    public void WhoIsNotKnownIsNotAssessed()
    {
        Assert.Equal(Finding.NotAssessed("consignee: it is not known what kind of company the ultimate consignee is"), Evaluate(double.NaN, 0));
        Assert.Equal(Finding.NotAssessed("consignee: no ultimate consignee is named"), SomeRow.Evaluate("T24", ("order_value_usd", 1e6)));
    }

    private static Finding Evaluate(double intermediary, double agent, double named = 1, double value = 1e6, double zone = double.NaN) => SomeRow.Evaluate(
        "T24", ("consignee_is_intermediary", intermediary), ("consignee_is_forwarding_agent", agent), ("consignee_roles", 0), ("order_names_end_user", named), ("order_value_usd", value), ("route_ends_in_free_zone", zone));
}
