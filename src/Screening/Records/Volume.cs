using System.Runtime.CompilerServices;

namespace Screening.Records;

/// <summary>
/// What orders amount to. Integers throughout, with overflow checks: adding and removing is exact, so that no order of work changes a bit.
/// </summary>
/// <param name="Orders">Number of orders.</param>
/// <param name="ValueCents">Value in US cents.</param>
/// <param name="Tpp">Total processing performance; 15,832 is one H100.</param>
/// <param name="AcceleratorWatts">Power of the accelerators.</param>
/// <param name="SystemWatts">Power of the whole systems.</param>
public readonly record struct Volume(long Orders, long ValueCents, long Tpp, long AcceleratorWatts, long SystemWatts) : IAmounts<Volume>
{
    /// <summary>TPP of one H100 SXM, the unit compute is shown in (DOMAIN: H100e = TPP / 15832).</summary>
    public const double TppPerH100e = 15_832;

    /// <summary>Most TPP that one order counts for: a billion H100. More is a slip, and half a million such orders of one key still fit into 64 bits.</summary>
    public const long MostTpp = 15_832_000_000_000;

    /// <summary>Most US cents that one order counts for: a hundred billion USD, the contract's greatest line.</summary>
    public const long MostCents = 10_000_000_000_000;

    /// <summary>Most watts that one order counts for: a thousand gigawatts.</summary>
    public const long MostWatts = 1_000_000_000_000;

    /// <summary>Compute in H100 equivalents.</summary>
    public double H100e => Tpp / TppPerH100e;

    /// <summary>Value in US dollars.</summary>
    public double ValueUsd => ValueCents / 100.0;

    /// <summary>Power of the accelerators in kW.</summary>
    public double AcceleratorKw => AcceleratorWatts / 1000.0;

    /// <summary>Adds, channel by channel.</summary>
    /// <exception cref="OverflowException">A sum leaves 64 bits.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Volume operator +(in Volume a, in Volume b) => checked(new(
        a.Orders + b.Orders, a.ValueCents + b.ValueCents, a.Tpp + b.Tpp, a.AcceleratorWatts + b.AcceleratorWatts, a.SystemWatts + b.SystemWatts));

    /// <summary>Takes away, channel by channel.</summary>
    /// <exception cref="OverflowException">A difference leaves 64 bits.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Volume operator -(in Volume a, in Volume b) => checked(new(
        a.Orders - b.Orders, a.ValueCents - b.ValueCents, a.Tpp - b.Tpp, a.AcceleratorWatts - b.AcceleratorWatts, a.SystemWatts - b.SystemWatts));

    /// <summary>The same with no channel above what one order counts for.</summary>
    public Volume AtMost() => new(Orders, Math.Min(ValueCents, MostCents), Math.Min(Tpp, MostTpp), Math.Min(AcceleratorWatts, MostWatts), Math.Min(SystemWatts, MostWatts));

    /// <summary>Adds, channel by channel.</summary>
    public static Volume Add(in Volume a, in Volume b) => a + b;

    /// <summary>Takes away, channel by channel.</summary>
    public static Volume Subtract(in Volume a, in Volume b) => a - b;
}
