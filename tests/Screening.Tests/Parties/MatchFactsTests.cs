using Screening.Parties;
using Xunit;

namespace Screening.Tests.Parties;

public sealed class MatchFactsTests
{
    [Fact]
    public void EveryFactOfAPartyCountsAndWhatIsNotToldIsNotWhatIsEmpty() => Assert.Equal(
        6,
        new[]
        {
            MatchFacts.OfParty("N", "DE", "A", "R"), MatchFacts.OfParty("M", "DE", "A", "R"), MatchFacts.OfParty("N", "FR", "A", "R"), MatchFacts.OfParty("N", "DE", null, "R"),
            MatchFacts.OfParty("N", "DE", "", "R"), MatchFacts.OfParty("N", "DE", "A", null),
        }.Distinct().Count());

    [Fact]
    public void EveryFactOfAnEntryCountsAndTheOrderOfItsCountriesDoesNot()
    {
        ListEntry entry = new() { EntryId = "E", ListId = "L", Name = "N", Aliases = ["A"], Countries = ["DE", "FR"] };
        Assert.Equal(MatchFacts.OfEntry(entry), MatchFacts.OfEntry(entry with { Countries = ["FR", "DE"] }));
        ListEntry[] others = [entry, entry with { ListId = "M" }, entry with { Name = "A", Aliases = ["N"] }, entry with { Aliases = [], WeakAliases = ["A"] }, entry with { Countries = ["DE"] }, entry with { Aliases = ["A", "B"] }];
        Assert.Equal(others.Length, others.Select(MatchFacts.OfEntry).Distinct().Count());
    }
}
