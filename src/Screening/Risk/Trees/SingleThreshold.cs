namespace Screening.Risk.Trees;

/// <summary>Turns a comparison of singles into the same comparison of doubles.</summary>
public static class SingleThreshold
{
    /// <summary>
    /// The double t such that, for every double x but NaN, x &lt;= t exactly when x rounded to a single is below <paramref name="threshold"/>: XGBoost rounds
    /// values to singles and goes left below the threshold.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite.</exception>
    public static double AtMost(float threshold)
    {
        if (!float.IsFinite(threshold)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "a threshold is a finite number");
        float below = MathF.BitDecrement(threshold);

        // Half way between the two singles: exact as a double. From the least single down it is where rounding reaches minus infinity.
        double middle = float.IsFinite(below) ? ((double)below + threshold) / 2 : 2.0 * threshold - ((double)threshold + MathF.BitIncrement(threshold)) / 2;
        return (float)middle < threshold ? middle : Math.BitDecrement(middle);
    }
}
