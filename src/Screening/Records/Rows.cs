namespace Screening.Records;

/// <summary>Rows of one kind, appended and read by reference; grows by blocks, so that nothing is copied.</summary>
public sealed class Rows<T>
    where T : struct
{
    private const int BlockBits = 14;
    private const int BlockMask = (1 << BlockBits) - 1;
    private readonly List<T[]> _blocks = [];
    private T[][] _view = [];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>A row by number, from 0.</summary>
    public ref readonly T this[int row] => ref _view[row >> BlockBits][row & BlockMask];

    /// <summary>Appends a row and returns its number.</summary>
    public int Add(in T value)
    {
        if ((Count & BlockMask) == 0)
        {
            _blocks.Add(new T[1 << BlockBits]);
            _view = [.. _blocks];
        }

        _view[Count >> BlockBits][Count & BlockMask] = value;
        return Count++;
    }
}
