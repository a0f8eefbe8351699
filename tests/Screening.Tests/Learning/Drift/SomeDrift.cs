using Screening.Learning.Drift;

namespace Screening.Tests.Learning.Drift;

/// <summary>Windows of invented orders: subjects with one to eight orders whose features are much alike.</summary>
internal static class SomeDrift
{
    /// <summary>A window drawn from one distribution: columns are heavy-tailed, mostly 0, often missing, all different, yes or no, and rare, in turn.</summary>
    public static DriftSample Window(Random random, int orders, int columns, Func<int, double, double>? change = null)
    {
        double[] matrix = new double[orders * columns];
        int[] subjects = new int[orders];
        int subject = 0;
        for (int i = 0; i < orders; subject++)
        {
            double[] own = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble())];
            for (int left = random.Next(1, 9); left > 0 && i < orders; left--, i++)
            {
                subjects[i] = subject;
                for (int column = 0; column < columns; column++)
                {
                    // Half of the orders of a subject are like its first.
                    double u = random.Next(2) == 0 ? own[column] : random.NextDouble();
                    double value = Value(column, u);
                    matrix[(i * columns) + column] = change is null ? value : change(column, value);
                }
            }
        }

        return new DriftSample(matrix, columns, subjects);
    }

    private static double Value(int column, double u) => (column % 6) switch
    {
        0 => 1 / (1.001 - u),
        1 => u < 0.93 ? 0 : u,
        2 => u < 0.3 ? double.NaN : Math.Floor(u * 10),
        3 => u,
        4 => u < 0.6 ? 1 : 0,
        _ => u < 0.9995 ? 0 : 1,
    };
}
