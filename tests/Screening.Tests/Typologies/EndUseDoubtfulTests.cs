using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class EndUseDoubtfulTests
{
    [Fact]
    public void PapersThatContradictEachOtherAreFound()
    {
        Finding finding = Evaluate(800, disagreement: 2, resale: 1, ban: 1, intermediary: 1);
        Assert.Equal(
            "800 H100e of controlled goods for the end user: its statement speaks of resale and bans it; its statement tells another use and another place than the order; by its kind it sells on, forwards or pays for goods",
            finding.Sentence);
        Assert.Equal(0.8, finding.Strength, 12);
    }

    [Theory]
    [InlineData(1, double.NaN, double.NaN, "its statement tells another use or another place than the order")]
    [InlineData(0, 1, 0, "its statement speaks of resale or re-export")]
    [InlineData(double.NaN, 0, 1, "by its kind it sells on, forwards or pays for goods")]
    public void EachSignAloneIsAWeakOne(double disagreement, double resale, double intermediary, string sign)
    {
        Finding finding = Evaluate(50, disagreement, resale, double.NaN, intermediary);
        Assert.Equal(("50 H100e of controlled goods for the end user: " + sign, 0.4), (finding.Sentence, finding.Strength));
    }

    [Fact]
    public void PapersThatAgreeLittleComputeAndGoodsWithoutControlAreClear()
    {
        Assert.Equal(Finding.Clear, Evaluate(800, 0, 0, 1, 0));
        Assert.Equal(Finding.Clear, Evaluate(49.9, 2, 1, 0, 1));
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("T06", ("order_controlled_h100e", 800), ("end_user_states_resale", 1)));
    }

    [Fact]
    public void WithoutPapersThereIsNothingToDoubt() => Assert.Equal(Finding.Clear, Evaluate(800, double.NaN, double.NaN, double.NaN, double.NaN));

    private static Finding Evaluate(double h100e, double disagreement, double resale, double ban, double intermediary) => SomeRow.Evaluate(
        "T06", ("order_controlled_lines", 1), ("order_controlled_h100e", h100e), ("end_user_use_disagreement", disagreement), ("end_user_states_resale", resale),
        ("end_user_resale_ban", ban), ("end_user_is_intermediary", intermediary));
}
