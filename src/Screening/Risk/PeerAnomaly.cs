using System.Runtime.InteropServices;

namespace Screening.Risk;

/// <summary>
/// <see cref="Ecod"/> among peers: one fit per peer group that is large enough, and one over all rows for a row whose group is too small
/// or was never seen. Groups differ in size and so in the range of their scores: rank across groups by <see cref="Percentile"/>.
/// </summary>
/// <remarks>Memory: twice that of one <see cref="Ecod"/> over all rows at most. Immutable, so any number of threads may score.</remarks>
public sealed class PeerAnomaly
{
    /// <summary>
    /// The default of the least size of a group: with 200 rows the 1-in-100 tail of a feature still rests on two of them.
    /// </summary>
    public const int DefaultMinimumRows = 200;

    private readonly Ecod _all;
    private readonly Dictionary<int, Ecod> _byPeer;

    private PeerAnomaly(Ecod all, Dictionary<int, Ecod> byPeer)
    {
        _all = all;
        _byPeer = byPeer;
    }

    /// <summary>The number of features of a row.</summary>
    public int Features => _all.Features;

    /// <summary>
    /// Fits to <paramref name="matrix"/> (rows x features, row-major; NaN is missing), where <paramref name="peers"/> has the group of each
    /// row. A group of <paramref name="minimumRows"/> rows is large enough.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are no rows or no features, the matrix has another size, or <paramref name="minimumRows"/> is below 1.
    /// </exception>
    public static PeerAnomaly Fit(ReadOnlySpan<double> matrix, ReadOnlySpan<int> peers, int features, int minimumRows = DefaultMinimumRows)
    {
        if (minimumRows < 1) throw new ArgumentException($"A peer group needs at least 1 row, got a minimum of {minimumRows}.", nameof(minimumRows));
        Ecod everyone = Ecod.Fit(matrix, peers.Length, features);
        Dictionary<int, List<int>> rowsByPeer = [];
        for (int row = 0; row < peers.Length; row++)
        {
            ref List<int>? rows = ref CollectionsMarshal.GetValueRefOrAddDefault(rowsByPeer, peers[row], out _);
            (rows ??= []).Add(row);
        }

        Dictionary<int, Ecod> groups = [];
        foreach ((int peer, List<int> rows) in rowsByPeer)
            if (rows.Count >= minimumRows) groups.Add(peer, Ecod.Fit(Select(matrix, rows, features), rows.Count, features));

        return new PeerAnomaly(everyone, groups);
    }

    /// <summary>The population that a row of <paramref name="peer"/> is compared with.</summary>
    public PeerPopulation Population(int peer) =>
        _byPeer.TryGetValue(peer, out Ecod? own) ? new PeerPopulation(peer, own.Rows) : new PeerPopulation(null, _all.Rows);

    /// <summary>The anomaly of a row within its <see cref="Population"/>, in nats; see <see cref="Ecod.Score"/>.</summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double Score(int peer, ReadOnlySpan<double> row) => For(peer).Score(row);

    /// <summary>The share of its <see cref="Population"/> that is no more unusual than the row, in (0, 1]; see <see cref="Ecod.Percentile"/>.</summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public double Percentile(int peer, ReadOnlySpan<double> row)
    {
        Ecod population = For(peer);
        return population.Percentile(population.Score(row));
    }

    /// <summary>Writes what each feature adds to <see cref="Score"/>; see <see cref="Ecod.Contributions"/>.</summary>
    /// <exception cref="ArgumentException">The row or <paramref name="perFeature"/> has another number of features.</exception>
    public void Contributions(int peer, ReadOnlySpan<double> row, Span<double> perFeature) => For(peer).Contributions(row, perFeature);

    /// <summary>What is usual for a feature in the row's <see cref="Population"/>; see <see cref="Ecod.UsualRange"/>.</summary>
    public (double Low, double High)? UsualRange(int peer, int feature) => For(peer).UsualRange(feature);

    /// <summary>How rare a value is in the row's <see cref="Population"/>; see <see cref="Ecod.Rarity"/>.</summary>
    public (int AsFar, int Of) Rarity(int peer, int feature, double value) => For(peer).Rarity(feature, value);

    private Ecod For(int peer) => _byPeer.GetValueOrDefault(peer, _all);

    private static double[] Select(ReadOnlySpan<double> matrix, List<int> rows, int features)
    {
        double[] selected = new double[rows.Count * features];
        for (int i = 0; i < rows.Count; i++) matrix.Slice(rows[i] * features, features).CopyTo(selected.AsSpan(i * features));
        return selected;
    }
}
