namespace Screening.Data.Ingest;

/// <summary>A set of 64-bit hashes: open addressing, 8 bytes a slot, at most three quarters full. Not for several threads.</summary>
internal sealed class HashSet64
{
    private const int LeastSlots = 1 << 10;
    private ulong[] _slots;
    private bool _hasZero;

    /// <param name="expected">How many hashes will come, roughly; more are taken too.</param>
    public HashSet64(int expected = 0)
    {
        var slots = LeastSlots;
        while (expected * 4L > slots * 3L) slots *= 2;
        _slots = new ulong[slots];
    }

    public int Count { get; private set; }

    /// <summary>Memory that it takes now.</summary>
    public long Bytes => _slots.LongLength * sizeof(ulong);

    public bool Contains(ulong hash)
    {
        if (hash == 0) return _hasZero;
        var mask = (ulong)_slots.Length - 1;
        for (var i = hash & mask; ; i = (i + 1) & mask)
        {
            var slot = _slots[i];
            if (slot == hash) return true;
            if (slot == 0) return false;
        }
    }

    /// <summary>True when the hash was new.</summary>
    public bool Add(ulong hash)
    {
        if (hash == 0)
        {
            if (_hasZero) return false;
            _hasZero = true;
            Count++;
            return true;
        }
        if ((Count + 1) * 4L > _slots.Length * 3L) Grow();
        var mask = (ulong)_slots.Length - 1;
        for (var i = hash & mask; ; i = (i + 1) & mask)
        {
            if (_slots[i] == hash) return false;
            if (_slots[i] != 0) continue;
            _slots[i] = hash;
            Count++;
            return true;
        }
    }

    /// <summary>Adds every hash to another set.</summary>
    public void CopyTo(HashSet64 other)
    {
        if (_hasZero) other.Add(0);
        foreach (var hash in _slots)
        {
            if (hash != 0) other.Add(hash);
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        var mask = (ulong)_slots.Length - 1;
        foreach (var hash in old)
        {
            if (hash == 0) continue;
            var i = hash & mask;
            while (_slots[i] != 0) i = (i + 1) & mask;
            _slots[i] = hash;
        }
    }
}
