using Screening.Policies;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class LicenceNotNamedTests
{
    private static readonly LawOfDay s_codified = SomeRow.Law with { Reading = RegimeReading.Codified };

    [Theory]
    [InlineData(1, 0, "the destination is in D:1 or D:4 and no partner")]
    [InlineData(2, 0, "the destination is under arms embargo (D:5) or Macau")]
    [InlineData(0, 1, "1 recipient with headquarters or parent in D:5 or Macau")]
    [InlineData(2, 2, "2 recipients with headquarters or parent in D:5 or Macau")]
    public void LinesThatNeedALicenceAndNameNoneAreFoundWithWhatAsksForOne(double control, double concern, string why)
    {
        Finding finding = Evaluate(SomeRow.Law, ("order_unlicensed_lines_enforced", 2), ("destination_control_tier", control), ("order_recipients_of_concern", concern));
        Assert.Equal((Outcome.Found, 1.0), (finding.Outcome, finding.Strength));
        Assert.Equal($"2 lines (80 H100e ordered, strictest class .a) need a licence by the law as enforced on 2025-10-15 and name none: {why}", finding.Sentence);
    }

    [Fact]
    public void TheReadingIsThatOfThePolicy()
    {
        (string, double)[] cells = [("order_unlicensed_lines_enforced", 0), ("order_unlicensed_lines_codified", 1), ("destination_control_tier", 0), ("order_recipients_of_concern", 0)];
        Assert.Equal(Finding.Clear, Evaluate(SomeRow.Law, cells));
        Assert.Equal("1 line (80 H100e ordered, strictest class .a) needs a licence by the law as codified on 2025-10-15 and names none: the destination", Evaluate(s_codified, cells).Sentence);
    }

    [Fact]
    public void AnOrderWhoseLinesNameTheirLicenceOrNeedNoneIsClear() =>
        Assert.Equal(Finding.Clear, Evaluate(SomeRow.Law, ("order_licence_needed_enforced", 1), ("order_unlicensed_lines_enforced", 0), ("destination_control_tier", 2)));

    [Fact]
    public void WhereNoOrderEverNamesALicenceThatThisOneDoesNotIsNoSign() => Assert.Equal(
        Finding.NotAssessed("licence: goods of the order need one, and no order ever names one"),
        SomeRow.Evaluate("E02", LoadedData.All.Without("licence number"), ("order_unlicensed_lines_enforced", 2), ("destination_control_tier", 2)));

    [Theory]
    [InlineData(double.NaN, 0, 0, "destination: no country of ultimate destination is told")]
    [InlineData(1, 0, 1, "licence: the control class of goods of the order cannot be told")]
    [InlineData(0, double.NaN, 1, "licence: the control class of goods of the order cannot be told")]
    [InlineData(0, double.NaN, 0, "licence: headquarters or ultimate parent of a recipient are not known, and nothing else asks for one")]
    public void WhatIsNotKnownAndWouldDecideIsNotClean(double control, double concern, double unknownLines, string why) => Assert.Equal(
        Finding.NotAssessed(why), Evaluate(SomeRow.Law, ("destination_control_tier", control), ("order_recipients_of_concern", concern), ("order_class_unknown_lines", unknownLines)));

    [Fact]
    public void WhatGoodsTheyAreMattersWhereTheyWouldBeStoppedAndAsCodifiedEverywhere()
    {
        (string, double)[] cells = [("destination_control_tier", 0), ("order_recipients_of_concern", 0), ("order_class_unknown_lines", 1)];
        Assert.Equal(Finding.Clear, Evaluate(SomeRow.Law, cells));
        Assert.Equal(Outcome.NotAssessed, Evaluate(s_codified, cells).Outcome);
    }

    private static Finding Evaluate(LawOfDay law, params (string, double)[] cells) => SomeRow.Evaluate("E02", law, [("order_h100e", 80), ("order_control_strictness", 3), .. cells]);
}
