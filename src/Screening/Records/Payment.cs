using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>What a payment is.</summary>
public enum PaymentKind : byte
{
    /// <summary>For the goods.</summary>
    Payment,

    /// <summary>A deposit.</summary>
    Deposit,

    /// <summary>Money that went back.</summary>
    Refund,
}

/// <summary>How it was paid.</summary>
public enum PaymentMethod : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>By wire.</summary>
    Wire,

    /// <summary>Under a letter of credit.</summary>
    LetterOfCredit,

    /// <summary>By card.</summary>
    Card,

    /// <summary>By cheque.</summary>
    Cheque,

    /// <summary>In cash.</summary>
    Cash,

    /// <summary>In a digital asset.</summary>
    DigitalAsset,

    /// <summary>Otherwise.</summary>
    Other,
}

/// <summary>A payment, deposit or refund for an order.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Payment : ITelling<Payment, int>
{
    /// <summary>Number of the payment; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Order it is for; perhaps one that is not known.</summary>
    public required int Order { get; init; }

    /// <summary>What it is.</summary>
    public required PaymentKind Kind { get; init; }

    /// <summary>Party that paid.</summary>
    public int Payer { get; init; } = Missing.Symbol;

    /// <summary>Name on the account, as the bank gives it; a text symbol.</summary>
    public int PayerName { get; init; } = Missing.Symbol;

    /// <summary>Country of the payer.</summary>
    public int PayerCountry { get; init; } = Missing.Symbol;

    /// <summary>Country of the bank that sent it.</summary>
    public int BankCountry { get; init; } = Missing.Symbol;

    /// <summary>When it came in.</summary>
    public required long PaidAt { get; init; }

    /// <summary>Amount in US cents, never negative: a refund is one by its kind.</summary>
    public required long AmountCents { get; init; }

    /// <summary>How it was paid.</summary>
    public PaymentMethod Method { get; init; }

    /// <summary>Paid before the goods left; <c>null</c> when not told.</summary>
    public bool? Prepayment { get; init; }

    /// <summary>The payer can have it back; <c>null</c> when not told.</summary>
    public bool? Refundable { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<Payment, int>.Key => Id;

    Payment ITelling<Payment, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public Payment()
    {
    }
}
