using Screening.Learning.Training;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Learning.Training;

public sealed class OrderLabelsTests
{
    private readonly EventLog _log = new();

    [Fact]
    public void WhatNobodyDecidedIsUnreviewed()
    {
        Assert.Equal(OrderLabel.None, Of(100)[Order("SO-1")]);
        Assert.Equal(0, Of(100).Count);
    }

    //   1 dismissed        5 confirmed
    //   |------------------|-------------> as of
    [Fact]
    public void ALaterDecisionStandsInThePlaceOfTheEarlierButOnlyOnceItIsKnown()
    {
        Decide("SO-1", Decision.Dismissed, 1);
        Decide("SO-1", Decision.Confirmed, 5);
        Assert.Equal(OrderLabel.None, Of(0)[Order("SO-1")]);
        Assert.Equal(new OrderLabel(LabelKind.Dismissed, 1), Of(1)[Order("SO-1")]);
        Assert.Equal(new OrderLabel(LabelKind.Dismissed, 1), Of(4)[Order("SO-1")]);
        Assert.Equal(new OrderLabel(LabelKind.Confirmed, 5), Of(5)[Order("SO-1")]);
    }

    [Theory]
    [InlineData(Decision.Asked)]
    [InlineData(Decision.Held)]
    [InlineData(Decision.Escalated)]
    public void WhatIsStillOpenLabelsNothing(Decision decision)
    {
        Decide("SO-1", decision, 1);
        Assert.Equal(OrderLabel.None, Of(9)[Order("SO-1")]);
    }

    [Fact]
    public void ACourtOutweighsADismissalAndNoAnalystOutweighsACourt()
    {
        Decide("SO-1", Decision.Dismissed, 1);
        Report("SO-1", OutcomeFinding.Established, 2);
        Decide("SO-1", Decision.Dismissed, 3);
        Assert.Equal(new OrderLabel(LabelKind.Established, 2), Of(9)[Order("SO-1")]);
    }

    [Fact]
    public void ACheckThatFoundNothingDoesNotClearWhatWasEstablished()
    {
        Report("SO-1", OutcomeFinding.Established, 1);
        Report("SO-1", OutcomeFinding.NotFound, 2);
        Assert.True(Of(9)[Order("SO-1")].IsDiversion);
        Report("SO-2", OutcomeFinding.NotFound, 3);
        Assert.Equal(new OrderLabel(LabelKind.Checked, 3), Of(9)[Order("SO-2")]);
    }

    [Theory]
    [InlineData(OutcomeFinding.Alleged)]
    [InlineData(OutcomeFinding.Open)]
    public void AnAllegationStaysOne(OutcomeFinding finding)
    {
        Report("SO-1", finding, 1);
        Assert.Equal(OrderLabel.None, Of(9)[Order("SO-1")]);
    }

    [Fact]
    public void DiversionIsKnownSinceItWasFirst()
    {
        Decide("SO-1", Decision.Confirmed, 3);
        Report("SO-1", OutcomeFinding.Established, 8);
        Assert.Equal(new OrderLabel(LabelKind.Established, 3), Of(9)[Order("SO-1")]);
    }

    [Fact]
    public void ADecisionThatIsToldAgainCountsAsToldThen()
    {
        _log.Append(new Disposition(0, Order("SO-1"), 1, 1, Decision.Confirmed) { Id = 7 });
        _log.Append(new Disposition(0, Order("SO-1"), 4, 1, Decision.Asked) { Id = 7 });
        Assert.True(Of(3)[Order("SO-1")].IsDiversion);
        Assert.Equal(OrderLabel.None, Of(4)[Order("SO-1")]);
    }

    private int Order(string id) => _log.Symbols.Orders.Intern(id);

    private OrderLabels Of(long asOf) => OrderLabels.Of(_log, asOf);

    private void Decide(string order, Decision decision, long knownAt) => _log.Append(new Disposition(0, Order(order), knownAt, knownAt, decision));

    private void Report(string order, OutcomeFinding finding, long knownAt) =>
        _log.Append(new OutcomeReport { Id = _log.OutcomeReports.Count, KnownAt = knownAt, Order = Order(order), Kind = OutcomeKind.Conviction, HappenedAt = knownAt, Finding = finding });
}
