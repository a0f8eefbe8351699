namespace Screening.Features;

/// <summary>
/// Values in steps of an eighth of a doubling, a ninth more from one to the next: fine enough to rank by, and so few that orders can be
/// counted by step and taken out again exactly.
/// </summary>
internal static class ValueSteps
{
    /// <summary>No value in 64 bits of cents reaches this step.</summary>
    public const int End = 456;

    /// <summary>The step of a value: eight times its logarithm to base 2 in USD, rounded down; 1 USD and less are step 0.</summary>
    public static int Of(long cents) => cents <= 100 ? 0 : (int)Math.Floor(8 * Math.Log2(cents / 100.0));
}
