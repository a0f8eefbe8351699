namespace Screening.Learning.Evaluation;

/// <summary>How much more one ranking catches than another on the same days.</summary>
/// <param name="ValueUsd">Share of the diverted value caught by the one, less that by the other.</param>
/// <param name="H100e">The same of compute.</param>
/// <param name="Recall">The same of orders.</param>
/// <param name="TopOverlap">Of the alerts of both together, the share that both give.</param>
public sealed record PairedGain(Interval ValueUsd, Interval H100e, Interval Recall, double TopOverlap)
{
    /// <summary>Compares two rankings; days are resampled for both alike.</summary>
    public static PairedGain Of(IReadOnlyList<JudgedOrder> orders, Ranker one, Ranker other, int capacity, int draws, int seed)
    {
        CapacityRun a = CapacityRun.Of(orders, one, capacity, seed), b = CapacityRun.Of(orders, other, capacity, seed);
        int both = a.Alerted.Count(b.Alerted.Contains), any = a.Alerted.Count + b.Alerted.Count - both;
        return new PairedGain(
            Gain(day => day.CaughtValueUsd, day => day.ValueUsd), Gain(day => day.CaughtH100e, day => day.H100e), Gain(day => day.Caught, day => day.Diverted), any == 0 ? 1 : (double)both / any);

        Interval Gain(Func<DayCatch, double> caught, Func<DayCatch, double> all) => Interval.Of(
            a.Days.Count, counts =>
            {
                double gain = 0, whole = 0;
                for (int i = 0; i < counts.Length; i++)
                {
                    gain += counts[i] * (caught(a.Days[i]) - caught(b.Days[i]));
                    whole += counts[i] * all(a.Days[i]);
                }

                return whole > 0 ? gain / whole : double.NaN;
            }, draws, seed);
    }
}
