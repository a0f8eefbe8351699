using Screening.Features;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features;

public sealed class LinkerTests
{
    private readonly EventLog _log = Some.Log();
    private readonly Linker _linker = new();
    private readonly List<(int, int)> _parted = [];

    // Every telling gets a moment of its own: within one moment, profiles would have to come before events.
    private long _now = Some.Start;

    [Fact]
    public void ATelephoneWithAnAddressLinksAndEitherAloneDoesNot()
    {
        Assert.Empty(Learn(Some.Profile(party: 1, phone: 1, address: 2)));
        Assert.Empty(Learn(Some.Profile(party: 2, phone: 1)));
        Assert.Empty(Learn(Some.Profile(party: 3, address: 2)));
        Assert.Equal([(1, 2)], Learn(Some.Profile(party: 2, phone: 1, address: 2)));
    }

    [Fact]
    public void AnAddressWithAnEmailDomainLinks()
    {
        Learn(Some.Profile(party: 1, address: 2, domain: 3));
        Assert.Equal([(1, 2)], Learn(Some.Profile(party: 2, address: 2, domain: 3)));
    }

    [Fact]
    public void TheSameTextAsTelephoneAndAsAddressIsNotShared()
    {
        Learn(Some.Profile(party: 1, phone: 7, address: 8));
        Assert.Empty(Learn(Some.Profile(party: 2, phone: 8, address: 7)));
    }

    [Fact]
    public void ASharedOwnerDirectorOrParentLinksAlone()
    {
        Learn(Change(1, PartyEventKind.Ownership, person: 5));
        Assert.Equal([(1, 2)], Learn(Change(2, PartyEventKind.Ownership, person: 5)));
        Learn(Change(3, PartyEventKind.Director, person: 5));
        Assert.Equal([(3, 4)], Learn(Change(4, PartyEventKind.Director, person: 5)));
        Learn(Some.Profile(party: 6) with { UltimateParent = 9 });
        Assert.Equal([(6, 7)], Learn(Some.Profile(party: 7) with { UltimateParent = 9 }));
    }

    [Fact]
    public void ANameOrAddressEventLinksNobody()
    {
        foreach (PartyEventKind kind in new[] { PartyEventKind.Name, PartyEventKind.Address })
        {
            Learn(Change(1, kind, person: 5));
            Assert.Empty(Learn(Change(2, kind, person: 5)));
        }
    }

    [Fact]
    public void TellingTheSameTwiceWeighsOnce()
    {
        Learn(Some.Profile(party: 1, phone: 1));
        Learn(Some.Profile(party: 2, phone: 1));
        Assert.Empty(Learn(Some.Profile(party: 2, phone: 1)));
        Assert.Empty(Learn(Some.Profile(party: 1, phone: 1)));
    }

    [Fact]
    public void ALinkIsReportedOnce()
    {
        Learn(Some.Profile(party: 1, phone: 1, address: 2, domain: 3));
        Assert.Equal([(1, 2)], Learn(Some.Profile(party: 2, phone: 1, address: 2, domain: 3)));
        Assert.Empty(Learn(Some.Profile(party: 2, phone: 1, address: 2, domain: 3) with { UltimateParent = Missing.Symbol }));
    }

    [Fact]
    public void TheThirteenthSharerIsLinkedWithNobody()
    {
        for (int party = 0; party < 12; party++) Assert.Equal(party, Learn(Some.Profile(party, address: 1, domain: 2)).Count);
        Assert.Empty(Learn(Some.Profile(party: 12, address: 1, domain: 2)));
        Assert.Empty(Learn(Some.Profile(party: 13, address: 1, domain: 2)));
    }

    [Theory]
    [InlineData(PartyKind.Forwarder)]
    [InlineData(PartyKind.Bank)]
    public void AForwarderOrBankLinksNobodyWhicheverComesFirst(PartyKind hub)
    {
        Learn(Some.Profile(party: 1, kind: hub, phone: 1, address: 2));
        Assert.Empty(Learn(Some.Profile(party: 2, phone: 1, address: 2)));
        Assert.Empty(Learn(Some.Profile(party: 3, kind: hub, phone: 1, address: 2)));
        Assert.Empty(Learn(Change(3, PartyEventKind.Director, person: 5)));
        Assert.Empty(Learn(Change(2, PartyEventKind.Director, person: 5)));
    }

    [Fact]
    public void APartyThatTurnsOutToBeAForwarderLinksNobodyFromThenOn()
    {
        Learn(Some.Profile(party: 1, phone: 1, address: 2));
        Assert.Equal([(1, 2)], Learn(Some.Profile(party: 2, phone: 1, address: 2)));
        Learn(Some.Profile(party: 1, kind: PartyKind.Forwarder, phone: 1, address: 2));
        Assert.Equal([(2, 3)], Learn(Some.Profile(party: 3, phone: 1, address: 2)));
    }

    [Fact]
    public void APartyWronglyToldToBeAForwarderLinksWhenItIsCorrected()
    {
        Learn(Some.Profile(party: 1, kind: PartyKind.Forwarder, phone: 1, address: 2));
        Learn(Some.Profile(party: 2, phone: 1, address: 2));
        Assert.Equal([(2, 1)], Learn(Some.Profile(party: 1, kind: PartyKind.Reseller, phone: 1, address: 2)));
    }

    [Fact]
    public void AHubAddressIsNotShared()
    {
        Learn(Some.Profile(party: 1, address: 2, domain: 3) with { AddressIsHub = true });
        Assert.Empty(Learn(Some.Profile(party: 2, address: 2, domain: 3)));
        Assert.Empty(Learn(Some.Profile(party: 3, address: 2, domain: 3) with { AddressIsHub = true }));
    }

    [Fact]
    public void ADeletedProfileTakesItsLinksBackAndTheNextTellingLinksAnew()
    {
        Learn(Some.Profile(party: 1, phone: 1, address: 2));
        Learn(Some.Profile(party: 2, phone: 1, address: 2));
        Learn(Some.Profile(party: 2));
        Assert.Empty(_parted);
        Assert.Empty(DeleteProfile(2));
        Assert.Equal([(1, 2)], _parted);
        Assert.Empty(Learn(Some.Profile(party: 2, phone: 1)));
        Assert.Equal([(1, 2)], Learn(Some.Profile(party: 2, phone: 1, address: 2)));
    }

    [Fact]
    public void ADeletedProfileLeavesTheLinkThatAnEventMade()
    {
        Learn(Some.Profile(party: 1, phone: 1, address: 2));
        Learn(Some.Profile(party: 2, phone: 1, address: 2));
        Learn(Change(1, PartyEventKind.Director, person: 5));
        Assert.Empty(Learn(Change(2, PartyEventKind.Director, person: 5)));
        Assert.Empty(DeleteProfile(2));
        Assert.Empty(_parted);
    }

    [Fact]
    public void ADeletedEventTakesTheLinkBackUnlessAnotherTellsTheSame()
    {
        Learn(Change(1, PartyEventKind.Director, person: 5) with { Id = 70 });
        Learn(Change(2, PartyEventKind.Director, person: 5) with { Id = 71 });
        Learn(Change(2, PartyEventKind.Director, person: 5) with { Id = 72 });
        Learn(_log.DeletePartyEvent(71, ++_now)!.Value);
        Assert.Empty(_parted);
        Learn(_log.DeletePartyEvent(72, ++_now)!.Value);
        Assert.Equal([(1, 2)], _parted);
    }

    [Fact]
    public void ADeletedEventTakesEveryTellingOfItWithIt()
    {
        Learn(Change(1, PartyEventKind.Director, person: 5));
        Learn(Change(2, PartyEventKind.Director, person: 5) with { Id = 71 });
        Learn(Change(3, PartyEventKind.Director, person: 6) with { Id = 71 });
        Learn(_log.DeletePartyEvent(71, ++_now)!.Value);
        Assert.Equal([(1, 2)], _parted);
    }

    [Fact]
    public void TheThirteenthSharerTakesThePlaceOfADeletedOne()
    {
        for (int party = 0; party < 13; party++) Learn(Some.Profile(party, address: 1, domain: 2));
        int[] others = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11];
        Assert.Equal(others.Select(other => (other, 12)), DeleteProfile(4));
        Assert.Equal(others.Select(other => (Math.Min(other, 4), Math.Max(other, 4))).Order(), _parted.Order());
    }

    [Fact]
    public void WhatWasToldOfAPartyWhoseProfileAsAForwarderIsDeletedCountsAfterAll()
    {
        Learn(Some.Profile(party: 1, kind: PartyKind.Forwarder));
        Learn(Change(1, PartyEventKind.Director, person: 5));
        Assert.Empty(Learn(Change(2, PartyEventKind.Director, person: 5)));
        Assert.Equal([(1, 2)], DeleteProfile(1));
    }

    private List<(int, int)> DeleteProfile(int party) => Learn(_log.DeleteProfile(party, ++_now)!.Value);

    private List<(int, int)> Learn(PartyProfile profile) => Learn(_log.Append(profile with { KnownAt = ++_now }));

    private List<(int, int)> Learn(PartyEvent change) => Learn(_log.Append(change with { KnownAt = ++_now }));

    private List<(int, int)> Learn(Event at)
    {
        List<(int, int)> links = [];
        _parted.Clear();
        _linker.Learn(_log, at, (a, b, isLinked) => (isLinked ? links : _parted).Add((a, b)));
        return links;
    }

    private static PartyEvent Change(int party, PartyEventKind kind, int person) => new(party, Some.Start, kind, Some.Start, double.NaN, person);
}
