using System.Runtime.InteropServices;

namespace Screening.Learning.XGBoost;

/// <summary>Rows in the form in which libxgboost trains and predicts: values as singles, NaN missing. Dispose it: the memory is not the runtime's.</summary>
public sealed class TrainingMatrix : IDisposable
{
    private TrainingMatrix(MatrixHandle handle, int rows, int features) => (Handle, Rows, Features) = (handle, rows, features);

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of features of a row.</summary>
    public int Features { get; }

    /// <summary>The names of the features; null where there are none.</summary>
    public IReadOnlyList<string>? Names { get; private init; }

    internal MatrixHandle Handle { get; }

    /// <summary>Copies a matrix.</summary>
    /// <param name="matrix">rows x features, row-major; NaN is missing, infinities are refused.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="features">Features, at least 1.</param>
    /// <param name="threads">Threads to copy with, at least 1.</param>
    /// <param name="labels">One for each row, or empty where only predictions are wanted.</param>
    /// <param name="weights">One for each row, 0 or more, or empty where all count the same.</param>
    /// <param name="names">One for each feature, or null: they then stand in the model that is trained.</param>
    /// <exception cref="ArgumentException">A size does not fit, a value is infinite as a single, a label is not finite, or a weight is below 0.</exception>
    /// <exception cref="XGBoostException">libxgboost refuses.</exception>
    public static unsafe TrainingMatrix Of(
        ReadOnlySpan<double> matrix, int rows, int features, int threads, ReadOnlySpan<float> labels = default, ReadOnlySpan<float> weights = default, IReadOnlyList<string>? names = null)
    {
        Require(rows, features, threads);
        Require(matrix.Length, (long)rows * features, "values", nameof(matrix));
        for (int row = 0; row < rows; row++) RefuseInfinity(matrix.Slice(row * features, features), row, nameof(matrix));
        fixed (double* values = matrix) return Of(DenseArray.Of(values, rows, features), rows, features, threads, labels, weights, names);
    }

    /// <summary>As the other, of rows that need not lie one after another.</summary>
    /// <param name="matrix">Gives a row by number, from 0; NaN is missing, infinities are refused.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="features">Features, at least 1.</param>
    /// <param name="threads">Threads to copy with, at least 1.</param>
    /// <param name="labels">One for each row, or empty where only predictions are wanted.</param>
    /// <param name="weights">One for each row, 0 or more, or empty where all count the same.</param>
    /// <param name="names">One for each feature, or null: they then stand in the model that is trained.</param>
    /// <exception cref="ArgumentException">As of the other.</exception>
    /// <exception cref="XGBoostException">libxgboost refuses.</exception>
    public static unsafe TrainingMatrix Of(
        MatrixRow matrix, int rows, int features, int threads, ReadOnlySpan<float> labels = default, ReadOnlySpan<float> weights = default, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Require(rows, features, threads);

        // Singles are all that libxgboost keeps, and half as much to copy.
        float* values = (float*)NativeMemory.Alloc((nuint)rows * (nuint)features, sizeof(float));
        try
        {
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<double> from = matrix(row);
                Require(from.Length, features, "values", nameof(matrix));
                RefuseInfinity(from, row, nameof(matrix));
                float* to = values + ((nint)row * features);
                for (int i = 0; i < features; i++) to[i] = (float)from[i];
            }

            return Of(DenseArray.Of(values, rows, features), rows, features, threads, labels, weights, names);
        }
        finally
        {
            NativeMemory.Free(values);
        }
    }

    private static TrainingMatrix Of(
        string array, int rows, int features, int threads, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, IReadOnlyList<string>? names)
    {
        if (labels.Length > 0) Require(labels.Length, rows, "labels", nameof(labels));
        if (weights.Length > 0) Require(weights.Length, rows, "weights", nameof(weights));
        if (names is not null) Require(names.Count, features, "names", nameof(names));
        for (int row = 0; row < labels.Length; row++)
            if (!float.IsFinite(labels[row])) throw new ArgumentException(FormattableString.Invariant($"The label of row {row} is {labels[row]}; a finite number is needed."), nameof(labels));
        for (int row = 0; row < weights.Length; row++)
            if (!(weights[row] >= 0 && float.IsFinite(weights[row]))) throw new ArgumentException(FormattableString.Invariant($"The weight of row {row} is {weights[row]}; a finite number of 0 or more is needed."), nameof(weights));
        XGBoostNative.Check(XGBoostNative.MatrixFromDense(array, FormattableString.Invariant($$"""{"missing":NaN,"nthread":{{threads}}}"""), out nint native));
        var handle = new MatrixHandle(native);
        try
        {
            Set(handle, "label", labels);
            Set(handle, "weight", weights);
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        return new TrainingMatrix(handle, rows, features) { Names = names };
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static void Require(long length, long expected, string what, string name)
    {
        if (length != expected) throw new ArgumentException($"{expected} {what} are needed, got {length}.", name);
    }

    private static void Require(int rows, int features, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
    }

    // libxgboost says that there is one, but not where.
    private static void RefuseInfinity(ReadOnlySpan<double> values, int row, string name)
    {
        for (int i = 0; i < values.Length; i++)
            if (float.IsInfinity((float)values[i])) throw new ArgumentException(FormattableString.Invariant($"Row {row}, feature {i} is {values[i]}; a finite single or NaN is needed."), name);
    }

    private static unsafe void Set(MatrixHandle handle, string field, ReadOnlySpan<float> values)
    {
        if (values.Length == 0) return;
        fixed (float* first = values) XGBoostNative.Check(XGBoostNative.MatrixSetFloats(handle, field, first, (ulong)values.Length));
    }
}
