namespace Screening.Risk;

/// <summary>The values of one feature as they were fitted: the different ones in order, and behind each how many values are at most it.</summary>
/// <param name="Different">Rising; many features have few different values among thousands of rows.</param>
/// <param name="Ends">How many present values are at most each of them.</param>
/// <param name="IsSymmetric">Whether they have no skewness.</param>
/// <param name="Rows">Values and missing ones.</param>
internal sealed record EmpiricalColumn(double[] Different, int[] Ends, bool IsSymmetric, int Rows)
{
    /// <summary>A skewness this close to 0 is rounding: which way it points must not depend on the unit or the offset of the feature.</summary>
    private const double NoSkewness = 1e-9;

    /// <summary>How many values are present.</summary>
    public int Present => Ends.Length == 0 ? 0 : Ends[^1];

    /// <summary>The surprise of a value that is missing.</summary>
    public double Missing => Surprise(Rows - Present, Rows);

    /// <summary>Fits one column; NaN is missing. Sorting first makes every later sum independent of the order of the rows.</summary>
    public static EmpiricalColumn Fit(ReadOnlySpan<double> column)
    {
        int present = 0;
        foreach (double value in column)
            if (!double.IsNaN(value)) present++;

        double[] values = new double[present];
        int next = 0;
        foreach (double value in column)
            if (!double.IsNaN(value)) values[next++] = value;

        Array.Sort(values);
        (double[] different, int[] ends) = ToDifferent(values);
        return new EmpiricalColumn(different, ends, IsSymmetricIn(values), column.Length);
    }

    /// <summary>The surprise of a value of which so many different ones are below, and which is one of them or not; 0 where no value is present.</summary>
    public double Surprise(int below, bool isFitted)
    {
        if (Ends.Length == 0) return 0;
        int less = below == 0 ? 0 : Ends[below - 1];
        (int left, int right) = (isFitted ? Ends[below] : less, Present - less);

        // The reference takes max(left, right, left * -sign(skew - 1) + right * sign(skew + 1)) with skew already a sign. At -1 and +1 the
        // third term is the left or the right tail, which the maximum holds anyway; only at 0 does it say something new: their sum.
        // The larger surprise is that of the smaller count.
        return IsSymmetric ? Surprise(left, Present) + Surprise(right, Present) : Surprise(Math.Min(left, right), Present);
    }

    // -ln of the share count / of, where no row counts as half a row.
    private static double Surprise(int count, int of) => 0 - Math.Log(Math.Max(count, EmpiricalTails.LeastCount) / of);

    private static (double[] Different, int[] Ends) ToDifferent(double[] sorted)
    {
        int count = 0;
        for (int i = 0; i < sorted.Length; i++)
            if (i == 0 || sorted[i] != sorted[i - 1]) count++;

        (double[] different, int[] ends) = (new double[count], new int[count]);
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            if (i == sorted.Length - 1 || sorted[i] != sorted[i + 1]) ends[--count] = i + 1;
            different[count] = sorted[i];
        }

        return (different, ends);
    }

    private static bool IsConstant(double[] sorted) => sorted.Length == 0 || sorted[0] == sorted[^1];

    /// <summary>
    /// Whether the population skewness m3 / m2^1.5 is 0. Where infinities are among the values it is the limit for ever larger values in
    /// their place, in which everything finite falls together.
    /// </summary>
    private static bool IsSymmetricIn(double[] sorted)
    {
        if (IsConstant(sorted)) return true;
        bool infinite = double.IsInfinity(sorted[0]) || double.IsInfinity(sorted[^1]);

        // Seen from the median and in units of the range, no cube overflows and an offset costs no digits.
        double half = double.IsInfinity(sorted[^1] - sorted[0]) ? 0.5 : 1;
        double median = sorted[sorted.Length / 2] * half;
        double range = sorted[^1] * half - sorted[0] * half;
        double Place(double value) => infinite
            ? (double.IsInfinity(value) ? Math.Sign(value) : 0)
            : (value * half - median) / range;

        double sum = 0;
        foreach (double value in sorted) sum += Place(value);
        double mean = sum / sorted.Length;
        double squares = 0, cubes = 0;
        foreach (double value in sorted)
        {
            double off = Place(value) - mean;
            squares += off * off;
            cubes += off * off * off;
        }

        double variance = squares / sorted.Length;
        return Math.Abs(cubes / sorted.Length) <= NoSkewness * variance * Math.Sqrt(variance);
    }
}
