using Screening.Parties;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Parties;

public sealed class ListedNamesTests
{
    private const int Acme = 1, Alias = 2, Other = 3;
    private readonly EventLog _log = Some.Log();
    private readonly ListedNames _names = new();
    private long _now = Some.Start;

    [Fact]
    public void APartyStandsOnAListByItsNameOrAnAlias()
    {
        TellEntry(0, Acme, Alias);
        TellParty(4, Alias);
        TellParty(5, Other);
        Assert.Equal([Exact(PartyRole.EndUser, 4, 0, 1)], Match(Some.Order(purchaser: 5, endUser: 4) with { Seller = 5 }, out int withoutName));
        Assert.Equal(0, withoutName);
    }

    [Fact]
    public void TheSellerIsScreenedLikeAnyOther()
    {
        TellEntry(0, Acme);
        TellParty(4, Acme);
        TellParty(5, Other);
        Assert.Equal([Exact(PartyRole.Seller, 4, 0, 0)], Match(Some.Order(purchaser: 5) with { Seller = 4 }, out _));
    }

    [Fact]
    public void APartyInSeveralRolesIsMatchedOnceInTheFirst()
    {
        TellEntry(0, Acme);
        TellParty(4, Acme);
        ListMatch match = Assert.Single(Match(Some.Order(purchaser: 4) with { Payer = 4, UltimateConsignee = 4 }, out _));
        Assert.Equal(PartyRole.UltimateConsignee, match.Role);
    }

    [Fact]
    public void TwoSpellingsOfOneEntryAreOneMatchByTheFirst()
    {
        TellEntry(0, Other, Acme, Acme);
        TellParty(4, Acme);
        Assert.Equal([Exact(PartyRole.Purchaser, 4, 0, 1)], Match(Some.Order(purchaser: 4), out _));
    }

    [Fact]
    public void TwoEntriesOfOneNameAreTwoMatches()
    {
        TellEntry(0, Acme);
        TellEntry(1, Acme);
        TellParty(4, Acme);
        Assert.Equal([0, 1], Match(Some.Order(purchaser: 4), out _).Select(m => m.Entry));
    }

    [Fact]
    public void ALaterTellingOfAnEntryReplacesItsNames()
    {
        TellEntry(0, Acme, Alias);
        TellEntry(0, Alias, Other);
        TellParty(4, Acme);
        Assert.Empty(Match(Some.Order(purchaser: 4), out _));
        TellParty(4, Alias);
        Assert.Equal([Exact(PartyRole.Purchaser, 4, 1, 2)], Match(Some.Order(purchaser: 4), out _));
        TellEntry(0);
        Assert.Empty(Match(Some.Order(purchaser: 4), out _));
        Assert.True(_names.HasList);
    }

    [Fact]
    public void ALaterNameOfAPartyReplacesTheEarlier()
    {
        TellEntry(0, Acme);
        TellParty(4, Acme);
        TellParty(4, Other);
        Assert.Empty(Match(Some.Order(purchaser: 4), out _));
    }

    [Fact]
    public void MissingNamesMatchNothingAndAreCounted()
    {
        TellEntry(0, Missing.Symbol);
        TellParty(4, Missing.Symbol);
        Assert.Empty(Match(Some.Order(purchaser: 4, endUser: 5) with { Payer = 5, Seller = 4 }, out int withoutName));
        Assert.Equal(2, withoutName);
    }

    [Fact]
    public void WithoutAnEntryThereIsNoList()
    {
        TellParty(4, Acme);
        Assert.False(_names.HasList);
        TellEntry(0, Acme);
        Assert.True(_names.HasList);
    }

    [Fact]
    public void AnEntryThatIsTakenOffItsListMatchesNobodyUntilItIsBack()
    {
        TellEntry(0, Acme);
        TellEntry(1, Other);
        TellParty(4, Acme);
        _names.Learn(_log, _log.DeleteEntry(0, ++_now)!.Value);
        Assert.Empty(Match(Some.Order(purchaser: 4), out _));
        Assert.True(_names.HasList);
        TellEntry(0, Acme);
        Assert.Single(Match(Some.Order(purchaser: 4), out _));
        _names.Learn(_log, _log.DeleteEntry(0, ++_now)!.Value);
        _names.Learn(_log, _log.DeleteEntry(1, ++_now)!.Value);
        Assert.False(_names.HasList);
    }

    [Fact]
    public void APartyThatIsDeletedHasNoName()
    {
        TellEntry(0, Acme);
        TellParty(4, Acme);
        _names.Learn(_log, _log.DeleteProfile(4, ++_now)!.Value);
        Assert.Empty(Match(Some.Order(purchaser: 4) with { Seller = 4 }, out int withoutName));
        Assert.Equal(1, withoutName);
    }

    [Fact]
    public void ANameThatIsLikeAListedOneIsFoundWithItsScoreAndTheCountrySupportsOrContradicts()
    {
        TellNames(0, ["DE"], ("Oblique Harbour", ListedNameKind.Name), ("Zondria Kasdorra", ListedNameKind.Alias));
        double alone = Score(Party(4, "Oblique Harbuor", null)), here = Score(Party(4, "Oblique Harbuor", "DE")), elsewhere = Score(Party(4, "Oblique Harbuor", "FR"));
        Assert.InRange(alone, NameThresholds.Default.Hold, NameScore.MostFuzzy);
        Assert.True(elsewhere < alone && alone < here && here < 1, $"{elsewhere} {alone} {here}");
        Assert.Equal(NameScore.Exact, Score(Party(4, "Oblique Harbour", null)), 12);
        Assert.Equal(NameScore.ExactAlias, Score(Party(4, "Kasdorra Zondria", null)), 12);
    }

    [Fact]
    public void AWeakAliasIsNeverAHoldAndNeverExact()
    {
        TellNames(0, [], ("Oblique Harbour", ListedNameKind.Name), ("Zondria Kasdorra", ListedNameKind.WeakAlias));
        Party(4, "Zondria Kasdorra", null);
        ListMatch match = Assert.Single(Match(Some.Order(purchaser: 4), out _));
        Assert.Equal((false, false, NameScore.ExactAlias * NameScore.MostWeak), (match.IsHold, match.IsExact, match.Score));
    }

    [Fact]
    public void AnOtherCountryNeverLeadsBelowTheReviewThreshold()
    {
        TellNames(0, ["DE"], ("Oblique Harbour Kasdorra Venmar", ListedNameKind.Name));
        double lowest = 1;
        foreach (string name in (string[])["Oblique Harbour Kasdorra", "Oblique Harbour", "Oblike Harbor", "Harbour Venmar Oblique", "Oblique Kasdora Harbr"])
        {
            Party(4, name, "FR");
            foreach (ListMatch match in Match(Some.Order(purchaser: 4), out _)) lowest = Math.Min(lowest, match.Score);
        }

        Assert.InRange(lowest, NameThresholds.Default.Review, NameThresholds.Default.Hold);
    }

    [Fact]
    public void ANameThatCannotBeComparedIsCountedAndSaysWhy()
    {
        TellNames(0, [], ("Oblique Harbour", ListedNameKind.Name));
        Party(4, "!?", null);
        Party(5, new string('x', NameFolding.MostCharacters + 1), null);
        Assert.Equal((0, 2), _names.Match(_log, Some.Order(purchaser: 4, endUser: 5) with { Seller = 4 }, new List<ListMatch>()));
        Assert.Equal(
            ["the name has 1,001 characters; the first 1,000 are compared", "the name holds no letter or digit that can be compared"], _names.Problems(_log, Some.Order(purchaser: 4, endUser: 5)).Select(p => p.Problem));
    }

    private void TellNames(int entry, string[] countries, params (string Text, ListedNameKind Kind)[] names)
    {
        ListedName[] listed = [.. names.Select(n => new ListedName(Missing.Symbol, _log.Symbols.Texts.Intern(n.Text), n.Kind))];
        _names.Learn(_log, _log.Append(new RestrictedEntry(entry, ++_now, Missing.Symbol, 0, 0) { Countries = [.. countries.Select(c => CountryCode.Of(c))] }, listed));
    }

    private int Party(int party, string name, string? country)
    {
        int text = _log.Symbols.Texts.Intern(name);
        _names.Learn(_log, _log.Append(Some.Profile(party) with { KnownAt = ++_now, Name = text, Country = country is null ? Missing.Symbol : CountryCode.Of(country) }));
        return party;
    }

    private double Score(int party) => Assert.Single(Match(Some.Order(purchaser: party), out _)).Score;

    private void TellEntry(int entry, params int[] keys) => _names.Learn(
        _log, _log.Append(new RestrictedEntry(entry, ++_now, Missing.Symbol, 0, 0), [.. keys.Select(k => new ListedName(k, Missing.Symbol))]));

    private void TellParty(int party, int nameKey) => _names.Learn(_log, _log.Append(Some.Profile(party, nameKey: nameKey) with { KnownAt = ++_now }));

    private static ListMatch Exact(PartyRole role, int party, int entry, int name) => new(role, party, entry, name, NameThresholds.Default.Hold, IsExact: true);

    private List<ListMatch> Match(OrderVersion order, out int withoutName)
    {
        List<ListMatch> matches = [];
        (withoutName, _) = _names.Match(_log, order, matches);
        return matches;
    }
}
