using Screening.Parties;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class DismissalsTests
{
    private static readonly DateOnly s_day = new(2026, 2, 1);
    private static readonly NameDismissal s_one = new("P-1", "E-1", "party", "entry", "Oblique Ltd", "OBLIQUE", "another firm", "R. Reviewer", default, s_day);

    [Theory]
    [InlineData("P-1", "E-1", "party", "entry", true)]
    [InlineData("P-2", "E-1", "party", "entry", false)]
    [InlineData("P-1", "E-2", "party", "entry", false)]
    [InlineData("P-1", "E-1", "another", "entry", false)]
    [InlineData("P-1", "E-1", "party", "another", false)]
    public void ADismissalHoldsForThePairAndTheFactsOfBothSides(string party, string entry, string partyFacts, string entryFacts, bool holds) =>
        Assert.Equal(holds, new Dismissals([s_one], s_day).Of(party, entry, () => partyFacts, () => entryFacts) is not null);

    [Fact]
    public void ItFallsTheDayAfterItsLast()
    {
        Assert.True(new Dismissals([s_one], s_day).Any);
        Assert.False(new Dismissals([s_one], s_day.AddDays(1)).Any);
    }

    [Fact]
    public void TheLatestOfAPairCountsEvenWhereItNoLongerHolds()
    {
        Assert.False(new Dismissals([s_one, s_one with { Until = s_day.AddDays(-1) }], s_day).Any);
        Assert.Equal("later", new Dismissals([s_one, s_one with { Reason = "later" }], s_day).Of("P-1", "E-1", () => "party", () => "entry")!.Reason);
    }

    [Fact]
    public void WhatHoldsIsPartOfWhatANightIsMadeFrom()
    {
        Assert.Equal("", new Dismissals([], s_day).Version);
        Assert.Equal("", new Dismissals([s_one], s_day.AddDays(1)).Version);
        Assert.NotEqual(new Dismissals([s_one], s_day).Version, new Dismissals([s_one with { Reason = "later" }], s_day).Version);
    }
}
