using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class TenantsOfConcernTests
{
    [Fact]
    public void MachinesLetToTenantsOfConcernAreFoundAndNeverHeld()
    {
        Finding finding = Evaluate(concern: 0.6, undeclared: 0.4);
        Assert.Equal("800 H100e of controlled goods for the end user, which lets 60 % of its machines to tenants with headquarters or parent in D:5 or Macau", finding.Sentence);
        Assert.Equal(1 - (0.5 / 3), finding.Strength, 12);
        Assert.False(SomeRow.Typologies["T34"].Policy.MandatoryHold);
    }

    [Theory]
    [InlineData(0.2, 0, Outcome.Found)]
    [InlineData(0.199, 0.499, Outcome.Clear)]
    [InlineData(0, 0.5, Outcome.Found)]
    public void TheSignBeginsWhereThePolicySays(double concern, double undeclared, Outcome expected) => Assert.Equal(expected, Evaluate(concern, undeclared).Outcome);

    [Fact]
    public void UndeclaredTenantsAreTheWeakerSign() =>
        Assert.Equal(
            Finding.Found(0.3, "800 H100e of controlled goods for the end user, which lets 50 % of its machines to tenants that are not declared or not known"), Evaluate(0, 0.5));

    [Theory]
    [InlineData(1, true, Outcome.NotAssessed)]
    [InlineData(1, false, Outcome.NotAssessed)]
    [InlineData(0, true, Outcome.Clear)]
    [InlineData(double.NaN, true, Outcome.Clear)]
    public void OnlyOneThatLetsMachinesIsAskedForItsTenants(double provider, bool isLoaded, Outcome expected) => Assert.Equal(
        expected,
        SomeRow.Evaluate("T34", isLoaded ? LoadedData.All : LoadedData.All.Without("tenant"), ("order_controlled_lines", 1), ("order_controlled_h100e", 800), ("end_user_is_provider", provider)).Outcome);

    [Fact]
    public void GoodsWithoutControlAreLeftAlone() => Assert.Equal(Finding.Clear, SomeRow.Evaluate("T34", ("end_user_share_let_of_concern", 1)));

    private static Finding Evaluate(double concern, double undeclared) => SomeRow.Evaluate(
        "T34", ("order_controlled_lines", 1), ("order_controlled_h100e", 800), ("end_user_share_let_of_concern", concern), ("end_user_share_let_undeclared", undeclared));
}
