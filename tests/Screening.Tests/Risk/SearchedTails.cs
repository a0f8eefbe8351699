namespace Screening.Tests.Risk;

/// <summary>One fitted feature, straightforward: a search among its different values and a logarithm for every value that is asked for.</summary>
internal sealed class SearchedTails
{
    private const double LeastCount = 0.5;

    /// <summary>A skewness this close to 0 is rounding: which way it points must not depend on the unit or the offset of the feature.</summary>
    private const double NoSkewness = 1e-9;

    // The different values in order, and behind each how many values are at most it: many features have few different values among thousands of rows.
    private readonly double[] _different;
    private readonly int[] _ends;
    private readonly bool _symmetric;
    private readonly double _missing;
    private readonly int _rows;

    private SearchedTails(double[] sorted, bool symmetric, double missing, int rows)
    {
        _rows = rows;
        (_different, _ends) = Different(sorted);
        _symmetric = symmetric;
        _missing = missing;
    }

    /// <summary>Fits one column; NaN is missing. Sorting first makes every later sum independent of the order of the rows.</summary>
    internal static SearchedTails Fit(ReadOnlySpan<double> column)
    {
        int present = 0;
        foreach (double value in column)
            if (!double.IsNaN(value)) present++;

        double[] values = new double[present];
        int next = 0;
        foreach (double value in column)
            if (!double.IsNaN(value)) values[next++] = value;

        Array.Sort(values);
        return new SearchedTails(values, IsSymmetric(values), Surprise(column.Length - present, column.Length), column.Length);
    }

    /// <summary>How many values are present.</summary>
    private int Present => _ends.Length == 0 ? 0 : _ends[^1];

    /// <summary>-ln of the share <paramref name="count"/> / <paramref name="of"/>, where no row counts as half a row.</summary>
    internal static double Surprise(int count, int of) => 0 - Math.Log(Math.Max(count, LeastCount) / of);

    /// <summary>The larger of the left, the right and the skew-chosen surprise of <paramref name="value"/>; of being missing when it is NaN.</summary>
    internal double Surprise(double value)
    {
        if (double.IsNaN(value)) return _missing;
        if (_ends.Length == 0) return 0;
        (int left, int right) = Tails(value);

        // The reference takes max(left, right, left * -sign(skew - 1) + right * sign(skew + 1)) with skew already a sign. At -1 and +1 the
        // third term is the left or the right tail, which the maximum holds anyway; only at 0 does it say something new: their sum.
        // The larger surprise is that of the smaller count, and costs one logarithm instead of two.
        return _symmetric ? Surprise(left, Present) + Surprise(right, Present) : Surprise(Math.Min(left, right), Present);
    }

    /// <summary>How many fitted values lie at least as far out as a value, on the side where they are fewer, of how many that are present; for NaN how many rows miss it too, of all.</summary>
    internal (int AsFar, int Of) Rarity(double value) => double.IsNaN(value)
        ? (_rows - Present, _rows)
        : (Tails(value) is var (left, right) ? Math.Min(left, right) : 0, Present);

    /// <summary>The values at two quantiles by nearest rank, or <c>null</c> when no value is present.</summary>
    internal (double Low, double High)? Range(double low, double high) => _ends.Length == 0 ? null : (At(low), At(high));

    private double At(double quantile)
    {
        int rank = Math.Clamp((int)Math.Ceiling(quantile * Present) - 1, 0, Present - 1), at = Array.BinarySearch(_ends, rank + 1);
        return _different[at < 0 ? ~at : at];
    }

    // How many values are at most this one, and how many at least.
    private (int Left, int Right) Tails(double value)
    {
        int low = 0, high = _different.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_different[middle] < value) low = middle + 1;
            else high = middle;
        }

        int below = low == 0 ? 0 : _ends[low - 1];
        return (low < _different.Length && _different[low] == value ? _ends[low] : below, Present - below);
    }

    private static (double[] Different, int[] Ends) Different(double[] sorted)
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
    private static bool IsSymmetric(double[] sorted)
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
