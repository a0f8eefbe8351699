using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class ListedPartyTests
{
    [Fact]
    public void APartyOfAListedNameIsFoundAtFullStrength() => Assert.Equal(
        Finding.Found(1, "end user Oblique Trade Ltd bears the name OBLIQUE TRADE of entity-list (EL-0007)"),
        Evaluate(exact: 1, withoutName: 3, new ListHit("end user", "Oblique Trade Ltd", "OBLIQUE TRADE", "entity-list", "EL-0007")));

    [Fact]
    public void TheFirstTwoOfManyAreTold()
    {
        ListHit[] hits = [.. Enumerable.Range(1, 3).Select(i => new ListHit("payer", $"P{i}", $"N{i}", "L", $"E{i}"))];
        Assert.Equal("payer P1 bears the name N1 of L (E1); payer P2 bears the name N2 of L (E2)", Evaluate(3, 0, hits).Sentence);
    }

    [Theory]
    [InlineData(1, "1 name of the order's parties stand on a restricted-party list")]
    [InlineData(2, "2 names of the order's parties stand on a restricted-party list")]
    public void WithoutTheNamesTheirNumberIsTold(double exact, string sentence) => Assert.Equal(Finding.Found(1, sentence), Evaluate(exact, 0));

    [Theory]
    [InlineData(1, "lists: the name of one party is not known")]
    [InlineData(3, "lists: the name of 3 parties is not known")]
    public void APartyWithoutANameIsNotAssessed(double withoutName, string why) => Assert.Equal(Finding.NotAssessed(why), Evaluate(0, withoutName));

    [Fact]
    public void NamesThatStandOnNoListAreClear() => Assert.Equal(Finding.Clear, Evaluate(0, 0));

    [Fact]
    public void WithoutAListNothingIsAssessed() => Assert.Equal(Finding.NotAssessed("lists: no restricted-party list is loaded"), Evaluate(double.NaN, 0));

    [Fact]
    public void ANameThatIsNearlyAListedOneIsFoundWithItsScore() => Assert.Equal(
        Finding.Found(1, "payer Oblik Trade bears nearly the name OBLIQUE TRADE of L (E1), 88 % alike"),
        Evaluate(0, 0, strong: 1, notComparable: 0, new ListHit("payer", "Oblik Trade", "OBLIQUE TRADE", "L", "E1") { Score = 0.884, IsExact = false }));

    [Fact]
    public void AMatchForReviewAloneIsNoHold() =>
        Assert.Equal(Finding.Clear, Evaluate(0, 0, strong: 0, notComparable: 0, new ListHit("payer", "Oblik", "OBLIQUE TRADE", "L", "E1") { Score = 0.75, IsExact = false, IsHold = false }));

    [Fact]
    public void ANameThatCannotBeComparedIsFoundAndSaysWhy() => Assert.Equal(
        Finding.Found(1, "end user: the name is empty, so that no list can be asked as it should be"),
        Evaluate(0, 0, strong: 0, notComparable: 1, new ListHit("end user", "", "", "", "") { Score = 0, Problem = "the name is empty" }));

    [Fact]
    public void WhatIsPutAsideDoesNotCountAndIsToldBesideWhatCounts()
    {
        ListHit aside = new("payer", "P", "N", "L", "E1") { PutAside = new PutAside("R. Reviewer", new DateOnly(2026, 1, 31), "another firm") };
        Assert.Equal(Finding.Clear, Evaluate(1, 0, aside));
        Assert.Equal(
            Finding.Found(1, "seller Q bears the name M of L (E2); N (E1) was put aside by R. Reviewer until 2026-01-31: another firm"), Evaluate(2, 0, aside, new ListHit("seller", "Q", "M", "L", "E2")));
    }

    private static Finding Evaluate(double exact, double withoutName, double strong, double notComparable, params ListHit[] hits) => SomeRow.Evaluate(
        "T21", hits, ("listed_parties_exact", exact), ("listed_parties_strong", strong), ("order_parties_without_name", withoutName), ("order_parties_not_comparable", notComparable));

    private static Finding Evaluate(double exact, double withoutName, params ListHit[] hits) =>
        SomeRow.Evaluate("T21", hits, ("listed_parties_exact", exact), ("order_parties_without_name", withoutName));
}
