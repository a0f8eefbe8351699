namespace Screening.Records;

/// <summary>Terms of payment of an order.</summary>
public enum PaymentTerms : byte
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Paid after delivery.</summary>
    OpenAccount,

    /// <summary>Under a letter of credit.</summary>
    LetterOfCredit,

    /// <summary>In instalments.</summary>
    Instalments,

    /// <summary>Before delivery.</summary>
    Prepayment,

    /// <summary>In cash.</summary>
    Cash,

    /// <summary>Otherwise.</summary>
    Other,
}
