namespace Screening.Risk;

/// <summary>One stream of draws (SplitMix64; Steele, Lea and Flood 2014) for a seed and a number: streams of other numbers are independent of it.</summary>
internal struct Draws(ulong seed, int stream)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(Mix(seed + Step) ^ ((ulong)stream + 1) * Step);

    /// <summary>In [0, count).</summary>
    public int Below(int count)
    {
        _state += Step;
        return (int)Math.BigMul(Mix(_state), (ulong)count, out _);
    }

    /// <summary>In [0, 1).</summary>
    public double Unit()
    {
        _state += Step;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
