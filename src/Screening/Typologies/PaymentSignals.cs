using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T29: someone else pays, from elsewhere, beforehand, in cash or too much.</summary>
public sealed class PaymentSignals : Typology
{
    private readonly int _value, _another, _others, _prepaid, _cash, _hub, _concern, _elsewhere, _paid, _payments;

    /// <summary>Binds the typology.</summary>
    public PaymentSignals(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_value, _another, _others) = (Column("order_value_usd"), Column("order_names_another_payer"), Column("order_paid_by_others_share"));
        (_prepaid, _cash, _hub) = (Column("order_prepaid_share"), Column("order_paid_in_cash_or_digital"), Column("order_payment_hub_tier"));
        (_concern, _elsewhere) = (Column("order_payment_of_concern"), Column("order_payment_from_elsewhere"));
        (_paid, _payments) = (Column("order_paid_to_value"), Column("order_payments"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T29", "Payment by others, from elsewhere or in cash", "payment",
        "EAR 732 Supplement 3, red flag 5: willing to pay cash for an expensive item; FinCEN and BIS notice FIN-2023-GLOBALEXPORT: third-party payers",
        [
            new("expensive_usd", "USD", 0, 1_000_000_000, "value from which goods are expensive"),
            new("others_share", "1", 0.01, 1, "share paid by others than the purchaser from which it is a sign"),
            new("prepaid_share", "1", 0.1, 1, "share of expensive goods paid beforehand from which it is a sign"),
            new("tier", "tier", 1, 2, "hub tier of the payer's or bank's country from which it is a sign"),
            new("overpaid", "1", 1, 100, "amount paid over the order's value above which it is too much"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double value = order.Row[_value], others = order.Row[_others], prepaid = order.Row[_prepaid], paid = order.Row[_paid];
        bool isExpensive = value >= Parameter("expensive_usd");
        bool byOthers = others >= Parameter("others_share");
        var signs = new Signs();
        signs.Add(order.Row[_cash] == 1 && isExpensive, 0.6, $"{Words.Usd(value)} of goods paid in part in cash or a digital asset");
        signs.Add(byOthers, 0.4, $"{Words.Percent(others)} paid by others than {Mention.Purchaser}");
        signs.Add(!byOthers && order.Row[_another] == 1, 0.3, $"the order names a payer other than {Mention.Purchaser}");
        signs.Add(order.Row[_concern] == 1, 0.6, "money from a country under arms embargo (D:5) or Macau");
        signs.Add(order.Row[_hub] >= Parameter("tier") && order.Row[_elsewhere] == 1, 0.4, "money from a known hub that is not the destination");
        signs.Add(prepaid >= Parameter("prepaid_share") && isExpensive, 0.2, $"{Words.Percent(prepaid)} of {Words.Usd(value)} paid before the goods left");
        signs.Add(paid > Parameter("overpaid"), 0.4, $"{Words.Times(paid)} the order's value was paid");
        if (signs.Any) return signs.Found();
        bool isUnknown = double.IsNaN(others) && double.IsNaN(order.Row[_cash]) && double.IsNaN(order.Row[_hub]);
        return isUnknown && order.Row[_payments] > 0 ? Finding.NotAssessed("payment: neither payer, country nor method of the payments is told") : Finding.Clear;
    }
}
