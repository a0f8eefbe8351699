using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Policies;
using Screening.Records;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Alerts;

public sealed class OrderWordsTests
{
    private static readonly CountryGroups s_groups = new(
        [("D:5", CountryCode.Of("CN"), 0, long.MaxValue), ("transshipment-official", CountryCode.Of("SG"), 0, long.MaxValue), ("transshipment-seed", CountryCode.Of("MY"), 0, long.MaxValue)], []);

    private readonly EventLog _log = Some.Log();

    [Fact]
    public void APartyOtherThanTheSubjectIsNamedOnceAndThenCalledByItsRole()
    {
        OrderVersion order = Some.Order(1, purchaser: 5, endUser: 6);
        Name(5, "Fabrikant Bramble Systems");
        Assert.Equal(
            "the purchaser Fabrikant Bramble Systems (party 5) owes; the purchaser pays for the end user",
            Fill($"{Mention.Purchaser} owes; {Mention.Purchaser} pays for {Mention.EndUser}", order, subject: 6));
        Assert.Equal("the purchaser owes for the end user party 6", Fill($"{Mention.Purchaser} owes for {Mention.EndUser}", order, subject: 5));
        Assert.Equal("the ultimate consignee (not named)", Fill(Mention.Consignee, order, subject: 5));
        Assert.Equal(("the end user", "the purchaser"), (Fill(Mention.Subject, order, 6), Fill(Mention.Subject, Some.Order(1, purchaser: 5), 5)));
    }

    [Fact]
    public void ANameThatLooksLikeAMarkIsNotFilledIn()
    {
        Name(5, "{end user}");
        Assert.Equal("the purchaser {end user} (party 5)", Fill(Mention.Purchaser, Some.Order(1, purchaser: 5, endUser: 6), subject: 6));
    }

    [Fact]
    public void HubsDestinationsAndEndsAreNamedByCountry()
    {
        OrderVersion order = Some.Order(1) with { DestinationCountry = CountryCode.Of("MY"), ShipToCountry = CountryCode.Of("SG") };
        Assert.Equal("a hub (SG) for (MY)", Fill($"a hub{Mention.Hub} for{Mention.Destination}", order));
        Assert.Equal("ends", Fill($"ends{Mention.End}", order));
        _log.Append(Some.Leg(1, 1, toCountry: CountryCode.Of("CN")));
        Assert.Equal("ends (CN)", Fill($"ends{Mention.End}", order));
        _log.DeleteLeg(0, 1, Some.Day(2));
        Assert.Equal("ends", Fill($"ends{Mention.End}", order));
        Assert.Equal("a hub for", Fill($"a hub{Mention.Hub} for{Mention.Destination}", Some.Order(1)));
    }

    [Fact]
    public void ControlledGoodsAreNamedWithTheirClass()
    {
        _log.Append(Some.Product(1) with { Name = _log.Symbols.Texts.Intern("Tensor board"), ControlClass = _log.Symbols.Texts.Intern("3A090.a") });
        _log.Append(Some.Product(2, controlled: false) with { Name = _log.Symbols.Texts.Intern("Cable") });
        _log.Append(Some.Order(1), [Some.Line(2), Some.Line(1, thousandths: 8000, lineNo: 2)]);
        Assert.Equal("goods (8 x Tensor board, class 3A090.a)", Fill($"goods{Mention.Goods}", _log.Orders[0]));
    }

    [Fact]
    public void ParentsOfConcernAreNamedAndOthersAreNot()
    {
        _log.Append(Some.Profile(6) with { HeadquartersCountry = CountryCode.Of("DE"), UltimateParentCountry = CountryCode.Of("CN") });
        Assert.Equal("parent (CN)", Fill($"parent{Mention.EndUserParent}", Some.Order(1, endUser: 6)));
        Assert.Equal("parent", Fill($"parent{Mention.PurchaserParent}", Some.Order(1, endUser: 6)));
    }

    [Fact]
    public void LinkedMembersSayByWhatTheyAreLinked()
    {
        int phone = _log.Symbols.Texts.Intern("+65 1");
        for (int party = 1; party <= 7; party++) _log.Append(Some.Profile(party, phone: party < 7 ? phone : Missing.Symbol, address: party > 5 ? 99 : Missing.Symbol));
        OrderWords words = Words();
        Assert.Equal(
            ["one telephone: party 1, party 2, party 3, party 4, party 5 and 1 other", "one address: party 6, party 7"],
            MemberLinks.Of(_log, [1, 2, 3, 4, 5, 6, 7], words));
        Assert.Empty(MemberLinks.Of(_log, [1], words));
        Assert.Empty(MemberLinks.Of(_log, [1, 7], words));
    }

    private void Name(int party, string name) => _log.Append(Some.Profile(party) with { Name = _log.Symbols.Texts.Intern(name) });

    private OrderWords Words() => new(_log, s_groups, Some.Day(9));

    private string Fill(string sentence, in OrderVersion order, int subject = Missing.Symbol) => Words().Fill(sentence, order, subject);
}
