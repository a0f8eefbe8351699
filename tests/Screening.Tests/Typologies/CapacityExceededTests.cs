using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class CapacityExceededTests
{
    [Fact]
    public void MoreThanAVerifiedSiteCanPowerIsFound()
    {
        Finding finding = Evaluate(total: 5600, month: 5600, site: 9000, verified: 1000, grade: 4);
        Assert.Equal("5,600 kW of accelerators ordered in 30 days for the end user, whose confirmed sites have 400 kW for them, 14 times as much", finding.Sentence);
        Assert.Equal(Outcome.Found, finding.Outcome);
        Assert.Equal(1 - (0.5 / 14), finding.Strength, 12);
    }

    [Fact]
    public void OrdersOfLongAgoAreSaidToBeSo() =>
        Assert.StartsWith("560 kW of accelerators ordered so far for the end user, whose confirmed sites have", Evaluate(total: 560, month: 280, verified: 1000, grade: 4).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(399.999, Outcome.Clear)]
    [InlineData(400, Outcome.Clear)]
    [InlineData(400.001, Outcome.Found)]
    public void AVerifiedSiteClearsWhatItCanPower(double total, Outcome expected) =>
        Assert.Equal(expected, Evaluate(total, month: total, site: 1, verified: 1000, grade: 3).Outcome);

    [Fact]
    public void ASiteOfNoPowerIsExceededByAnything() => Assert.Equal(Outcome.Found, Evaluate(total: 0.7, month: 0.7, verified: 0, grade: 5).Outcome);

    [Fact]
    public void TheCustomersOwnWordIsHeldAgainstIt() =>
        Assert.Equal("560 kW of accelerators ordered in 30 days for the end user, whose sites by its own word have 400 kW for them, 1.4 times as much", Evaluate(560, 560, site: 1000, grade: 1).Sentence);

    [Theory]
    [InlineData(499.999, Outcome.NotAssessed)]
    [InlineData(500, Outcome.Found)]
    public void TheCustomersOwnWordClearsNothing(double total, Outcome expected)
    {
        Finding finding = Evaluate(total, total, site: 100_000, grade: 2);
        Assert.Equal(expected, finding.Outcome);
        if (expected == Outcome.Found) Assert.Equal(("500 kW of accelerators ordered in 30 days for the end user, and nobody but itself has confirmed the power of its sites", 0.4), (finding.Sentence, finding.Strength));
        else Assert.Equal("capacity: the site power of the end user is its own word", finding.Sentence);
    }

    [Theory]
    [InlineData(499.999, Outcome.NotAssessed, "capacity: no site power of the end user is known")]
    [InlineData(500, Outcome.Found, "500 kW of accelerators ordered in 30 days for the end user, and no power of any site of it is known")]
    public void AnUnknownSiteIsASignOfALargeOrderOnly(double total, Outcome outcome, string sentence)
    {
        Finding finding = Evaluate(total, total, grade: 0);
        Assert.Equal((outcome, sentence), (finding.Outcome, finding.Sentence));
    }

    [Fact]
    public void WithoutAnEndUserNothingIsAssessed() =>
        Assert.Equal(Finding.NotAssessed("capacity: no end user is named"), SomeRow.Evaluate("T01"));

    [Fact]
    public void GoodsThatTakeNoPowerAreClear() => Assert.Equal(Finding.Clear, Evaluate(0, 0, grade: 0));

    [Fact]
    public void GoodsOfUnknownPowerAreNotClear()
    {
        Finding finding = SomeRow.Evaluate("T01", ("end_user_accelerator_kw_total", 0), ("end_user_accelerator_kw_30d", 0), ("end_user_capacity_grade", 0), ("order_unknown_product_lines", 1));
        Assert.Equal(Finding.NotAssessed("capacity: goods of the order are not in the product data"), finding);
    }

    [Theory]
    [InlineData(0, 1, "capacity: compute or power is not told of the order's accelerators")]
    [InlineData(0, 0, "")]
    [InlineData(1, 1, "capacity: goods of the order are not in the product data")]
    public void AcceleratorsThatTellNoFiguresAreNotClear(double unknown, double unfigured, string expected) => Assert.Equal(
        expected.Length == 0 ? Finding.Clear : Finding.NotAssessed(expected),
        SomeRow.Evaluate("T01", ("end_user_accelerator_kw_total", 0), ("end_user_accelerator_kw_30d", 0), ("end_user_capacity_grade", 0), ("order_unknown_product_lines", unknown), ("order_unfigured_lines", unfigured)));

    private static Finding Evaluate(double total, double month, double site = double.NaN, double verified = double.NaN, double grade = double.NaN) => SomeRow.Evaluate(
        "T01", ("end_user_accelerator_kw_total", total), ("end_user_accelerator_kw_30d", month), ("end_user_site_power_kw", site),
        ("end_user_verified_power_kw", verified), ("end_user_capacity_grade", grade));

    [Fact]
    public void WhereNoCapacityIsLoadedThatASiteIsNotConfirmedIsNoSign() =>
        Assert.Equal(
            Finding.NotLoaded("capacity"),
            SomeRow.Evaluate(
                "T01", LoadedData.All.Without("capacity"), ("end_user_accelerator_kw_total", 5000), ("end_user_accelerator_kw_30d", 5000), ("end_user_capacity_grade", 0)));
}
