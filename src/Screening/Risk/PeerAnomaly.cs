using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Screening.Risk;

/// <summary>
/// How unusual a row is among its peers: the mean of its ranks by <see cref="Ecod"/>, which sees values that are rare one by one, and by an
/// <see cref="IsolationForest"/>, which sees rare combinations. One fit per peer group that is large enough, and one over all rows for a row whose group is too
/// small or was never seen. Groups differ in size and so in the range of their scores: rank across groups by <see cref="Percentile(int, ReadOnlySpan{double})"/>.
/// </summary>
/// <remarks>Memory: 62 bytes per fitted value at most, as each is fitted twice. Immutable, so any number of threads may score. What explains a row is ECOD's part alone: the forest has none per feature.</remarks>
public sealed class PeerAnomaly
{
    /// <summary>
    /// The default of the least size of a group: with 200 rows the 1-in-100 tail of a feature still rests on two of them.
    /// </summary>
    public const int DefaultMinimumRows = 200;

    private readonly Fitted _all;
    private readonly Dictionary<int, Fitted> _byPeer;

    private PeerAnomaly(Fitted all, Dictionary<int, Fitted> byPeer)
    {
        _all = all;
        _byPeer = byPeer;
    }

    /// <summary>The number of features of a row.</summary>
    public int Features => _all.Ecod.Features;

    /// <summary>
    /// Fits to <paramref name="matrix"/> (rows x features, row-major; NaN is missing), where <paramref name="peers"/> has the group of each
    /// row. A group of <paramref name="minimumRows"/> rows is large enough. Threads change no bit.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are no rows or no features, the matrix has another size, or <paramref name="minimumRows"/> is below 1.
    /// </exception>
    public static PeerAnomaly Fit(double[] matrix, ReadOnlySpan<int> peers, int features, int minimumRows = DefaultMinimumRows, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (minimumRows < 1) throw new ArgumentException($"A peer group needs at least 1 row, got a minimum of {minimumRows}.", nameof(minimumRows));
        var everyone = Fitted.Fit(matrix, peers.Length, features, threads);
        Dictionary<int, List<int>> rowsByPeer = [];
        for (int row = 0; row < peers.Length; row++)
        {
            ref List<int>? rows = ref CollectionsMarshal.GetValueRefOrAddDefault(rowsByPeer, peers[row], out _);
            (rows ??= []).Add(row);
        }

        Dictionary<int, Fitted> groups = [];
        foreach ((int peer, List<int> rows) in rowsByPeer)
            if (rows.Count >= minimumRows) groups.Add(peer, Fitted.Fit(Select(matrix, rows, features), rows.Count, features, threads));

        return new PeerAnomaly(everyone, groups);
    }

    /// <summary>The hash of all that was fitted: of equal ones every row has the same score, to the bit, by the same arithmetic.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _all.AddTo(hash);
        foreach ((int peer, Fitted fitted) in _byPeer.OrderBy(group => group.Key))
        {
            hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in peer)));
            fitted.AddTo(hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The population that a row of <paramref name="peer"/> is compared with.</summary>
    public PeerPopulation Population(int peer) =>
        _byPeer.TryGetValue(peer, out Fitted? own) ? new PeerPopulation(peer, own.Ecod.Rows) : new PeerPopulation(null, _all.Ecod.Rows);

    /// <summary>The share of its <see cref="Population"/> that is no more unusual than the row, in (0, 1], by the mean of both ranks.</summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double Percentile(int peer, ReadOnlySpan<double> row) => For(peer).Percentile(row);

    /// <summary>The same, with what each feature adds to ECOD's part; see <see cref="Contributions"/>.</summary>
    /// <exception cref="ArgumentException">The row or <paramref name="perFeature"/> has another number of features.</exception>
    public double Percentile(int peer, ReadOnlySpan<double> row, Span<double> perFeature) => For(peer).Percentile(row, perFeature);

    /// <summary>The same in bits: -log2 of the share of peers that are more unusual, none of them counting as half a peer. 0 or more.</summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double Bits(int peer, ReadOnlySpan<double> row)
    {
        Fitted population = For(peer);
        return Bits(population.Percentile(row), population.Ecod.Rows);
    }

    /// <summary>Bits of a percentile among so many peers.</summary>
    public static double Bits(double percentile, int peers) => 0 - Math.Log2(Math.Max(1 - percentile, 0.5 / peers));

    /// <summary>Writes what each feature adds to ECOD's part, in nats; see <see cref="Ecod.Contributions"/>.</summary>
    /// <exception cref="ArgumentException">The row or <paramref name="perFeature"/> has another number of features.</exception>
    public void Contributions(int peer, ReadOnlySpan<double> row, Span<double> perFeature) => For(peer).Ecod.Contributions(row, perFeature);

    /// <summary>What is usual for a feature in the row's <see cref="Population"/>; see <see cref="Ecod.UsualRange"/>.</summary>
    public (double Low, double High)? UsualRange(int peer, int feature) => For(peer).Ecod.UsualRange(feature);

    /// <summary>How rare a value is in the row's <see cref="Population"/>; see <see cref="Ecod.Rarity"/>.</summary>
    public (int AsFar, int Of) Rarity(int peer, int feature, double value) => For(peer).Ecod.Rarity(feature, value);

    private Fitted For(int peer) => _byPeer.GetValueOrDefault(peer, _all);

    private static double[] Select(double[] matrix, List<int> rows, int features)
    {
        double[] selected = new double[rows.Count * features];
        for (int i = 0; i < rows.Count; i++) matrix.AsSpan(rows[i] * features, features).CopyTo(selected.AsSpan(i * features));
        return selected;
    }

    // Both scores of one population, and the means of the ranks of its own rows, in order: a mean of two ranks is no rank until it is held against them.
    private sealed record Fitted(Ecod Ecod, IsolationForest Forest, double[] SortedMeans)
    {
        private const ulong Seed = 20220101;

        public static Fitted Fit(double[] matrix, int rows, int features, int threads)
        {
            double[] rare = new double[rows], isolated = new double[rows];
            var fitted = new Fitted(Ecod.Fit(matrix, rare, features, threads), IsolationForest.Fit(matrix, isolated, features, Seed, threads: threads), new double[rows]);
            for (int row = 0; row < rows; row++) fitted.SortedMeans[row] = fitted.Mean(rare[row], isolated[row]);
            Array.Sort(fitted.SortedMeans);
            return fitted;
        }

        public double Percentile(ReadOnlySpan<double> row) => Of(Mean(Ecod.Score(row), Forest.Score(row)));

        public double Percentile(ReadOnlySpan<double> row, Span<double> perFeature) => Of(Mean(Ecod.Score(row, perFeature), Forest.Score(row)));

        public void AddTo(IncrementalHash hash)
        {
            Ecod.AddTo(hash);
            hash.AppendData(Forest.ToBytes());
            hash.AppendData(MemoryMarshal.AsBytes<double>(SortedMeans));
        }

        private double Of(double mean) => Math.Max(EmpiricalTails.CountAtMost(SortedMeans, mean), EmpiricalTails.LeastCount) / SortedMeans.Length;

        private double Mean(double rare, double isolated) => (Ecod.Percentile(rare) + Forest.Percentile(isolated)) / 2;
    }
}
