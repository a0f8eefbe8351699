using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class SalesSideTests
{
    [Fact]
    public void ARepresentativeWhoseSalesAreHeldAndLetGoIsFound()
    {
        Finding finding = Evaluate(orders: 40, questioned: 0.45, overrides: 3, share: 0.8, value: 5e7);
        Assert.Equal(
            "45 % of the value of the sales representative's other orders was held or confirmed; 3 holds on them released against advice in 365 days; "
            + "80 % of its 50 million USD in 365 days went to the purchaser", finding.Sentence);
        Assert.Equal(1 - (0.5 / 3), finding.Strength, 12);
    }

    [Theory]
    [InlineData(10, 0.3, 0, Outcome.Found)]
    [InlineData(9, 1, 1, Outcome.Clear)]
    [InlineData(10, 0.299, 1, Outcome.Clear)]
    [InlineData(1, 0, 2, Outcome.Found)]
    [InlineData(double.NaN, double.NaN, double.NaN, Outcome.Clear)]
    public void FewOrdersOrSmallSharesAreNoSign(double orders, double questioned, double overrides, Outcome expected) =>
        Assert.Equal(expected, Evaluate(orders, questioned, overrides, 1, 1e9).Outcome);

    [Fact]
    public void OneCustomerAloneIsNoSign() => Assert.Equal(Finding.Clear, Evaluate(100, 0, 0, 1, 1e9));

    private static Finding Evaluate(double orders, double questioned, double overrides, double share, double value) => SomeRow.Evaluate(
        "T32", ("sales_rep_orders_365d", orders), ("sales_rep_questioned_share_365d", questioned), ("sales_rep_overrides_365d", overrides),
        ("sales_rep_customer_share_365d", share), ("sales_rep_value_usd_sum_365d", value));
}
