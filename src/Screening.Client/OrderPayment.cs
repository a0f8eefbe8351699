namespace Screening.Client;

/// <summary>How an order is paid. A payment that was made has a number, a kind, the payer's country, a moment and an amount; terms alone need none of them.</summary>
/// <param name="Terms">Terms of payment, in the words of the orders contract.</param>
/// <param name="PaymentId">Number of a payment that was made.</param>
/// <param name="Kind">What it is: payment, deposit or refund.</param>
/// <param name="PayerId">Who paid.</param>
/// <param name="PayerCountry">Country of the payer.</param>
/// <param name="BankCountry">Country of the bank that sent it.</param>
/// <param name="PaidAt">When it came in.</param>
/// <param name="AmountUsd">How much, in US dollars, with at most 2 decimals.</param>
/// <param name="Method">How it was paid, in the words of the payments contract.</param>
/// <param name="Prepayment">Whether before the goods left.</param>
/// <param name="Refundable">Whether the payer can have it back.</param>
public sealed record OrderPayment(
    string? Terms = null, string? PaymentId = null, string? Kind = null, string? PayerId = null, string? PayerCountry = null, string? BankCountry = null, DateTimeOffset? PaidAt = null,
    decimal? AmountUsd = null, string? Method = null, bool? Prepayment = null, bool? Refundable = null);
