using Screening.Data.Quarantines;
using Xunit;

namespace Screening.Tests.Data.Quarantines;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("31.12.2024|01.02.2024", "%d.%m.%Y")]
    [InlineData("12/31/2024|01/02/2024", "%m/%d/%Y")]
    [InlineData("31-12-24", "%d-%m-%y")]
    [InlineData("02-Jun-06|3-Jul-07", "%d-%b-%y")]
    [InlineData("June 5, 2024|Jun 5, 2024", "%B %d, %Y,%b %d, %Y")]
    [InlineData("31.12.2024 08:30|30.12.2024 08:30:10", "%d.%m.%Y %H:%M,%d.%m.%Y %H:%M:%S")]
    [InlineData("20240501", "%Y%m%d")]
    [InlineData("31.04.2024|30.04.2024", "%d.%m.%Y")]
    [InlineData("31.02.2024|N/A|1.2.3.4|99/99/2024", "")]
    [InlineData("03/03/2024", "%d/%m/%Y")]
    public void DatesThatLeaveNoDoubtAreRecognised(string texts, string expected)
    {
        var (certain, open) = DateShapes.Of(texts.Split('|'));
        Assert.Equal((expected, 0), (string.Join(',', certain), open.Count));
    }

    [Theory]
    [InlineData("01/02/2024|11/12/2024", "AMBIGUOUS")]
    [InlineData("31/12/2024|12/31/2024", "CONTRADICTORY")]
    public void DatesThatAllowBothReadingsAreLeftToAPerson(string texts, string why)
    {
        var (certain, open) = DateShapes.Of(texts.Split('|'));
        Assert.Empty(certain);
        Assert.Equal(["%d/%m/%Y", "%m/%d/%Y"], open.Select(o => o.Format));
        Assert.All(open, o => Assert.StartsWith(why, o.Why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.234,50|1,234", "comma")]
    [InlineData("1,234.50|1,234", "commas")]
    [InlineData("1 234", "blanks")]
    [InlineData("1.234.567", "dots,comma")]
    [InlineData("1,234", "?comma,commas")]
    [InlineData("1,5|1,234.5", "?comma,commas")]
    [InlineData("12 kg", "")]
    public void NumbersAreReadOneWayOnlyWhenOneValueSaysWhich(string texts, string expected)
    {
        var (certain, open, _) = NumberShapes.Of(texts.Split('|'));
        Assert.Equal(expected, string.Join(',', certain.Select(s => s.Words.Split(' ')[0])) + (open.Count == 0 ? "" : "?" + string.Join(',', open.Select(s => s.Words.Split(' ')[0]))));
    }

    [Theory]
    [InlineData("a,b;c", "", ',')]
    [InlineData("a;b;c,d", "1;2;3", ';')]
    [InlineData("a,b;c;d", "1,2", ',')]
    [InlineData("\"a,b,c\";d", "1;2", ';')]
    [InlineData("a\tb", "", '\t')]
    [InlineData("a", "x;y", ',')]
    public void TheDelimiterIsTheOneThatFitsTheRows(string header, string sample, char expected) => Assert.Equal(expected, Delimiters.Of(header, sample.Length == 0 ? [] : [sample]));
}
