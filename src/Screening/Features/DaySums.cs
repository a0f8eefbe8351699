namespace Screening.Features;

/// <summary>
/// An amount per UTC day with its running sum, so that the amount of any days is the difference of two sums. Years of orders are as many
/// entries as there were days with any. Days older than the memory only count in the sum before the first.
/// </summary>
/// <param name="memoryDays">How many days back sums can be asked for.</param>
public sealed class DaySums(int memoryDays)
{
    private (int Day, long Sum)[] _days = [];
    private int _count;
    private long _base;

    /// <summary>Adds an amount, or takes it back where it is negative.</summary>
    /// <param name="day">Day by number, see <see cref="Records.Micros.DayNumber"/>.</param>
    /// <param name="amount">How much.</param>
    /// <param name="today">Day on which that became known: what lies further back than the memory may be forgotten.</param>
    /// <exception cref="OverflowException">A sum leaves 64 bits.</exception>
    public void Add(int day, long amount, int today)
    {
        if (amount == 0) return;
        int place = After(day);
        bool isOld = day < today - memoryDays;
        if (isOld && (place == 0 || _days[place - 1].Day != day))
        {
            // Of a day that nobody can ask for apart.
            if (place == 0) _base = checked(_base + amount);
            else place--;
        }
        else if (place > 0 && _days[place - 1].Day == day)
        {
            place--;
        }
        else
        {
            if (_count == _days.Length) place -= MakeRoom(today);
            Array.Copy(_days, place, _days, place + 1, _count - place);
            _days[place] = (day, place == 0 ? _base : _days[place - 1].Sum);
            _count++;
        }

        for (int i = place; i < _count; i++) _days[i].Sum = checked(_days[i].Sum + amount);
    }

    /// <summary>The amount of the days from <paramref name="first"/> through <paramref name="last"/>; 0 when there are none.</summary>
    public long Between(int first, int last) => last < first ? 0 : checked(Through(last) - Through(first - 1));

    private long Through(int day) => After(day) is > 0 and int place ? _days[place - 1].Sum : _base;

    /// <summary>Asks for the memory of the latest days; see <see cref="Ahead"/>.</summary>
    internal void AskEnd() => Ahead.AskEnd(_days, _count, 4);

    // The number of entries of a day or earlier ones. No day has two: so behind it lie no more entries than days, nor before it, and where none is missing there is nothing to search.
    private int After(int day)
    {
        if (_count == 0 || day < _days[0].Day) return 0;
        int last = _days[_count - 1].Day;
        if (last <= day) return _count;
        int low = Math.Max(1, _count - (last - day)), length = Math.Min(_count - 1, day - _days[0].Day + 1) - low;

        // Which half is taken is as good as chance, so it is computed and not jumped to.
        while (length > 0)
        {
            int half = length / 2;
            low = _days[low + half].Day <= day ? low + length - half : low;
            length = half;
        }

        return low;
    }

    // Returns how many entries were forgotten.
    private int MakeRoom(int today)
    {
        int forget = After(today - memoryDays - 1);
        if (forget > 0 && forget >= _count / 4)
        {
            _base = _days[forget - 1].Sum;
            _count -= forget;
            Array.Copy(_days, forget, _days, 0, _count);
            return forget;
        }

        _days = Spare<(int Day, long Sum)>.Grow(_days, _count, Math.Max(2, _days.Length * 2));
        return 0;
    }
}
