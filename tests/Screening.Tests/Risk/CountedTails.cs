using Screening.Risk;

namespace Screening.Tests.Risk;

/// <summary>One fitted feature, straightforward: every value is counted against all others, and a logarithm taken, whenever it is asked for.</summary>
/// <param name="column">The fitted values; NaN is missing.</param>
internal sealed class CountedTails(double[] column)
{
    private readonly double[] _present = [.. column.Where(value => !double.IsNaN(value)).Order()];
    private readonly bool _isSymmetric = EmpiricalColumn.Fit(column).IsSymmetric;

    /// <summary>The larger of the left and the right surprise of a value, or their sum where the fitted values have no skewness; of being missing when it is NaN.</summary>
    public double Surprise(double value)
    {
        if (double.IsNaN(value)) return Surprise(column.Length - _present.Length, column.Length);
        if (_present.Length == 0) return 0;
        (int left, int right) = Tails(value);
        return _isSymmetric ? Surprise(left, _present.Length) + Surprise(right, _present.Length) : Surprise(Math.Min(left, right), _present.Length);
    }

    /// <summary>How many fitted values lie at least as far out as a value, on the side where they are fewer, of how many that are present; for NaN how many rows miss it too, of all.</summary>
    public (int AsFar, int Of) Rarity(double value)
    {
        if (double.IsNaN(value)) return (column.Length - _present.Length, column.Length);
        (int left, int right) = Tails(value);
        return (Math.Min(left, right), _present.Length);
    }

    /// <summary>The values at two quantiles by nearest rank, or <c>null</c> when no value is present.</summary>
    public (double Low, double High)? Range(double low, double high) => _present.Length == 0 ? null : (At(low), At(high));

    // -ln of a share, where no row counts as half a row.
    private static double Surprise(int count, int of) => 0 - Math.Log(Math.Max(count, 0.5) / of);

    private double At(double quantile) => _present[Math.Clamp((int)Math.Ceiling(quantile * _present.Length) - 1, 0, _present.Length - 1)];

    private (int AtMost, int AtLeast) Tails(double value)
    {
        int atMost = 0, atLeast = 0;
        foreach (double other in _present)
        {
            if (other <= value) atMost++;
            if (other >= value) atLeast++;
        }

        return (atMost, atLeast);
    }
}
