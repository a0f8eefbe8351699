using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Screening.Risk;

/// <summary>
/// ECOD, an anomaly score without labels or parameters (Li, Zhao, Hu, Botta, Ionescu, Chen: "ECOD: Unsupervised Outlier Detection Using
/// Empirical Cumulative Distribution Functions", IEEE TKDE 2022), as the authors' reference implementation in PyOD computes it. Per
/// feature, the surprise of a value is -ln of the share of fitted values at least as low, or of those at least as high, whichever is
/// rarer; where the fitted values have skewness 0 it is the sum of both. The score is the sum over the features, in nats, from 0 up.
/// (The paper chooses the tail once per row, after summing; the reference once per feature, so that the parts add up to the score.)
/// </summary>
/// <remarks>
/// <para>Fitted once, a new row is scored alone and the fit does not change. A fitted row scores exactly as in the fit. A value beyond all
/// fitted values has a tail of no rows, counted as half a row: -ln(1 / 2n), ln 2 more than the outermost fitted value. (The (count + 1) /
/// (n + 1) rule would change the score of fitted rows; refitting with the new row, as PyOD does, would let rows of one batch hide each other.)</para>
/// <para>NaN is missing: it contributes -ln of the share of fitted rows missing in that feature, no row again counted as half a row. Present
/// values have their tails among the present values. A feature that is missing in all fitted rows has no tails: a present value contributes 0. An infinity is a value, beyond all finite ones.</para>
/// <para>The order of the fitted rows changes no bit of any result. Memory: 31 bytes at most per fitted value and 8 per fitted row. Time: O(rows x features
/// x log rows) to fit, O(features x log rows) per score, without allocation. Immutable, so any number of threads may score.</para>
/// <para>Scores grow with the number of features and of fitted rows: compare two fits by <see cref="Percentile"/>, not by score.</para>
/// </remarks>
public sealed class Ecod
{
    private const int MostOnStack = 1024;
    private readonly EmpiricalTails _tails;
    private readonly double[] _sortedScores;

    private Ecod(EmpiricalTails tails, int rows)
    {
        _tails = tails;
        _sortedScores = new double[rows];
    }

    /// <summary>The number of fitted rows, at least 1.</summary>
    public int Rows => _sortedScores.Length;

    /// <summary>The number of features of a row, at least 1.</summary>
    public int Features => _tails.Features;

    /// <summary>Fits to <paramref name="matrix"/> (rows x features, row-major; NaN is missing), which is not kept.</summary>
    /// <exception cref="ArgumentException">There are no rows or no features, or the matrix has another size.</exception>
    public static Ecod Fit(double[] matrix, int rows, int features) => Fit(matrix.AsMemory(), new double[Math.Max(0, rows)], features, 1);

    /// <summary>The same, side by side, which changes no bit; <paramref name="scores"/> has one place a row and receives the rows' scores in their order.</summary>
    internal static Ecod Fit(ReadOnlyMemory<double> matrix, double[] scores, int features, int threads)
    {
        int rows = scores.Length;
        if (rows < 1) throw new ArgumentException($"ECOD needs at least 1 row to fit, got {rows}.", nameof(scores));
        if (features < 1) throw new ArgumentException($"ECOD needs at least 1 feature, got {features}.", nameof(features));
        if (matrix.Length != (long)rows * features)
            throw new ArgumentException($"A matrix of {rows} rows x {features} features has {(long)rows * features} values, got {matrix.Length}.", nameof(matrix));

        var side = new ParallelOptions { MaxDegreeOfParallelism = threads };
        EmpiricalColumn[] byFeature = new EmpiricalColumn[features];
        Parallel.For(0, features, side, () => new double[rows], (feature, _, column) =>
        {
            ReadOnlySpan<double> values = matrix.Span;
            for (int row = 0; row < rows; row++) column[row] = values[row * features + feature];
            byFeature[feature] = EmpiricalColumn.Fit(column);
            return column;
        }, static _ => { });

        Ecod fitted = new(new EmpiricalTails(byFeature, rows), rows);
        Parallel.For(0, rows, side, row => scores[row] = fitted.Score(matrix.Span.Slice(row * features, features)));
        scores.CopyTo(fitted._sortedScores, 0);
        Array.Sort(fitted._sortedScores);
        return fitted;
    }

    /// <summary>
    /// The range in which a share of the fitted values that are present lie, from the quantile <paramref name="low"/> to
    /// <paramref name="high"/> (nearest rank); <c>null</c> when none is present.
    /// </summary>
    public (double Low, double High)? UsualRange(int feature, double low = EmpiricalTails.UsualLow, double high = EmpiricalTails.UsualHigh) =>
        low == EmpiricalTails.UsualLow && high == EmpiricalTails.UsualHigh ? _tails.Usual(feature) : _tails.Range(feature, low, high);

    /// <summary>How many fitted values of a feature lie at least as far out as a value, on the side where they are fewer, of how many; for NaN how many rows miss it too, of all rows.</summary>
    public (int AsFar, int Of) Rarity(int feature, double value) => _tails.Rarity(feature, value);

    /// <summary>The anomaly of one row in nats, 0 or more and finite: the sum of its <see cref="Contributions"/> in feature order.</summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double Score(ReadOnlySpan<double> row)
    {
        Span<double> perFeature = row.Length <= MostOnStack ? stackalloc double[row.Length] : new double[row.Length];
        return Score(row, perFeature);
    }

    /// <summary>The same number, with what each feature adds to it; see <see cref="Contributions"/>.</summary>
    /// <exception cref="ArgumentException">The row or <paramref name="perFeature"/> has another number of features.</exception>
    public double Score(ReadOnlySpan<double> row, Span<double> perFeature)
    {
        Contributions(row, perFeature);
        double score = 0;
        foreach (double surprise in perFeature) score += surprise;
        return score;
    }

    /// <summary>Writes what each feature adds to <see cref="Score(ReadOnlySpan{double})"/>, in nats, 0 or more.</summary>
    /// <exception cref="ArgumentException">The row or <paramref name="perFeature"/> has another number of features.</exception>
    public void Contributions(ReadOnlySpan<double> row, Span<double> perFeature)
    {
        Require(row.Length, nameof(row));
        Require(perFeature.Length, nameof(perFeature));
        _tails.Surprises(row, perFeature);
    }

    /// <summary>
    /// The share of fitted rows with a score &lt;= <paramref name="score"/>, in (0, 1]: 0.99 reads "at least as unusual as 99% of them".
    /// Below all of them no row again counts as half a row.
    /// </summary>
    /// <exception cref="ArgumentException">The score is NaN, which no row has.</exception>
    public double Percentile(double score)
    {
        if (double.IsNaN(score)) throw new ArgumentException("A score is a number from 0 up, got NaN.", nameof(score));
        return Math.Max(EmpiricalTails.CountAtMost(_sortedScores, score), EmpiricalTails.LeastCount) / Rows;
    }

    /// <summary>Adds all that was fitted to a hash.</summary>
    internal void AddTo(IncrementalHash hash)
    {
        _tails.AddTo(hash);
        hash.AppendData(MemoryMarshal.AsBytes<double>(_sortedScores));
    }

    private void Require(int length, string name)
    {
        if (length != Features) throw new ArgumentException($"Fitted to {Features} features, got {length}.", name);
    }
}
