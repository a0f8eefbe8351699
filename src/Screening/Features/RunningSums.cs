using Screening.Records;

namespace Screening.Features;

/// <summary>
/// What one key adds up to over time: entries sorted by their moment, each with the running sum up to and including it, so that any
/// window is the difference of two sums and reading changes nothing.
/// </summary>
/// <typeparam name="TSum">What an entry amounts to.</typeparam>
/// <remarks>
/// <code>
///        forgotten            |--------------- 366 days ---------------|
///  -------o--o---------o------o------o-o----------o----------o---------|--> time
///        (base holds their sum)          (as_of - w, as_of]: the entry at as_of - w is out, the one at as_of is in
/// </code>
/// Appending in time order costs O(1), reading a window O(log n), a late or withdrawn entry O(n) from its place on. Entries of more
/// than <see cref="MemoryDays"/> before the latest knowledge only count in totals. Nothing is said of the order of entries at one
/// moment but that it is the order in which they came.
/// </remarks>
public class RunningSums<TSum>
    where TSum : struct, IAmounts<TSum>
{
    /// <summary>How far back windows can reach, in days; a leap year is the longest.</summary>
    public const int MemoryDays = 366;

    // The moments stand apart: a search runs through them alone.
    private long[] _at = [];
    private Entry[] _entries = [];
    private int _count;
    private TSum _base;

    /// <summary>Adds an entry at its moment.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="order">Order symbol; told apart from others at the same moment.</param>
    /// <param name="amount">What it amounts to.</param>
    /// <param name="knownAt">When that became known: what is older by <see cref="MemoryDays"/> may be forgotten.</param>
    public void Add(long at, int order, in TSum amount, long knownAt)
    {
        if (at <= knownAt - (MemoryDays * Micros.PerDay))
        {
            _base += amount;
            foreach (ref Entry entry in _entries.AsSpan(0, _count)) entry.Sum += amount;
            return;
        }

        if (_count == _at.Length) MakeRoom(knownAt);
        int place = After(at, _count);
        if (place < _count) Insert(place);
        _at[place] = at;
        _entries[place] = new Entry(order, SumBefore(place) + amount);
        _count++;
        if (place + 1 == _count) return;
        foreach (ref Entry entry in _entries.AsSpan(place + 1, _count - place - 1)) entry.Sum += amount;
    }

    /// <summary>Takes back what <see cref="Add"/> added for the same moment and order.</summary>
    public void Remove(long at, int order, in TSum amount)
    {
        int place = Find(at, order);
        if (place < 0)
        {
            // Forgotten already: only the totals still hold it.
            _base -= amount;
            place = 0;
        }
        else
        {
            _count--;
            Array.Copy(_at, place + 1, _at, place, _count - place);
            Array.Copy(_entries, place + 1, _entries, place, _count - place);
        }

        foreach (ref Entry entry in _entries.AsSpan(place, _count - place)) entry.Sum -= amount;
    }

    /// <summary>Asks for the memory of the latest entries; see <see cref="Ahead"/>.</summary>
    internal void AskEnd()
    {
        Ahead.AskEnd(_at, _count, 2);
        Ahead.AskEnd(_entries, _count, 8);
    }

    /// <summary>Everything up to and including a moment, however long ago. The moment must lie within memory.</summary>
    public TSum Through(long at) => SumBefore(After(at, _count));

    /// <summary>What of everything up to some end lies after each of several moments, in one walk; all must lie within memory.</summary>
    /// <param name="moments">The moments, latest first.</param>
    /// <param name="all">Everything up to the end, see <see cref="Through"/>.</param>
    /// <param name="sums">Receives what lies after each.</param>
    public void Since(ReadOnlySpan<long> moments, in TSum all, Span<TSum> sums)
    {
        int end = _count;
        for (int i = 0; i < moments.Length; i++)
        {
            end = After(moments[i], end);
            sums[i] = all - SumBefore(end);
        }
    }

    /// <summary>What lies in (<paramref name="after"/>, <paramref name="through"/>]. Both must lie within memory.</summary>
    public TSum Between(long after, long through)
    {
        int end = After(through, _count);
        return SumBefore(end) - SumBefore(After(after, end));
    }

    /// <summary>
    /// What lies in several windows that end at one moment, (<paramref name="through"/> - length, <paramref name="through"/>], in one walk
    /// back from the end.
    /// </summary>
    /// <param name="through">The end of all windows, itself inside.</param>
    /// <param name="lengths">Their lengths in microseconds, ascending.</param>
    /// <param name="sums">Receives the sum of each.</param>
    public void Windows(long through, ReadOnlySpan<long> lengths, Span<TSum> sums)
    {
        int start = After(through, _count);
        ref readonly TSum end = ref SumBefore(start);
        for (int i = 0; i < lengths.Length; i++)
        {
            start = After(through - lengths[i], start);
            sums[i] = end - SumBefore(start);
        }
    }

    /// <summary>The latest moment at or before <paramref name="at"/> that has an entry of another order, or <see cref="Missing.Moment"/>.</summary>
    public long LastBefore(long at, int exceptOrder)
    {
        for (int place = After(at, _count) - 1; place >= 0; place--)
        {
            if (_entries[place].Order != exceptOrder) return _at[place];
        }

        return Missing.Moment;
    }

    /// <summary>The moments of the latest other orders in (<paramref name="after"/>, <paramref name="through"/>], latest first, as many as there is room for.</summary>
    /// <returns>How many there are.</returns>
    public int LatestMoments(long after, long through, int exceptOrder, Span<long> moments)
    {
        int count = 0;
        for (int place = After(through, _count) - 1; place >= 0 && count < moments.Length && _at[place] > after; place--)
        {
            if (_entries[place].Order != exceptOrder) moments[count++] = _at[place];
        }

        return count;
    }

    /// <summary>Whether an entry is kept of an order at a moment.</summary>
    public bool Contains(long at, int order) => Find(at, order) >= 0;

    /// <summary>How many entries are kept one by one.</summary>
    public int Count => _count;

    /// <summary>
    /// Takes in everything that another one holds. From the end to the beginning of the other's, in the room there is: what is earlier
    /// than all of the other's stays where it is.
    /// </summary>
    public void Merge(RunningSums<TSum> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int mine = _count, theirs = other._count;
        _count += theirs;
        if (_count > _at.Length)
        {
            Array.Resize(ref _at, Math.Max(_count, _at.Length * 2));
            Array.Resize(ref _entries, _at.Length);
        }

        // Where mine and theirs are at one moment mine come first. An entry's sum is what its own line says and what the other holds up to it.
        for (int place = _count - 1; theirs > 0; place--)
        {
            bool takeMine = mine > 0 && _at[mine - 1] > other._at[theirs - 1];
            if (takeMine)
            {
                mine--;
                (_at[place], _entries[place]) = (_at[mine], new Entry(_entries[mine].Order, _entries[mine].Sum + other._entries[theirs - 1].Sum));
            }
            else
            {
                theirs--;
                (_at[place], _entries[place]) = (other._at[theirs], new Entry(other._entries[theirs].Order, SumBefore(mine) + other._entries[theirs].Sum));
            }
        }

        if (!IsNothing(other._base))
        {
            foreach (ref Entry entry in _entries.AsSpan(0, mine)) entry.Sum += other._base;
        }

        _base += other._base;
    }

    private static bool IsNothing(TSum sum) => EqualityComparer<TSum>.Default.Equals(sum, default);

    /// <summary>Forgets everything, and keeps the room.</summary>
    public void Clear()
    {
        _count = 0;
        _base = default;
    }

    /// <summary>Number of the first entry after a moment.</summary>
    protected int After(long at) => After(at, _count);

    /// <summary>When an entry was placed.</summary>
    protected long At(int place) => _at[place];

    /// <summary>Order of an entry.</summary>
    protected int Order(int place) => _entries[place].Order;

    /// <summary>The sum up to and including an entry.</summary>
    protected ref readonly TSum Sum(int place) => ref _entries[place].Sum;

    /// <summary>The sum of everything before an entry.</summary>
    protected ref readonly TSum SumBefore(int place)
    {
        if (place == 0) return ref _base;
        return ref _entries[place - 1].Sum;
    }

    private int Find(long at, int order)
    {
        int place = After(at, _count) - 1;
        while (place >= 0 && _at[place] == at && _entries[place].Order != order) place--;
        return place >= 0 && _at[place] == at ? place : -1;
    }

    private void Insert(int place)
    {
        Array.Copy(_at, place, _at, place + 1, _count - place);
        Array.Copy(_entries, place, _entries, place + 1, _count - place);
    }

    // The number of entries at or before a moment, of which it is known that they are among the first so many. Most reads and appends
    // are near the end, so the search gallops from there.
    private int After(long at, int among)
    {
        ReadOnlySpan<long> moments = _at.AsSpan(0, among);
        if (moments.IsEmpty || moments[^1] <= at) return among;
        int low = among - 1, step = 1;
        while (low > 0 && moments[low] > at)
        {
            among = low;
            low = Math.Max(0, low - step);
            step *= 2;
        }

        // The answer lies in [low, among]. Which half is taken is as good as chance, so it is computed and not jumped to.
        int length = among - low;
        while (length > 0)
        {
            int half = length / 2;
            bool isBefore = moments[low + half] <= at;
            low = isBefore ? low + length - half : low;
            length = half;
        }

        return low;
    }

    private void MakeRoom(long knownAt)
    {
        int forget = After(knownAt - (MemoryDays * Micros.PerDay), _count);
        if (forget > 0 && forget >= _count / 2)
        {
            _base = SumBefore(forget);
            _count -= forget;
            Array.Copy(_at, forget, _at, 0, _count);
            Array.Copy(_entries, forget, _entries, 0, _count);
        }
        else
        {
            int length = Math.Max(4, _entries.Length * 2);
            _entries = Spare<Entry>.Grow(_entries, _count, length);
            _at = Spare<long>.Grow(_at, _count, length);
        }
    }

    private struct Entry(int order, TSum sum)
    {
        public int Order = order;
        public TSum Sum = sum;
    }
}
