namespace Screening.Learning.Evaluation;

/// <summary>Orders of like probability.</summary>
/// <param name="Orders">How many.</param>
/// <param name="Said">Their mean probability.</param>
/// <param name="Seen">The share that was diversion.</param>
public sealed record ReliabilityBin(int Orders, double Said, double Seen);

/// <summary>Whether probabilities mean what they say.</summary>
/// <param name="Brier">Mean square of probability less truth.</param>
/// <param name="Error">Mean distance of said and seen over the bins, each counted by its orders.</param>
/// <param name="Bins">From the least to the most probable; each holds half of the orders that are left, so that the top is seen finely.</param>
public sealed record Reliability(double Brier, double Error, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Compares probabilities with what was.</summary>
    public static Reliability Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<float> targets)
    {
        const int LeastOrders = 25;
        if (probabilities.Length != targets.Length) throw new ArgumentException($"{probabilities.Length} probabilities and {targets.Length} labels", nameof(targets));
        double[] said = probabilities.ToArray();
        float[] seen = targets.ToArray();
        double brier = 0;
        for (int i = 0; i < said.Length; i++) brier += (said[i] - seen[i]) * (said[i] - seen[i]);
        Array.Sort(said, seen);
        var bins = new List<ReliabilityBin>();
        double error = 0;
        for (int first = 0; first < said.Length;)
        {
            int left = said.Length - first, take = left < 2 * LeastOrders ? left : left / 2;
            double mean = said.AsSpan(first, take).ToArray().Average(), share = seen.AsSpan(first, take).ToArray().Average(target => (double)target);
            bins.Add(new ReliabilityBin(take, mean, share));
            error += take * Math.Abs(mean - share);
            first += take;
        }

        return said.Length == 0 ? new Reliability(double.NaN, double.NaN, []) : new Reliability(brier / said.Length, error / said.Length, bins);
    }
}
