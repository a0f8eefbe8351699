using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class RankJumpTests
{
    [Fact]
    public void ACustomerThatRisesToTheTopIsFound()
    {
        Finding finding = Evaluate(now: 0.02, then: 0.9, bought: 50e6);
        Assert.Equal("50 million USD bought in 90 days by the purchaser: 2 % of the seller's other customers are larger now, 90 % were in the last full quarter", finding.Sentence);
        Assert.Equal(1 - (0.5 / (0.88 / 0.5)), finding.Strength, 12);
    }

    [Fact]
    public void TheLargestOfAllIsSaidToBeSo() =>
        Assert.Equal("2 million USD bought in 90 days by the purchaser: none of the seller's other customers is larger now, 100 % were in the last full quarter", Evaluate(0, 1, 2e6).Sentence);

    [Theory]
    [InlineData(0.05, 0.55, 2e6, Outcome.Found)]
    [InlineData(0.05, 0.549, 2e6, Outcome.Clear)]
    [InlineData(0.051, 0.9, 2e6, Outcome.Clear)]
    [InlineData(0.05, 0.55, 1_999_999, Outcome.Clear)]
    public void TheSignBeginsWhereThePolicySays(double now, double then, double bought, Outcome expected) => Assert.Equal(expected, Evaluate(now, then, bought).Outcome);

    [Fact]
    public void ASellerWithoutRanksSaysNothing() => Assert.Equal(Finding.Clear, SomeRow.Evaluate("T15", ("purchaser_value_usd_sum_90d", 5e7)));

    private static Finding Evaluate(double now, double then, double bought) => SomeRow.Evaluate(
        "T15", ("seller_customer_rank_90d", now), ("seller_customer_rank_quarter", then), ("seller_customer_rank_jump", then - now), ("purchaser_value_usd_sum_90d", bought));
}
