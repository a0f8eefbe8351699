using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>A statement of one period, as told at one moment. Amounts in US cents, <see cref="Missing.Amount"/> where not told.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BalanceSheet : ITelling<BalanceSheet, (int Party, long PeriodEnd)>
{
    /// <summary>Party symbol.</summary>
    public required int Party { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Start of the last day of the period.</summary>
    public required long PeriodEnd { get; init; }

    /// <summary>Total assets.</summary>
    public required long AssetsCents { get; init; }

    /// <summary>Customer and refundable deposits owed.</summary>
    public long DepositsCents { get; init; } = Missing.Amount;

    /// <summary>Total liabilities.</summary>
    public long LiabilitiesCents { get; init; } = Missing.Amount;

    /// <summary>Equity; may be negative.</summary>
    public long EquityCents { get; init; } = Missing.Amount;

    /// <summary>Revenue of the period.</summary>
    public long RevenueCents { get; init; } = Missing.Amount;

    /// <summary>Cash and equivalents.</summary>
    public long CashCents { get; init; } = Missing.Amount;

    /// <summary>Audited by an independent auditor; <c>null</c> when not told.</summary>
    public bool? Audited { get; init; }

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    (int Party, long PeriodEnd) ITelling<BalanceSheet, (int Party, long PeriodEnd)>.Key => (Party, PeriodEnd);

    BalanceSheet ITelling<BalanceSheet, (int Party, long PeriodEnd)>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public BalanceSheet()
    {
    }
}
