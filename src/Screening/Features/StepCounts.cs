using System.Runtime.InteropServices;

namespace Screening.Features;

/// <summary>How many there are by step, in room for the steps that were ever met: some hundred at most, mostly a few.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct StepCounts
{
    private Cell[]? _cells;
    private int _count;

    /// <summary>How many there are on all steps.</summary>
    public int Total { get; private set; }

    /// <summary>The steps in ascending order with what is counted on each, perhaps nothing.</summary>
    public readonly ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, _count);

    /// <summary>Counts some more on a step, or some less.</summary>
    public void Add(int step, int more)
    {
        int place = Place(step);
        if (place == _count || _cells![place].Step != step)
        {
            if (_cells is null || _count == _cells.Length) Array.Resize(ref _cells, Math.Max(2, _count * 2));
            Array.Copy(_cells, place, _cells, place + 1, _count - place);
            _cells[place] = new Cell(step, 0);
            _count++;
        }

        _cells[place] = new Cell(step, _cells[place].Count + more);
        Total += more;
    }

    /// <summary>Counts nothing any more, and keeps the room.</summary>
    public void Clear() => (_count, Total) = (0, 0);

    /// <summary>How many there are above a step.</summary>
    public readonly int Above(int step)
    {
        int above = 0;
        for (int place = _count - 1; place >= 0 && _cells![place].Step > step; place--) above += _cells[place].Count;
        return above;
    }

    private readonly int Place(int step)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_cells![middle].Step < step) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>A step and what is counted on it.</summary>
    internal readonly record struct Cell(int Step, int Count);
}
