using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class MassBalanceTests
{
    [Fact]
    public void UnitsThatNobodyAccountsForAreFound()
    {
        Finding finding = Evaluate(2400, 0.6);
        Assert.Equal("60 % of 2,400 units ordered to the end user in 180 days are neither installed nor in stock nor passed on by what is told", finding.Sentence);
        Assert.Equal(0.75, finding.Strength, 12);
    }

    [Theory]
    [InlineData(100, 0.3, Outcome.Found)]
    [InlineData(99.999, 0.3, Outcome.Clear)]
    [InlineData(100, 0.299999, Outcome.Clear)]
    [InlineData(100, -4, Outcome.Clear)]
    public void FewUnitsOrASmallRestAreNoSign(double units, double share, Outcome expected) => Assert.Equal(expected, Evaluate(units, share).Outcome);

    [Fact]
    public void WhatWasNeverCountedIsNotAssessedWhereOthersAreCounted()
    {
        Assert.Equal(Finding.NotAssessed("mass balance: no count of what the end user has installed or in stock"), Evaluate(100, double.NaN));
        Assert.Equal(Finding.Clear, Evaluate(99, double.NaN));
        Assert.Equal(Finding.NotLoaded("installation"), SomeRow.Evaluate("T09", LoadedData.All.Without("installation"), ("subject_units_in_180d", 100)));
    }

    private static Finding Evaluate(double units, double share) =>
        SomeRow.Evaluate("T09", ("subject_units_in_180d", units), ("subject_units_unaccounted_share_180d", share));
}
