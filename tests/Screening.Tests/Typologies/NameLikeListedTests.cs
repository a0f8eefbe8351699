using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class NameLikeListedTests
{
    private static readonly ListHit s_near = new("payer", "Oblik", "OBLIQUE TRADE", "L", "E1") { Score = 0.77, IsExact = false, IsHold = false };

    [Fact]
    public void ANameBetweenReviewAndHoldIsASign()
    {
        Finding finding = Evaluate(0.77, s_near);
        Assert.Equal((Outcome.Found, "payer Oblik bears nearly the name OBLIQUE TRADE of L (E1), 77 % alike"), (finding.Outcome, finding.Sentence));
        Assert.InRange(finding.Strength, 0.3, 0.9);
    }

    [Theory]
    [InlineData(0.70, 0, Outcome.Found)]
    [InlineData(0.699, 0, Outcome.Clear)]
    [InlineData(0.839, 0, Outcome.Found)]
    [InlineData(0.84, 1, Outcome.Clear)]
    [InlineData(0, 0, Outcome.Clear)]
    [InlineData(double.NaN, double.NaN, Outcome.Clear)]
    public void WhatBearsAListedNameIsT21s(double score, double strong, Outcome outcome) => Assert.Equal(outcome, SomeRow.Evaluate("E22", ("listed_name_score", score), ("listed_parties_strong", strong)).Outcome);

    [Fact]
    public void BesideAHoldAnotherNameIsStillASign() => Assert.Equal(Outcome.Found, Evaluate(0.96, new ListHit("payer", "P", "N", "L", "E2"), s_near).Outcome);

    [Fact]
    public void WhatIsPutAsideIsNoSign() =>
        Assert.Equal(Finding.Clear, Evaluate(0.77, s_near with { PutAside = new PutAside("R", new DateOnly(2026, 1, 31), "another") }));

    private static Finding Evaluate(double score, params ListHit[] hits) => SomeRow.Evaluate("E22", hits, ("listed_name_score", score));
}
