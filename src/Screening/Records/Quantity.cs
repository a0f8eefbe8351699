namespace Screening.Records;

/// <summary>What quantities in thousandths of a unit amount to.</summary>
internal static class Quantity
{
    /// <summary>Most thousandths of units of its main product that one order counts for: a billion units, the contract's greatest line.</summary>
    public const long MostThousandths = 1_000_000_000_000;

    /// <summary>A quantity times an integer per unit; half a unit of the result rounds up. No product of 64-bit numbers is too large.</summary>
    public static Int128 Times(long perUnit, long thousandths)
    {
        // Nearly all products fit into 64 bits, where a division costs a fraction.
        return Math.BigMul(perUnit, thousandths, out long low) == 0 && low is >= 0 and <= long.MaxValue - 500 ? (low + 500) / 1000 : (((Int128)perUnit * thousandths) + 500) / 1000;
    }

    /// <summary>As <see cref="Times"/>, or <see cref="Missing.Amount"/> when either is missing or 64 bits do not hold the result.</summary>
    public static long TimesOrMissing(long perUnit, long thousandths)
    {
        if (perUnit == Missing.Amount || thousandths == Missing.Amount) return Missing.Amount;
        Int128 product = Times(perUnit, thousandths);
        return product > long.MaxValue ? Missing.Amount : (long)product;
    }

    /// <summary>The sum of two amounts that are not negative; the greatest that 64 bits hold instead of more.</summary>
    public static long SumAtMost(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    /// <summary>The sum of two amounts that are not negative, or <see cref="Missing.Amount"/> when either is missing or 64 bits do not hold the result.</summary>
    public static long SumOrMissing(long a, long b) => a == Missing.Amount || b == Missing.Amount || a > long.MaxValue - b ? Missing.Amount : a + b;
}
