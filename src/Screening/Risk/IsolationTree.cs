using System.Numerics;

namespace Screening.Risk;

/// <summary>One tree of an <see cref="IsolationForest"/>. Children come after their parents, so walks end.</summary>
internal sealed class IsolationTree(IsolationNode[] nodes)
{
    /// <summary>The nodes; the first is the root.</summary>
    public IsolationNode[] Nodes { get; } = nodes;

    /// <summary>The mean path of an unsuccessful search in a binary tree of so many rows, by which a leaf's unsplit rows count and paths are compared; 0 for fewer than 2.</summary>
    public static double UsualPath(int rows)
    {
        // Liu and others write ln(i) + 0.5772 for the harmonic number; summed it is exact, and the same on every machine.
        double harmonic = 0;
        for (int i = rows - 1; i > 0; i--) harmonic += 1.0 / i;
        return rows < 2 ? 0 : 2 * harmonic - 2 * (rows - 1.0) / rows;
    }

    /// <summary>Grows a tree on a sample of the rows.</summary>
    public static IsolationTree Grow(ReadOnlySpan<double> matrix, int rows, int features, int sample, Draws draws)
    {
        int[] chosen = Choose(rows, sample, ref draws);
        double[] values = new double[sample * features];
        for (int i = 0; i < sample; i++)
            for (int feature = 0; feature < features; feature++) values[i * features + feature] = Finite(matrix[chosen[i] * features + feature]);
        var growth = new IsolationGrowth(values, features, sample, draws);
        return new IsolationTree(growth.Grow(BitOperations.Log2((uint)Math.Max(1, sample - 1)) + 1));
    }

    /// <summary>Infinities as the greatest finite numbers; NaN stays.</summary>
    internal static double Finite(double value) => double.IsInfinity(value) ? Math.CopySign(double.MaxValue, value) : value;

    // Floyd's way to a sample without replacement: no array as long as the rows.
    private static int[] Choose(int rows, int sample, ref Draws draws)
    {
        var seen = new HashSet<int>(sample);
        int[] chosen = new int[sample];
        for (int i = 0; i < sample; i++)
        {
            int last = rows - sample + i, drawn = draws.Below(last + 1);
            if (!seen.Add(drawn))
            {
                drawn = last;
                seen.Add(drawn);
            }

            chosen[i] = drawn;
        }

        return chosen;
    }
}
