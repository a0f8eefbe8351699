using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class MicrosTests
{
    [Theory]
    [InlineData("1970-01-01", 0)]
    [InlineData("1969-12-31", -1)]
    [InlineData("2000-02-29", 11_016)]
    [InlineData("2024-12-31", 20_088)]
    [InlineData("1900-03-01", -25_508)]
    public void ADayHoldsItsFirstAndLastMomentAndNoOther(string text, int number)
    {
        DateOnly day = DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        (long start, long end) = (Micros.StartOf(day), Micros.EndOf(day));
        Assert.Equal(number * Micros.PerDay, start);
        Assert.Equal(start + Micros.PerDay - 1, end);
        foreach (long at in new[] { start, start + 1, end })
        {
            Assert.Equal(number, Micros.DayNumber(at));
            Assert.Equal(day, Micros.Day(at));
        }

        Assert.Equal(number - 1, Micros.DayNumber(start - 1));
        Assert.Equal(number + 1, Micros.DayNumber(end + 1));
    }

    [Theory]
    [InlineData(1969)]
    [InlineData(1970)]
    [InlineData(2000)]
    [InlineData(2023)]
    [InlineData(2024)]
    public void AYearBeginsWithItsFirstDay(int year)
    {
        long start = Micros.StartOf(new DateOnly(year, 1, 1));
        Assert.Equal(start, Micros.StartOfYear(start));
        Assert.Equal(start, Micros.StartOfYear(Micros.EndOf(new DateOnly(year, 12, 31))));
        Assert.Equal(Micros.StartOf(new DateOnly(year - 1, 1, 1)), Micros.StartOfYear(start - 1));
    }

    [Fact]
    public void MomentsAndDateTimesAreTheSame()
    {
        foreach (DateTime utc in new[] { new DateTime(1955, 6, 7, 8, 9, 10, DateTimeKind.Utc), DateTime.UnixEpoch, new DateTime(2025, 12, 31, 23, 59, 59, DateTimeKind.Utc).AddMicroseconds(999_999) })
        {
            Assert.Equal(utc, Micros.ToDateTime(Micros.FromDateTime(utc)));
            Assert.Equal(DateTimeKind.Utc, Micros.ToDateTime(Micros.FromDateTime(utc)).Kind);
            Assert.Equal(DateOnly.FromDateTime(utc), Micros.Day(Micros.FromDateTime(utc)));
        }
    }

    [Fact]
    public void WhatIsFinerThanAMicrosecondIsCutTowardsThePastOnBothSidesOf1970()
    {
        Assert.Equal(0, Micros.FromDateTime(DateTime.UnixEpoch.AddTicks(9)));
        Assert.Equal(-1, Micros.FromDateTime(DateTime.UnixEpoch.AddTicks(-1)));
    }
}
