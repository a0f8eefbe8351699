using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Moments in order, of which those are forgotten that no window can hold any more.</summary>
internal sealed class Moments
{
    private readonly int _memoryDays;
    private long[] _moments = [];
    private int _count;

    /// <summary>Makes none.</summary>
    /// <param name="memoryDays">How far back windows reach, in days.</param>
    public Moments(int memoryDays) => _memoryDays = memoryDays;

    /// <summary>Makes a copy.</summary>
    public Moments(Moments other)
    {
        _memoryDays = other._memoryDays;
        (_moments, _count) = ([.. other._moments], other._count);
    }

    /// <summary>Adds a moment; one that no window of a later look can hold is left out.</summary>
    public void Add(long at, long knownAt)
    {
        long forgettable = knownAt - (_memoryDays * Micros.PerDay);
        if (at <= forgettable) return;
        if (_count == _moments.Length)
        {
            int forget = After(forgettable);
            if (forget > 0 && forget >= _count / 2)
            {
                _count -= forget;
                Array.Copy(_moments, forget, _moments, 0, _count);
            }
            else
            {
                Array.Resize(ref _moments, Math.Max(1, _moments.Length * 2));
            }
        }

        int place = After(at);
        Array.Copy(_moments, place, _moments, place + 1, _count - place);
        _moments[place] = at;
        _count++;
    }

    /// <summary>Takes back a moment; one that is not there is none to take.</summary>
    public void Remove(long at)
    {
        int place = After(at) - 1;
        if (place < 0 || _moments[place] != at) return;
        _count--;
        Array.Copy(_moments, place + 1, _moments, place, _count - place);
    }

    /// <summary>How many come after a moment.</summary>
    public int Since(long after) => _count - After(after);

    // The number of moments at or before one.
    private int After(long at)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_moments[middle] <= at) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
