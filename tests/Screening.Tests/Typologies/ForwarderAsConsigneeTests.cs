using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class ForwarderAsConsigneeTests
{
    [Theory]
    [InlineData(1, double.NaN, 1, 0.7, "a forwarder or bank is the ultimate consignee of 1 million USD of goods")]
    [InlineData(1, 1, 0, 0.9, "a forwarder, the order's own, is the ultimate consignee of 1 million USD of goods, and no end user is named")]
    [InlineData(0, 1, 1, 0.5, "the order's forwarding agent is the ultimate consignee of 1 million USD of goods")]
    public void AForwarderAtTheEndIsFound(double intermediary, double agent, double named, double strength, string sentence)
    {
        Finding finding = Evaluate(intermediary, agent, named);
        Assert.Equal(sentence, finding.Sentence);
        Assert.Equal(strength, finding.Strength, 12);
    }

    [Fact]
    public void AnyoneElseIsClear() => Assert.Equal(Finding.Clear, Evaluate(intermediary: 0, agent: 0));

    [Theory]
    [InlineData(49_999, Outcome.Clear)]
    [InlineData(50_000, Outcome.Found)]
    public void SmallOrdersDoNotMatter(double value, Outcome expected) => Assert.Equal(expected, Evaluate(intermediary: 1, agent: 1, value: value).Outcome);

    [Fact]
    public void WhoIsNotKnownIsNotAssessed()
    {
        Assert.Equal(Finding.NotAssessed("consignee: it is not known what kind of company it is"), Evaluate(double.NaN, 0));
        Assert.Equal(Finding.NotAssessed("consignee: no ultimate consignee is named"), SomeRow.Evaluate("T24", ("order_value_usd", 1e6)));
    }

    private static Finding Evaluate(double intermediary, double agent, double named = 1, double value = 1e6) => SomeRow.Evaluate(
        "T24", ("consignee_is_intermediary", intermediary), ("consignee_is_forwarding_agent", agent), ("consignee_roles", 0), ("order_names_end_user", named), ("order_value_usd", value));
}
