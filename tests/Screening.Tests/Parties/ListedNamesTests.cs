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
        Assert.Equal([new ListMatch(PartyRole.EndUser, 4, 0, 1)], Match(Some.Order(purchaser: 5, endUser: 4) with { Seller = 5 }, out int withoutName));
        Assert.Equal(0, withoutName);
    }

    [Fact]
    public void TheSellerIsScreenedLikeAnyOther()
    {
        TellEntry(0, Acme);
        TellParty(4, Acme);
        TellParty(5, Other);
        Assert.Equal([new ListMatch(PartyRole.Seller, 4, 0, 0)], Match(Some.Order(purchaser: 5) with { Seller = 4 }, out _));
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
        Assert.Equal([new ListMatch(PartyRole.Purchaser, 4, 0, 1)], Match(Some.Order(purchaser: 4), out _));
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
        Assert.Equal([new ListMatch(PartyRole.Purchaser, 4, 1, 2)], Match(Some.Order(purchaser: 4), out _));
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

    private void TellEntry(int entry, params int[] keys) => _names.Learn(
        _log, _log.Append(new RestrictedEntry(entry, ++_now, Missing.Symbol, 0, 0), [.. keys.Select(k => new ListedName(k, Missing.Symbol))]));

    private void TellParty(int party, int nameKey) => _names.Learn(_log, _log.Append(Some.Profile(party, nameKey: nameKey) with { KnownAt = ++_now }));

    private List<ListMatch> Match(OrderVersion order, out int withoutName)
    {
        List<ListMatch> matches = [];
        _names.Match(order, matches, out withoutName);
        return matches;
    }
}
