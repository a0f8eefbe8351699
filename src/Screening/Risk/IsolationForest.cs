namespace Screening.Risk;

/// <summary>
/// Isolation forest, an anomaly score without labels (Liu, Ting, Zhou: "Isolation Forest", ICDM 2008): random splits part an unusual row from the others
/// early. Each tree is grown on a sample drawn without replacement, by splits on a feature drawn among those that are not constant there, at a place drawn
/// evenly between its least and greatest value, down to the mean height of such a tree.
/// </summary>
/// <remarks>
/// <para>NaN is missing and says nothing for or against a row: a row that misses the feature of a split goes both ways, weighted by the shares of the tree's sample
/// that went there, so its path is the mean of what it could have been. In growing, a row that misses it goes to one side, drawn by the shares of those that have it; a feature
/// that no row of a node has is not split on. An infinity counts as the greatest finite number of its sign.</para>
/// <para>The same rows, seed and sizes give the same forest, byte for byte, on any machine and for any number of threads; the order of the rows matters, because samples are drawn by it.
/// Immutable, so any number of threads may score, without allocation.</para>
/// </remarks>
public sealed class IsolationForest
{
    /// <summary>The trees of the paper.</summary>
    public const int DefaultTrees = 100;

    /// <summary>The sample of the paper.</summary>
    public const int DefaultSample = 256;

    private readonly IsolationTree[] _trees;
    private readonly PackedIsolation _packed;
    private readonly double[] _sortedScores;
    private readonly double _usualPath;

    private IsolationForest(IsolationTree[] trees, int features, int sample, double[] sortedScores)
    {
        (_trees, Features, Sample, _sortedScores) = (trees, features, sample, sortedScores);
        _usualPath = IsolationTree.UsualPath(sample);
        _packed = new PackedIsolation(trees, features);
    }

    /// <summary>The number of features of a row, at least 1.</summary>
    public int Features { get; }

    /// <summary>Rows that each tree was grown on: as many as were asked for, or all where there were fewer.</summary>
    public int Sample { get; }

    /// <summary>The number of trees.</summary>
    public int Trees => _trees.Length;

    /// <summary>The number of fitted rows.</summary>
    public int Rows => _sortedScores.Length;

    /// <summary>Fits to <paramref name="matrix"/> (rows x features, row-major; NaN is missing), which is not kept.</summary>
    /// <param name="matrix">The rows.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="features">At least 1.</param>
    /// <param name="seed">Of all draws.</param>
    /// <param name="trees">1 to 10,000.</param>
    /// <param name="sample">Rows for a tree, 2 to 65,536.</param>
    /// <param name="threads">Most threads, at least 1; they change no bit.</param>
    /// <exception cref="ArgumentException">A size is outside of its range, or the matrix has another.</exception>
    public static IsolationForest Fit(ReadOnlyMemory<double> matrix, int rows, int features, ulong seed, int trees = DefaultTrees, int sample = DefaultSample, int threads = 1) =>
        Fit(matrix, new double[Math.Max(0, rows)], features, seed, trees, sample, threads);

    /// <summary>The same; <paramref name="scores"/> has one place a row and receives the rows' scores in their order.</summary>
    internal static IsolationForest Fit(ReadOnlyMemory<double> matrix, double[] scores, int features, ulong seed, int trees = DefaultTrees, int sample = DefaultSample, int threads = 1)
    {
        int rows = scores.Length;
        Require(rows, 1, int.MaxValue, "rows");
        Require(features, 1, int.MaxValue, "features");
        Require(trees, 1, 10_000, "trees");
        Require(sample, 2, 65_536, "rows in a sample");
        Require(threads, 1, 1024, "threads");
        if (matrix.Length != (long)rows * features)
            throw new ArgumentException($"A matrix of {rows} rows x {features} features has {(long)rows * features} values, got {matrix.Length}.", nameof(matrix));
        var grown = new IsolationTree[trees];
        sample = Math.Min(sample, rows);
        var side = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, trees, side, tree => grown[tree] = IsolationTree.Grow(matrix.Span, rows, features, sample, new Draws(seed, tree)));
        var forest = new IsolationForest(grown, features, sample, new double[rows]);
        Parallel.For(0, rows, side, row => scores[row] = forest.Score(matrix.Span.Slice(row * features, features)));
        scores.CopyTo(forest._sortedScores, 0);
        Array.Sort(forest._sortedScores);
        return forest;
    }

    /// <summary>The mean number of splits that part the row from the others, over the trees: short is unusual.</summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double PathLength(ReadOnlySpan<double> row)
    {
        if (row.Length != Features) throw new ArgumentException($"Fitted to {Features} features, got {row.Length}.", nameof(row));
        return _packed.PathLengths(row) / _trees.Length;
    }

    /// <summary>
    /// The anomaly of a row, in (0, 1]: 2 to the power of -<see cref="PathLength"/> by the path to be expected. About 0.5 is usual; near 1 is unusual. 0.5 for
    /// every row of a forest that was grown on one row.
    /// </summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double Score(ReadOnlySpan<double> row)
    {
        double path = PathLength(row);
        return _usualPath > 0 ? Math.Pow(2, -path / _usualPath) : 0.5;
    }

    /// <summary>The share of fitted rows with a score &lt;= <paramref name="score"/>, in (0, 1]; below all of them no row counts as half a row.</summary>
    /// <exception cref="ArgumentException">The score is NaN, which no row has.</exception>
    public double Percentile(double score)
    {
        if (double.IsNaN(score)) throw new ArgumentException("A score is a number from 0 to 1, got NaN.", nameof(score));
        return Math.Max(EmpiricalTails.CountAtMost(_sortedScores, score), EmpiricalTails.LeastCount) / Rows;
    }

    /// <summary>The forest as bytes: the same forest gives the same bytes.</summary>
    public byte[] ToBytes() => IsolationForestBytes.Write(Features, Sample, _trees, _sortedScores);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are damaged or something else.</exception>
    public static IsolationForest FromBytes(ReadOnlySpan<byte> bytes)
    {
        (int features, int sample, IsolationTree[] trees, double[] scores) = IsolationForestBytes.Read(bytes);
        return new IsolationForest(trees, features, sample, scores);
    }

    private static void Require(int value, int low, int high, string what)
    {
        if (value < low || value > high) throw new ArgumentException($"An isolation forest takes {low} to {high} {what}, got {value}.");
    }
}
