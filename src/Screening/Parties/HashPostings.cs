using System.Numerics;

namespace Screening.Parties;

/// <summary>Numbers by a 32-bit hash: sorted arrays with a table of beginnings. Immutable once made.</summary>
internal sealed class HashPostings
{
    private const int MostBits = 18;
    private readonly int _shift;
    private readonly int[] _starts;
    private readonly uint[] _hashes;
    private readonly int[] _values;

    /// <summary>From pairs of hash and value in any order.</summary>
    public HashPostings(List<(uint Hash, int Value)> pairs)
    {
        pairs.Sort();
        var hashes = new List<uint>(pairs.Count);
        var values = new List<int>(pairs.Count);
        for (int i = 0; i < pairs.Count; i++)
        {
            if (i > 0 && pairs[i] == pairs[i - 1]) continue;
            hashes.Add(pairs[i].Hash);
            values.Add(pairs[i].Value);
        }

        (_hashes, _values) = ([.. hashes], [.. values]);

        // As many beginnings as there are hashes, so that a few names cost little.
        int bits = Math.Clamp(BitOperations.Log2((uint)_hashes.Length + 1) + 1, 4, MostBits);
        _shift = 32 - bits;
        _starts = new int[(1 << bits) + 1];
        foreach (uint hash in _hashes) _starts[(hash >> _shift) + 1]++;
        for (int i = 1; i < _starts.Length; i++) _starts[i] += _starts[i - 1];
    }

    /// <summary>The values of a hash; another text of the same hash may be among them.</summary>
    public ReadOnlySpan<int> this[uint hash]
    {
        get
        {
            uint bucket = hash >> _shift;
            int from = _starts[bucket], end = _starts[bucket + 1];
            while (from < end && _hashes[from] < hash) from++;
            int to = from;
            while (to < end && _hashes[to] == hash) to++;
            return _values.AsSpan(from, to - from);
        }
    }

    /// <summary>FNV-1a over UTF-16, mixed.</summary>
    public static uint Hash(ReadOnlySpan<char> text, uint seed = 0)
    {
        uint hash = 2166136261 ^ (seed * 0x9E3779B1);
        foreach (char c in text) hash = (hash ^ c) * 16777619;
        hash ^= hash >> 16;
        hash *= 0x7feb352d;
        return hash ^ (hash >> 15);
    }
}
