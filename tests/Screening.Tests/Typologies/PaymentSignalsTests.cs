using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class PaymentSignalsTests
{
    [Fact]
    public void CashOfAnotherPayerFromAHubIsFound()
    {
        Finding finding = Evaluate(("order_value_usd", 1e6), ("order_paid_in_cash_or_digital", 1), ("order_paid_by_others_share", 1), ("order_names_another_payer", 1), ("order_payment_hub_tier", 1), ("order_payment_from_elsewhere", 1));
        Assert.Equal("1 million USD of goods paid in part in cash or a digital asset; 100 % paid by others than the purchaser; money from a known hub that is not the destination", finding.Sentence);
        Assert.Equal(1 - (0.4 * 0.6 * 0.6), finding.Strength, 12);
    }

    [Theory]
    [InlineData("order_names_another_payer", 1, "the order names a payer other than the purchaser")]
    [InlineData("order_payment_of_concern", 1, "money from a country under arms embargo (D:5) or Macau")]
    [InlineData("order_prepaid_share", 0.9, "90 % of 1 million USD paid before the goods left")]
    [InlineData("order_paid_to_value", 1.5, "1.5 times the order's value was paid")]
    [InlineData("order_paid_by_others_share", 0.5, "50 % paid by others than the purchaser")]
    public void EachStandsByItself(string feature, double value, string sentence) => Assert.Equal(sentence, Evaluate(("order_value_usd", 1e6), (feature, value)).Sentence);

    [Theory]
    [InlineData("order_names_another_payer", 0)]
    [InlineData("order_payment_of_concern", 0)]
    [InlineData("order_prepaid_share", 0.89)]
    [InlineData("order_paid_to_value", 1.1)]
    [InlineData("order_paid_by_others_share", 0.49)]
    [InlineData("order_payment_hub_tier", 2)]
    public void BelowItsNumberNoneIsASign(string feature, double value) => Assert.Equal(Finding.Clear, Evaluate(("order_value_usd", 1e6), (feature, value)));

    [Theory]
    [InlineData("order_prepaid_share", 249_999, Outcome.Clear)]
    [InlineData("order_prepaid_share", 250_000, Outcome.Found)]
    [InlineData("order_paid_in_cash_or_digital", 249_999, Outcome.Clear)]
    [InlineData("order_paid_in_cash_or_digital", 250_000, Outcome.Found)]
    public void PrepaymentAndCashMatterForExpensiveGoods(string feature, double usd, Outcome expected) => Assert.Equal(expected, Evaluate(("order_value_usd", usd), (feature, 1)).Outcome);

    [Fact]
    public void PaymentsThatTellNothingAreNotAssessedAndNoPaymentIsNoSign()
    {
        Assert.Equal(Finding.NotAssessed("payment: neither payer, country nor method of the payments is told"), Evaluate(("order_payments", 1)));
        Assert.Equal(Finding.Clear, Evaluate());
    }

    private static Finding Evaluate(params (string, double)[] cells) => SomeRow.Evaluate("T29", cells);
}
