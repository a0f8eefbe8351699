using Screening.Records;

namespace Screening.Features;

/// <summary>
/// The volume of one key over time: orders sorted by the moment they were placed, each with the running sum up to and including it,
/// so that any window is the difference of two sums and reading changes nothing.
/// </summary>
/// <remarks>
/// <code>
///        forgotten            |--------------- 366 days ---------------|
///  -------o--o---------o------o------o-o----------o----------o---------|--> time
///        (base holds their sum)          (as_of - w, as_of]: the order at as_of - w is out, the one at as_of is in
/// </code>
/// Appending in time order costs O(1), reading a window O(log n), a late or withdrawn order O(n) from its place on. Orders placed
/// more than <see cref="MemoryDays"/> before the latest knowledge only count in totals.
/// </remarks>
public sealed partial class Timeline
{
    /// <summary>How far back windows can reach, in days; a leap year is the longest.</summary>
    public const int MemoryDays = 366;

    private Entry[] _entries = [];
    private int _count;
    private Volume _base;

    /// <summary>Adds an order's volume at the moment it was placed.</summary>
    /// <param name="at">When it was placed.</param>
    /// <param name="order">Order symbol; told apart from others at the same moment.</param>
    /// <param name="volume">What it amounts to.</param>
    /// <param name="knownAt">When that became known: what is older by <see cref="MemoryDays"/> may be forgotten.</param>
    public void Add(long at, int order, in Volume volume, long knownAt)
    {
        if (at <= knownAt - (MemoryDays * Micros.PerDay))
        {
            _base += volume;
            for (int i = 0; i < _count; i++) _entries[i] = _entries[i] with { Sum = _entries[i].Sum + volume };
            return;
        }

        if (_count == _entries.Length) MakeRoom(knownAt);
        int place = After(at);
        Array.Copy(_entries, place, _entries, place + 1, _count - place);
        _count++;
        _entries[place] = new Entry(at, order, SumBefore(place) + volume);
        for (int i = place + 1; i < _count; i++) _entries[i] = _entries[i] with { Sum = _entries[i].Sum + volume };
    }

    /// <summary>Takes back what <see cref="Add"/> added for the same moment and order.</summary>
    public void Remove(long at, int order, in Volume volume)
    {
        int place = After(at) - 1;
        while (place >= 0 && _entries[place].At == at && _entries[place].Order != order) place--;
        if (place < 0 || _entries[place].At != at)
        {
            // Forgotten already: only the totals still hold it.
            _base -= volume;
            place = -1;
        }
        else
        {
            _count--;
            Array.Copy(_entries, place + 1, _entries, place, _count - place);
            place--;
        }

        for (int i = place + 1; i < _count; i++) _entries[i] = _entries[i] with { Sum = _entries[i].Sum - volume };
    }

    /// <summary>Everything placed up to and including a moment, however long ago. The moment must lie within memory.</summary>
    public Volume Through(long at) => SumBefore(After(at));

    /// <summary>What was placed in (<paramref name="after"/>, <paramref name="through"/>]. Both must lie within memory.</summary>
    public Volume Between(long after, long through) => Through(through) - Through(after);

    /// <summary>The latest moment at or before <paramref name="at"/> at which another order was placed, or <see cref="Missing.Moment"/>.</summary>
    public long LastBefore(long at, int exceptOrder)
    {
        for (int place = After(at) - 1; place >= 0; place--)
        {
            if (_entries[place].Order != exceptOrder) return _entries[place].At;
        }

        return Missing.Moment;
    }

    /// <summary>The greatest TPP of a single other order in (<paramref name="after"/>, <paramref name="through"/>]; 0 when there is none.</summary>
    public long LargestTpp(long after, long through, int exceptOrder)
    {
        long largest = 0;
        for (int place = After(through) - 1; place >= 0 && _entries[place].At > after; place--)
        {
            if (_entries[place].Order != exceptOrder)
                largest = Math.Max(largest, _entries[place].Sum.Tpp - SumBefore(place).Tpp);
        }

        return largest;
    }

    /// <summary>Takes in everything another timeline holds.</summary>
    public void Merge(Timeline other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var merged = new Entry[_count + other._count];
        Volume sum = _base + other._base;
        _base = sum;
        for (int i = 0, mine = 0, theirs = 0; i < merged.Length; i++)
        {
            bool takeMine = theirs == other._count || (mine < _count && _entries[mine].At <= other._entries[theirs].At);
            Timeline from = takeMine ? this : other;
            int place = takeMine ? mine++ : theirs++;
            Volume volume = from._entries[place].Sum - (place == 0 ? default : from._entries[place - 1].Sum);
            if (place == 0) volume -= takeMine ? _base - other._base : other._base;
            sum += volume;
            merged[i] = from._entries[place] with { Sum = sum };
        }

        _entries = merged;
        _count = merged.Length;
    }

    /// <summary>Forgets everything, and keeps the room.</summary>
    public void Clear()
    {
        _count = 0;
        _base = default;
    }

    private Volume SumBefore(int place) => place == 0 ? _base : _entries[place - 1].Sum;

    // The number of entries placed at or before a moment. Most reads and appends are near the end, so the search gallops from there.
    private int After(long at)
    {
        int high = _count, step = 1;
        while (high > 0 && _entries[high - 1].At > at)
        {
            int low = Math.Max(0, high - step);
            if (_entries[low].At <= at)
            {
                while (low + 1 < high)
                {
                    int middle = low + ((high - low) / 2);
                    if (_entries[middle].At <= at) low = middle;
                    else high = middle;
                }

                return high;
            }

            high = low;
            step *= 2;
        }

        return high;
    }

    private void MakeRoom(long knownAt)
    {
        int forget = After(knownAt - (MemoryDays * Micros.PerDay));
        if (forget > 0 && forget >= _count / 2)
        {
            _base = SumBefore(forget);
            _count -= forget;
            Array.Copy(_entries, forget, _entries, 0, _count);
        }
        else
        {
            Array.Resize(ref _entries, Math.Max(4, _entries.Length * 2));
        }
    }

    private readonly record struct Entry(long At, int Order, Volume Sum);
}
