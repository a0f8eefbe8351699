using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class WordsTests
{
    [Theory]
    [InlineData(1616.2, "1,620")]
    [InlineData(1620, "1,620")]
    [InlineData(849.5, "850")]
    [InlineData(12.34, "12.4")]
    [InlineData(0.0101, "0.0101")]
    [InlineData(999.5, "1,000")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "unknown")]
    [InlineData(-1.234, "-1.23")]
    public void ABoundRoundsUp(double value, string expected) => Assert.Equal(expected, Words.AtMost(value));

    [Fact]
    public void WhatIsCutIsAtLeastSoMuch()
    {
        Assert.Equal(("at least 1,000,000,000 H100e", "1,000,000,000 H100e"), (Words.H100e(1e9), Words.H100e(1e9 - 1)));
        Assert.Equal(("at least 100 billion USD", "100 billion USD"), (Words.Usd(1e11), Words.Usd(1e11 - 1)));
        Assert.Equal("100 billion USD", Words.Money(1e11));
        Assert.Equal("at least 1,000,000,000 kW", Words.Kw(1e9));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(1.44, "1.4")]
    [InlineData(1.45, "1.5")]
    [InlineData(9.96, "10")]
    [InlineData(12.4, "12")]
    [InlineData(99.4, "99")]
    [InlineData(99.5, "100")]
    [InlineData(104, "100")]
    [InlineData(105, "110")]
    [InlineData(994.9, "990")]
    [InlineData(999.5, "1,000")]
    [InlineData(1000, "1,000")]
    [InlineData(1699.09, "1,700")]
    [InlineData(1_234_567, "1,200,000")]
    [InlineData(9.99e14, "1,000,000,000,000,000")]
    [InlineData(1e15, "1.0e15")]
    [InlineData(-1e15, "-1.0e15")]
    [InlineData(double.MaxValue, "1.8e308")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.0345, "0.035")]
    [InlineData(0.0996, "0.1")]
    [InlineData(1e-9, "0")]
    [InlineData(-1e-9, "0")]
    [InlineData(-1234, "-1,200")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(double.NaN, "unknown")]
    [InlineData(double.PositiveInfinity, "endless")]
    [InlineData(double.NegativeInfinity, "minus endless")]
    public void ANumberHasTwoSignificantFigures(double value, string expected) => Assert.Equal(expected, Words.Number(value));

    [Theory]
    [InlineData(0, "0 USD")]
    [InlineData(950.5, "950 USD")]
    [InlineData(994_999, "990,000 USD")]
    [InlineData(995_000, "1 million USD")]
    [InlineData(999_999.99, "1 million USD")]
    [InlineData(1e6, "1 million USD")]
    [InlineData(994.9e6, "990 million USD")]
    [InlineData(999.9e6, "1 billion USD")]
    [InlineData(3.06e9, "3.1 billion USD")]
    [InlineData(-2.5e6, "-2.5 million USD")]
    [InlineData(double.NaN, "unknown USD")]
    public void DollarsCountInMillionsAndBillions(double value, string expected) => Assert.Equal(expected, Words.Usd(value));

    [Theory]
    [InlineData(0.3, "0 days")]
    [InlineData(-0.3, "0 days")]
    [InlineData(1, "1 day")]
    [InlineData(1.4, "1 day")]
    [InlineData(59.4, "59 days")]
    [InlineData(60, "2 months")]
    [InlineData(729.9, "24 months")]
    [InlineData(730, "2 years")]
    [InlineData(3652.5, "10 years")]
    [InlineData(double.NaN, "unknown years")]
    public void ATimeIsToldInDaysMonthsAndYears(double days, string expected) => Assert.Equal(expected, Words.Days(days));

    [Theory]
    [InlineData(0, "0 orders")]
    [InlineData(1, "1 order")]
    [InlineData(2, "2 orders")]
    [InlineData(-1, "-1 orders")]
    [InlineData(1234, "1,234 orders")]
    [InlineData(double.NaN, "unknown orders")]
    [InlineData(double.PositiveInfinity, "endless orders")]
    public void ACountHasItsNoun(double count, string expected) => Assert.Equal(expected, Words.Count(count, "order"));

    [Theory]
    [InlineData(800, "800 H100e of controlled goods")]
    [InlineData(0, "controlled goods without compute of their own")]
    public void GoodsWithoutComputeAreNotToldAsZero(double h100e, string expected) => Assert.Equal(expected, Words.ControlledGoods(h100e));

    [Fact]
    public void UnitsFollowTheNumber() =>
        Assert.Equal(("97 %", "25 times", "1,700 H100e"), (Words.Percent(0.97), Words.Times(25), Words.H100e(1699)));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-EG")]
    public void TheMachinesCultureChangesNothing(string culture)
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new(culture);
            Assert.Equal(("1,200,000", "1.5", "-0.25", "1,234 orders"), (Words.Number(1_234_567), Words.Number(1.45), Words.Number(-0.25), Words.Count(1234, "order")));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
