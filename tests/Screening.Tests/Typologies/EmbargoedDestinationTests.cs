using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class EmbargoedDestinationTests
{
    [Fact]
    public void ControlledGoodsForAnEmbargoedDestinationAreFound() =>
        Assert.Equal(Finding.Found(1, "80 H100e of controlled goods for a destination under arms embargo (D:5) or Macau"), Evaluate(control: 2, parent: 0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void AParentThereIsFoundWhereverTheGoodsGo(double control) =>
        Assert.Equal(Finding.Found(1, "80 H100e of controlled goods for the end user, with headquarters or parent in D:5 or Macau"), Evaluate(control, parent: 1));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ADestinationBelowTheEmbargoIsClear(double control) => Assert.Equal(Finding.Clear, Evaluate(control, parent: 0));

    [Fact]
    public void GoodsWithoutControlAreClear() => Assert.Equal(Finding.Clear, Evaluate(2, 1, lines: 0));

    [Fact]
    public void AMissingDestinationOrHeadquartersIsNotAssessed()
    {
        Assert.Equal(Finding.NotAssessed("destination: no country of ultimate destination is told"), Evaluate(double.NaN, 0));
        Assert.Equal(Finding.NotAssessed("headquarters: neither headquarters nor ultimate parent of the end user are known"), Evaluate(0, double.NaN));
    }

    [Fact]
    public void GoodsThatNobodyKnowsAreNotClear() =>
        Assert.Equal(Finding.NotAssessed("embargo: goods of the order are not in the product data"), Evaluate(2, 0, lines: 0, unknown: 1));

    [Theory]
    [InlineData(2, 0, Outcome.NotAssessed)]
    [InlineData(0, 1, Outcome.NotAssessed)]
    [InlineData(0, double.NaN, Outcome.NotAssessed)]
    [InlineData(double.NaN, 0, Outcome.NotAssessed)]
    [InlineData(1, 0, Outcome.Clear)]
    public void GoodsWithoutAControlClassAreNotClearWhereItWouldMatter(double control, double parent, Outcome expected) =>
        Assert.Equal(
            expected == Outcome.Clear ? Finding.Clear : Finding.NotAssessed("control class: not known for goods of the order"),
            Evaluate(control, parent, lines: 0, unclassified: 1));

    private static Finding Evaluate(double control, double parent, double lines = 2, double unknown = 0, double unclassified = 0) => SomeRow.Evaluate(
        "E01", ("order_unclassified_lines", unclassified), ("order_controlled_lines", lines), ("order_unknown_product_lines", unknown), ("destination_control_tier", control),
        ("end_user_parent_of_concern", parent), ("order_controlled_h100e", 80));
}
