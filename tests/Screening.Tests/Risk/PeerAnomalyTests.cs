using Screening.Risk;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class PeerAnomalyTests
{
    private const int Labs = 7, Brokers = 8, Few = 9;

    [Fact]
    public void ALargeGroupIsComparedWithItselfAndASmallOrUnknownOneWithAll()
    {
        PeerAnomaly anomaly = Some();
        Assert.Equal(new PeerPopulation(Labs, 200), anomaly.Population(Labs));
        Assert.Equal(new PeerPopulation(Brokers, 250), anomaly.Population(Brokers));
        Assert.Equal(new PeerPopulation(null, 649), anomaly.Population(Few));
        Assert.Equal(new PeerPopulation(null, 649), anomaly.Population(-1));
        Assert.Equal(2, anomaly.Features);
    }

    [Fact]
    public void APeersAnswersAreTheMeanOfBothRanksAmongItsRowsAlone()
    {
        (double[] matrix, int[] peers) = SomeRows();
        PeerAnomaly anomaly = Some();
        double[] labs = [.. matrix.Where((_, i) => peers[i / 2] == Labs)], parts = new double[2], expected = new double[2];
        var answers = new HashSet<double>();
        foreach ((int peer, double[] rows) in new[] { (Labs, labs), (Few, matrix) })
        {
            int count = rows.Length / 2;
            Ecod ecod = Ecod.Fit(rows, count, 2);
            IsolationForest forest = IsolationForest.Fit(rows, count, 2, 20220101);
            double Mean(double[] row) => (ecod.Percentile(ecod.Score(row)) + forest.Percentile(forest.Score(row))) / 2;
            double[] means = [.. Enumerable.Range(0, count).Select(i => Mean(rows[(2 * i)..((2 * i) + 2)]))];
            foreach (double[] row in (double[][])[[3, 500], [3, 150], [16, double.NaN], [0, 101]])
            {
                Assert.Equal(Math.Max(means.Count(mean => mean <= Mean(row)), 0.5) / count, anomaly.Percentile(peer, row));
                anomaly.Contributions(peer, row, parts);
                ecod.Contributions(row, expected);
                Assert.Equal(expected, parts);
                answers.Add(anomaly.Percentile(peer, row));
            }
        }

        Assert.InRange(answers.Count, 5, 8);
    }

    // Two values that always rise together; each alone is as usual as can be.
    [Fact]
    public void ARareCombinationOfUsualValuesIsUnusual()
    {
        double[] rows = [.. Enumerable.Range(0, 400).SelectMany(i => (double[])[i, i + (i % 7)])], odd = [60, 340];
        Ecod alone = Ecod.Fit(rows, 400, 2);
        Assert.InRange(alone.Percentile(alone.Score(odd)), 0, 0.75);
        Assert.InRange(PeerAnomaly.Fit(rows, new int[400], 2).Percentile(0, odd), alone.Percentile(alone.Score(odd)) + 0.1, 1);
    }

    [Fact]
    public void ThreadsChangeNoBit()
    {
        (double[] matrix, int[] peers) = SomeRows();
        PeerAnomaly one = Some(), three = PeerAnomaly.Fit(matrix, peers, 2, threads: 3);
        for (int i = 0; i < peers.Length; i++) Assert.Equal(one.Percentile(peers[i], matrix.AsSpan(2 * i, 2)), three.Percentile(peers[i], matrix.AsSpan(2 * i, 2)));
        Assert.Equal(one.Hash(), three.Hash());
    }

    [Fact]
    public void TheHashTellsFitsApartByEveryValueAndGroup()
    {
        (double[] matrix, int[] peers) = SomeRows();
        string hash = Some().Hash();
        double[] other = [.. matrix];
        other[5] = Math.BitIncrement(other[5]);
        Assert.NotEqual(hash, PeerAnomaly.Fit(other, peers, 2).Hash());
        int[] moved = [.. peers];
        moved[0] = Brokers;
        Assert.NotEqual(hash, PeerAnomaly.Fit(matrix, moved, 2).Hash());
        Assert.NotEqual(hash, PeerAnomaly.Fit(matrix, peers, 2, minimumRows: 10_000).Hash());
    }

    [Fact]
    public void AMissingValueThatIsRarerAmongPeersScoresHigher()
    {
        // A tenth of the laboratories give no second value, half of the brokers.
        PeerAnomaly anomaly = Some();
        double[] labs = new double[2], brokers = new double[2];
        anomaly.Contributions(Labs, [3, double.NaN], labs);
        anomaly.Contributions(Brokers, [3, double.NaN], brokers);
        Assert.Equal(Math.Log(10), labs[1], 1e-12);
        Assert.Equal(Math.Log(2), brokers[1], 1e-12);
    }

    // Values 1, 2, 2, 10 and two missing: on which side are fewer, and who misses it too.
    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(0, 0, 4)]
    [InlineData(2, 3, 4)]
    [InlineData(10, 1, 4)]
    [InlineData(11, 0, 4)]
    [InlineData(double.NaN, 2, 6)]
    public void ARareValueIsOneThatFewPeersPass(double value, int asFar, int of) =>
        Assert.Equal((asFar, of), PeerAnomaly.Fit([1, 2, 2, 10, double.NaN, double.NaN], new int[6], 1).Rarity(0, 0, value));

    [Fact]
    public void AMinimumBelowOneAndNoRowsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => PeerAnomaly.Fit([1, 2], [Labs], 2, minimumRows: 0));
        Assert.Throws<ArgumentException>(() => PeerAnomaly.Fit([], [], 2));
        Assert.Throws<ArgumentException>(() => PeerAnomaly.Fit([1, 2, 3], [Labs], 2));
    }

    private static PeerAnomaly Some()
    {
        (double[] matrix, int[] peers) = SomeRows();
        return PeerAnomaly.Fit(matrix, peers, 2);
    }

    /// <summary>200 laboratories, 250 brokers and 199 others, one below the default minimum, interleaved.</summary>
    private static (double[] Matrix, int[] Peers) SomeRows()
    {
        int[] sizes = [200, 250, 199];
        List<double> matrix = [];
        List<int> peers = [];
        for (int i = 0; i < 250; i++)
        {
            for (int group = 0; group < 3; group++)
            {
                if (i >= sizes[group]) continue;
                bool missing = group == 0 ? i % 10 == 0 : group == 1 && i % 2 == 0;
                matrix.AddRange([i * i % 17, missing ? double.NaN : (group + 1) * 100 + i]);
                peers.Add(Labs + group);
            }
        }

        return ([.. matrix], [.. peers]);
    }
}
