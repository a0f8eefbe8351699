using Screening.Policies;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class OwnedByListedTests
{
    [Theory]
    [InlineData("end_user_listed_share", 0.1, 0.5, "parties on lists hold 10 % of the end user, alone or through others")]
    [InlineData("purchaser_listed_share", 0.5, 0.9, "parties on lists hold 50 % of the purchaser, alone or through others")]
    public void AShareFromTheThresholdIsASignThatGrowsWithIt(string feature, double share, double strength, string sentence)
    {
        Finding finding = SomeRow.Evaluate("E05", (feature, share));
        Assert.Equal((Outcome.Found, sentence), (finding.Outcome, finding.Sentence));
        Assert.Equal(strength, finding.Strength, 12);
    }

    [Fact]
    public void ItIsASignWhateverTheRulesState() => Assert.All(
        Enum.GetValues<OwnershipRuleState>(), state => Assert.Equal(Outcome.Found, SomeRow.Evaluate("E05", SomeRow.Law with { OwnershipRule = state }, ("end_user_listed_share", 0.3)).Outcome));

    [Fact]
    public void LessAndNothingToldAreClear()
    {
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("E05", ("end_user_listed_share", 0.099), ("purchaser_listed_share", 0)));
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("E05"));
    }
}
