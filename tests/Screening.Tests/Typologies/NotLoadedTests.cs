using Screening.Records;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class NotLoadedTests
{
    public static TheoryData<string, string> Needs =>
        [.. TypologySet.Definitions.SelectMany(t => t.RestsOn.SelectMany(need => LoadedData.Nouns.Contains(need) ? [(t.Id, need)] : need.Split(" or ").Select(_ => (t.Id, need)).Take(1)))];

    [Theory]
    [MemberData(nameof(Needs))]
    public void WhereNothingOfADatasetIsLoadedNothingThatRestsOnItReadsAsClean(string typology, string need)
    {
        LoadedData without = LoadedData.Nouns.Contains(need) ? LoadedData.All.Without(need) : need.Split(" or ").Aggregate(LoadedData.All, (loaded, word) => loaded.Without(word));
        Assert.Equal(Finding.NotLoaded(need), SomeRow.Evaluate(typology, without));
        Assert.NotEqual(Finding.NotLoaded(need), SomeRow.Evaluate(typology, LoadedData.All));
    }

    [Fact]
    public void WhatSignsRestOnIsSaidOfEachOfThem()
    {
        string[] expected = ["E03", "E04", "E05", "E21", "E22", "T01", "T02", "T03", "T08", "T09", "T10", "T11", "T12", "T13", "T14", "T18", "T19", "T20", "T21", "T22", "T23", "T30", "T31", "T32", "T33", "T34", "T35", "T36"];
        Assert.Equal(expected, TypologySet.Definitions.Where(t => t.RestsOn.Count > 0).Select(t => t.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OneOfTwoAlternativesIsEnough()
    {
        Assert.True(LoadedData.All.Without("hold").Holds("hold or decision"));
        Assert.False(LoadedData.All.Without("hold").Without("decision").Holds("hold or decision"));
        Assert.Throws<ArgumentException>(() => LoadedData.All.Without("rumour"));
    }

    [Fact]
    public void AnEmptyLogHoldsNothingOfAnything() => Assert.All(LoadedData.Nouns, noun => Assert.False(LoadedData.Of(new EventLog()).Holds(noun), noun));
}
