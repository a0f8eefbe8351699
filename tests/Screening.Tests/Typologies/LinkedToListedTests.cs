using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class LinkedToListedTests
{
    [Theory]
    [InlineData(1, 4, "the end user is 1 link from a party that bears a listed name", 0.8)]
    [InlineData(2, 4, "the end user is 2 links from a party that bears a listed name", 0.6)]
    [InlineData(4, 0, "diversion was confirmed of the end user before", 1)]
    [InlineData(2, 1, "the end user is 2 links from a party that bears a listed name; the end user is 1 link from a party of a confirmed case", 0.8)]
    [InlineData(double.NaN, 2, "the end user is 2 links from a party of a confirmed case", 0.6)]
    public void ANearPartyIsFound(double listed, double confirmed, string sentence, double strength)
    {
        Finding finding = Evaluate(listed, confirmed);
        Assert.Equal(sentence, finding.Sentence);
        Assert.Equal(strength, finding.Strength, 12);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(0, 4)]
    [InlineData(double.NaN, double.NaN)]
    public void AFarPartyNoListOrTheListedPartyItselfIsNoLink(double listed, double confirmed) => Assert.Equal(Finding.Clear, Evaluate(listed, confirmed));

    [Fact]
    public void TooManyPartiesAreNotAssessed() =>
        Assert.Equal(Finding.NotAssessed("links: too many parties are linked with the end user to look through them"), Evaluate(double.NaN, 4, parties: 1001));

    private static Finding Evaluate(double listed, double confirmed, double parties = 5) =>
        SomeRow.Evaluate("E21", ("linked_hops_to_listed", listed), ("linked_hops_to_confirmed", confirmed), ("linked_parties", parties));
}
