namespace Screening.Learning.Drift;

/// <summary>Orders of one window.</summary>
public sealed class DriftSample
{
    /// <param name="matrix">orders x columns, row-major; NaN is missing.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <param name="subjects">The subject of each order: orders of one subject are alike, so that they are drawn together.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public DriftSample(double[] matrix, int columns, int[] subjects)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (matrix.LongLength != (long)columns * subjects.Length)
            throw new ArgumentException($"{subjects.Length} orders with {columns} columns need {(long)columns * subjects.Length} values, got {matrix.LongLength}", nameof(matrix));
        (Matrix, Columns, Subjects) = (matrix, columns, subjects);
    }

    /// <summary>All values, row-major.</summary>
    public double[] Matrix { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>The subject of each order.</summary>
    public int[] Subjects { get; }

    /// <summary>How many orders.</summary>
    public int Count => Subjects.Length;

    /// <summary>One column.</summary>
    public double[] Column(int column)
    {
        double[] values = new double[Count];
        for (int i = 0; i < values.Length; i++) values[i] = Matrix[(i * Columns) + column];
        return values;
    }
}
