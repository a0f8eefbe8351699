using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Who paid for an order, from where, when and how.</summary>
internal static class OrderPayments
{
    private const string Paid = "payments and deposits for the order; money that went back does not count";
    private const string NoPayment = "no payment is known";

    /// <summary>The features, in the order of the columns.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("order_names_another_payer", "payments", "Whether the payer that the order names is another party than its purchaser", "0 or 1", 0, 1, "the order names no payer", "orders", "T29"),
        new("order_payments", "payments", "In how many pieces the order was paid: " + Paid, "payments", 0, 1e9, "never", "payments", "T29"),
        new("order_paid_to_value", "payments", "Payments and deposits less refunds over the value of the order, of 1 USD at least", "1", -1e15, 1e15, NoPayment + ", nor a refund", "orders payments", "T29"),
        new("order_paid_by_others_share", "payments", "Share of the amount paid by parties other than the purchaser, of what tells its payer: " + Paid, "share", 0, 1, NoPayment + " that tells its payer, or they amount to nothing", "orders payments", "T13 T29"),
        new("order_prepaid_share", "payments", "Share of the amount that was paid before the goods left, of what tells whether it was: " + Paid, "share", 0, 1, NoPayment + " that tells, or they amount to nothing", "payments", "T29"),
        new("order_refundable_share", "payments", "Share of the amount that the payer can have back, of what tells whether it can: " + Paid, "share", 0, 1, NoPayment + " that tells, or they amount to nothing", "payments", "T13"),
        new("order_paid_in_cash_or_digital", "payments", "Whether any of it was paid in cash or in a digital asset: " + Paid, "0 or 1", 0, 1, NoPayment + " that tells how it was made", "payments", "T29"),
        new("order_payment_hub_tier", "payments", "Highest hub tier of the countries of payers and their banks: " + Paid, "tier", 0, 2, NoPayment + " that tells such a country", "payments", "T29"),
        new("order_payment_of_concern", "payments", "Whether a payer or its bank is in D:5 or Macau: " + Paid, "0 or 1", 0, 1, NoPayment + " that tells such a country", "payments", "T13 T29"),
        new("order_payment_from_elsewhere", "payments", "Whether a payer or its bank is in another country than the order's destination: " + Paid, "0 or 1", 0, 1, NoPayment + " that tells such a country, or the order tells no destination", "orders payments", "T29"),
    ];

    /// <summary>Fills the columns, which are all missing.</summary>
    public static void Read(EventLog log, in Reading reading, in OrderState state, CountryGroups countries, Span<double> columns)
    {
        ref readonly OrderVersion order = ref reading.Order;
        if (order.Payer != Missing.Symbol) columns[0] = order.Payer == order.Purchaser ? 0 : 1;
        Share byOthers = default, prepaid = default, refundable = default;
        int payments = 0;
        Int128 paid = 0;
        foreach (int row in state.Payments)
        {
            ref readonly Payment payment = ref log.Payments[row];
            if (payment.Kind == PaymentKind.Refund)
            {
                paid -= payment.AmountCents;
                continue;
            }

            payments++;
            paid += payment.AmountCents;
            if (payment.Payer != Missing.Symbol) byOthers.Add(payment.AmountCents, payment.Payer != order.Purchaser);
            if (payment.Prepayment is { } isPrepaid) prepaid.Add(payment.AmountCents, isPrepaid);
            if (payment.Refundable is { } isRefundable) refundable.Add(payment.AmountCents, isRefundable);
            if (payment.Method != PaymentMethod.Unknown) columns[6] = Columns.Greater(columns[6], payment.Method is PaymentMethod.Cash or PaymentMethod.DigitalAsset ? 1 : 0);
            ReadCountry(payment.PayerCountry, reading, countries, columns);
            ReadCountry(payment.BankCountry, reading, countries, columns);
        }

        columns[1] = payments;
        if (state.Payments.Length > 0) columns[2] = (double)paid / Math.Max(100, order.Content.ValueCents);
        (columns[3], columns[4], columns[5]) = (byOthers.Value, prepaid.Value, refundable.Value);
    }

    private static void ReadCountry(int country, in Reading reading, CountryGroups countries, Span<double> columns)
    {
        if (country == Missing.Symbol) return;
        columns[7] = Columns.Greater(columns[7], countries.HubTier(country, reading.AsOf));
        columns[8] = Columns.Greater(columns[8], countries.IsOfConcern(country, reading.AsOf) ? 1 : 0);
        if (reading.Order.DestinationCountry != Missing.Symbol) columns[9] = Columns.Greater(columns[9], country == reading.Order.DestinationCountry ? 0 : 1);
    }

    private struct Share
    {
        private Int128 _part, _whole;

        public readonly double Value => _whole == 0 ? double.NaN : (double)_part / (double)_whole;

        public void Add(long amount, bool isPart)
        {
            _whole += amount;
            if (isPart) _part += amount;
        }
    }
}
