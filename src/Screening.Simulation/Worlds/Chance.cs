namespace Screening.Simulation;

/// <summary>
/// One stream of draws (SplitMix64; Steele, Lea and Flood 2014), started from the seed, the kind of story and its number,
/// so that no story's draws depend on how many other stories there are.
/// </summary>
internal sealed class Chance(ulong seed, StoryKind kind, long index, int salt = 0)
{
    private ulong _state = Mix(Mix(Mix(seed) ^ ((ulong)kind << 56) ^ (ulong)index) + (ulong)salt);

    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public ulong Next()
    {
        ulong value = Mix(_state);
        _state += 0x9E3779B97F4A7C15;
        return value;
    }

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [0, count).</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>In [low, high], both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>In [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * Unit();

    /// <summary>In [low, high), uniform in the logarithm.</summary>
    public double LogBetween(double low, double high) => low * PortableMath.Exp2(Unit() * PortableMath.Log2(high / low));

    public bool Odds(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>Index drawn in proportion to the weights.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights) total += weight;
        double at = Unit() * total;
        for (int i = 0; i < weights.Length - 1; i++)
        {
            at -= weights[i];
            if (at < 0) return i;
        }

        return weights.Length - 1;
    }

    /// <summary>Value at a uniform draw between the anchors of a quantile table, geometric between neighbours.</summary>
    public double Quantile(ReadOnlySpan<(double Share, double Value)> table) => QuantileAt(table, Unit());

    public static double QuantileAt(ReadOnlySpan<(double Share, double Value)> table, double share)
    {
        for (int i = 1; i < table.Length; i++)
        {
            if (share > table[i].Share) continue;
            (double share0, double value0) = table[i - 1];
            (double share1, double value1) = table[i];
            return value0 * PortableMath.Power(value1 / value0, (share - share0) / (share1 - share0));
        }

        return table[^1].Value;
    }
}
