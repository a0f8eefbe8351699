namespace Screening.Data.Ingest;

/// <summary>
/// Remembers which keys were seen: the first twelve million by their hashes, in 11 to 22 bytes each, the others in two: split-block Bloom filters (eight bits
/// in one block of 32 bytes), of which another, twice as large, is begun when one is full. It never denies a key that was added; beyond the first millions it
/// takes about one new key in a thousand for one that was, and such a row is compared exactly like a true repeat, at no harm but time. Not for several threads.
/// </summary>
internal sealed class KeyFilter
{
    private const int BitsPerKey = 16;
    private const int WordsPerBlock = 8;
    private const long LeastKeys = 1 << 16;
    private const long MostKeysPerPart = 1L << 28;
    private static readonly uint[] Salts = [0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31];

    private readonly HashSet64 _exact;
    private readonly int _mostExact;
    private readonly List<uint[]> _parts = [];
    private long _room;

    /// <param name="expectedKeys">How many keys will come, roughly; more are taken too.</param>
    /// <param name="mostExact">How many are remembered by their whole hashes.</param>
    public KeyFilter(long expectedKeys, int mostExact = 12_000_000)
    {
        _mostExact = mostExact;
        _exact = new HashSet64((int)Math.Min(expectedKeys, mostExact));
    }

    /// <summary>Memory that the keys take now.</summary>
    public long Bytes => _exact.Bytes + _parts.Sum(static p => p.LongLength * sizeof(uint));

    public bool MayContain(ulong hash)
    {
        if (_exact.Contains(hash)) return true;
        foreach (var part in _parts)
        {
            if (Holds(part, hash)) return true;
        }
        return false;
    }

    /// <summary>Adds a key; false when it may have been there before.</summary>
    public bool Add(ulong hash)
    {
        if (MayContain(hash)) return false;
        if (_exact.Count < _mostExact) return _exact.Add(hash);
        if (_room == 0) Begin(_parts.Count == 0 ? _mostExact : _parts[^1].LongLength * 32 / BitsPerKey * 2);
        var part = _parts[^1];
        var at = Block(part, hash);
        for (var i = 0; i < WordsPerBlock; i++) part[at + i] |= 1u << (int)(((uint)hash * Salts[i]) >> 27);
        _room--;
        return true;
    }

    private static int Block(uint[] part, ulong hash) => (int)Math.BigMul(hash, (ulong)(part.Length / WordsPerBlock), out _) * WordsPerBlock;

    private static bool Holds(uint[] part, ulong hash)
    {
        var at = Block(part, hash);
        for (var i = 0; i < WordsPerBlock; i++)
        {
            if ((part[at + i] & (1u << (int)(((uint)hash * Salts[i]) >> 27))) == 0) return false;
        }
        return true;
    }

    private void Begin(long keys)
    {
        keys = Math.Clamp(keys, LeastKeys, MostKeysPerPart);
        _parts.Add(new uint[keys * BitsPerKey / 32 / WordsPerBlock * WordsPerBlock]);
        _room = keys;
    }
}
