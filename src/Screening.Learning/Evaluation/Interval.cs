using Screening.Learning.Training;

namespace Screening.Learning.Evaluation;

/// <summary>A figure with its spread.</summary>
/// <param name="Value">The figure; NaN when there is nothing to compute it from.</param>
/// <param name="Low">2.5th percentile over resamples.</param>
/// <param name="High">97.5th percentile.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>Computes a figure, and again on resamples with the same seed.</summary>
    /// <param name="units">How many units are resampled: days or subjects.</param>
    /// <param name="figure">The figure when each unit counts so many times.</param>
    /// <param name="draws">How many resamples, at least 20.</param>
    /// <param name="seed">Of the draws.</param>
    public static Interval Of(int units, Func<int[], double> figure, int draws, int seed)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 20);
        int[] counts = new int[units];
        Array.Fill(counts, 1);
        double value = figure(counts);
        if (double.IsNaN(value)) return new Interval(double.NaN, double.NaN, double.NaN);
        var values = new List<double>(draws);
        var random = new SplitMix((ulong)seed);
        for (int draw = 0; draw < draws; draw++)
        {
            Array.Clear(counts);
            for (int i = 0; i < units; i++) counts[random.Below(units)]++;
            double drawn = figure(counts);
            if (!double.IsNaN(drawn)) values.Add(drawn);
        }

        values.Sort();
        return values.Count == 0 ? new Interval(value, double.NaN, double.NaN) : new Interval(value, Quantile(values, 0.025), Quantile(values, 0.975));
    }

    /// <summary>The figure with its spread in words.</summary>
    public override string ToString() => double.IsNaN(Value) ? "-" : FormattableString.Invariant($"{Value:0.000} ({Low:0.000} to {High:0.000})");

    private static double Quantile(List<double> sorted, double share)
    {
        double at = share * (sorted.Count - 1);
        int below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
