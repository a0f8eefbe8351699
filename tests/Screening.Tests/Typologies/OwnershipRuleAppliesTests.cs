using Screening.Policies;
using Screening.Records;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class OwnershipRuleAppliesTests
{
    private const string Share = "listed_share_in_law";

    [Theory]
    [InlineData("end_user_", 0.5, "parties on lists hold 50 % of the end user as the 50 % rule counts it, which holds on 2025-10-15")]
    [InlineData("purchaser_", 0.62, "parties on lists hold 62 % of the purchaser as the 50 % rule counts it, which holds on 2025-10-15")]
    public void HalfOrMoreOfEitherIsFound(string role, double share, string sentence)
    {
        Finding finding = SomeRow.Evaluate("E03", (role + Share, share));
        Assert.Equal((Outcome.Found, 1.0, sentence), (finding.Outcome, finding.Strength, finding.Sentence));
        Assert.True(SomeRow.Typologies["E03"].Policy.MandatoryHold);
    }

    [Fact]
    public void TheGreaterOfBothDecides() =>
        Assert.Contains("62 % of the purchaser", SomeRow.Evaluate("E03", ("end_user_" + Share, 0.55), ("purchaser_" + Share, 0.62)).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData("2025-09-28", Outcome.Clear)] // before its first day
    [InlineData("2025-09-29", Outcome.Found)]
    [InlineData("2025-11-09", Outcome.Found)]
    [InlineData("2025-11-10", Outcome.Clear)] // suspended
    [InlineData("2026-11-09", Outcome.Clear)]
    [InlineData("2026-11-10", Outcome.NotAssessed)] // nobody knows
    public void ThePolicySwitchesItByDay(string day, Outcome expected)
    {
        var law = LawOfDay.Of(SomeRow.NewestPolicy, Micros.EndOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(expected, SomeRow.Evaluate("E03", law, ("end_user_" + Share, 0.5)).Outcome);
        Assert.Equal(Outcome.Clear, SomeRow.Evaluate("E03", law, ("end_user_" + Share, 0.49)).Outcome);
    }

    [Fact]
    public void APartyWithoutToldOwnersIsNoSignAndAnUntoldShareIsNotClean()
    {
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("E03", ("end_user_owners_told", 0)));
        Assert.Equal(
            Finding.NotAssessed("ownership: the share of an owner on a list, or owned by such, is not told"),
            SomeRow.Evaluate("E03", ("end_user_" + Share, 0.49), ("end_user_listed_share_is_least", 1)));
        Assert.Equal(Finding.NotAssessed("ownership: a party has too many owners to look through"), SomeRow.Evaluate("E03", ("purchaser_owners_told", 1001)));
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("E03", SomeRow.Law with { OwnershipRule = OwnershipRuleState.Suspended }, ("purchaser_owners_told", 1001)));
    }
}
