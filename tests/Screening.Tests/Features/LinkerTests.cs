using Screening.Features;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features;

public sealed class LinkerTests
{
    private readonly EventLog _log = Some.Log();
    private readonly Linker _linker = new();

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

    private List<(int, int)> Learn(PartyProfile profile) => Learn(_log.Append(profile with { KnownAt = ++_now }));

    private List<(int, int)> Learn(PartyEvent change) => Learn(_log.Append(change with { KnownAt = ++_now }));

    private List<(int, int)> Learn(Event at)
    {
        List<(int, int)> links = [];
        _linker.Learn(_log, at, (a, b) => links.Add((a, b)));
        return links;
    }

    private static PartyEvent Change(int party, PartyEventKind kind, int person) => new(party, Some.Start, kind, Some.Start, double.NaN, person);
}
