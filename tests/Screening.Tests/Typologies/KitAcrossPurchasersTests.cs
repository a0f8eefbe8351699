using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class KitAcrossPurchasersTests
{
    [Fact]
    public void ASystemBoughtApartIsFound()
    {
        Finding finding = Evaluate(kit: 1, roles: 4, purchasers: 3, sellers: 4, parties: 5);
        Assert.Equal("accelerators and the board for them bought apart in 90 days for 5 linked parties, by 3 purchasers from 4 sellers", finding.Sentence);
        Assert.Equal(0.875, finding.Strength, 12);
    }

    [Fact]
    public void APartyAloneIsNotCalledLinked() => Assert.Contains(" for one party, by 2 purchasers from 1 seller", Evaluate(1, 2, 2, 1, 1).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(double.NaN, double.NaN)]
    public void PartsThatMakeNothingTogetherAreNoSign(double kit, double roles) => Assert.Equal(Finding.Clear, Evaluate(kit, roles, 3, 3, 3));

    private static Finding Evaluate(double kit, double roles, double purchasers, double sellers, double parties) => SomeRow.Evaluate(
        "E04", ("linked_kit_across_purchasers", kit), ("linked_part_roles_90d", roles), ("linked_purchasers_90d", purchasers), ("linked_sellers_90d", sellers), ("linked_parties", parties));
}
