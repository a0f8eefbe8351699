namespace Screening.Learning.Evaluation;

/// <summary>What a ranking is worth. Scores are ranked from high to low; ties count as if every order of them were equally likely.</summary>
public static class RankedMetrics
{
    /// <summary>Average precision: the mean, over diversions, of the precision down to each. NaN without a diversion.</summary>
    /// <remarks>Tied scores are one step, as scikit-learn counts it.</remarks>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<float> targets)
    {
        double sum = 0;
        long found = 0, seen = 0;
        foreach ((int of, int positives) in Steps(scores, targets))
        {
            seen += of;
            found += positives;
            sum += positives * ((double)found / seen);
        }

        return found == 0 ? double.NaN : sum / found;
    }

    /// <summary>The chance that a diversion ranks above an order that is none, ties counting half. NaN when there are not both.</summary>
    public static double AreaUnderCurve(ReadOnlySpan<double> scores, ReadOnlySpan<float> targets)
    {
        double pairs = 0;
        long found = 0, others = 0;
        foreach ((int of, int positives) in Steps(scores, targets))
        {
            pairs += (double)(of - positives) * found + ((double)(of - positives) * positives / 2);
            found += positives;
            others += of - positives;
        }

        return found == 0 || others == 0 ? double.NaN : pairs / ((double)found * others);
    }

    // Runs of equal scores, from high to low.
    private static List<(int Of, int Positives)> Steps(ReadOnlySpan<double> scores, ReadOnlySpan<float> targets)
    {
        if (scores.Length != targets.Length) throw new ArgumentException($"{scores.Length} scores and {targets.Length} labels", nameof(targets));
        double[] keys = new double[scores.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = double.IsNaN(scores[i]) ? throw new ArgumentException($"score {i} is not a number", nameof(scores)) : -scores[i];
        float[] labels = targets.ToArray();
        Array.Sort(keys, labels);
        var steps = new List<(int Of, int Positives)>();
        for (int i = 0; i < keys.Length;)
        {
            int first = i, positives = 0;
            for (; i < keys.Length && keys[i] == keys[first]; i++) positives += labels[i] > 0 ? 1 : 0;
            steps.Add((i - first, positives));
        }

        return steps;
    }
}
