using Screening.Policies;
using Screening.Risk;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class RulingTests
{
    private static readonly DecisionPolicy s_policy = new(0.1, 0.6, 0.1, 1000);

    [Theory]
    [InlineData(0.0999, false, false, ListAge.Fresh, Ruling.Release)]
    [InlineData(0.1001, false, false, ListAge.Fresh, Ruling.Review)]
    [InlineData(0.5999, false, false, ListAge.NotAsked, Ruling.Review)]
    [InlineData(0.6001, false, false, ListAge.Fresh, Ruling.Hold)]
    [InlineData(0.001, true, false, ListAge.Fresh, Ruling.Hold)]
    [InlineData(0.001, false, true, ListAge.Fresh, Ruling.Review)]
    [InlineData(0.001, false, false, ListAge.Stale, Ruling.Review)]
    [InlineData(0.001, false, false, ListAge.Missing, Ruling.Review)]
    [InlineData(0.9, false, true, ListAge.Stale, Ruling.Hold)]
    public void RiskRulesUnlessASignDemandsAHoldOrSomethingWasNotLookedAt(double risk, bool isMandatory, bool hasProblem, ListAge lists, Ruling expected)
    {
        var assessment = new Assessment
        {
            Margin = Math.Log(risk / (1 - risk)),
            Found = [],
            NotAssessed = [],
            AnomalyPercentile = null,
            AnomalyLogOdds = 0,
            Peers = 0,
            Unusual = [],
            IsMandatoryHold = isMandatory,
        };
        ListHit[] hits = hasProblem ? [new ListHit("end user", "???", "", "", "") { Problem = "no letter in it" }] : [];
        Assert.Equal(expected, Rulings.Of(new ScoredOrder(assessment, hits), s_policy, lists));
    }
}
