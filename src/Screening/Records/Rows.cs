using System.Runtime.CompilerServices;

namespace Screening.Records;

/// <summary>
/// Rows of one kind, appended and read by reference; grows by blocks, so that nothing is copied. They lie in the memory they are given; rows that refer to objects, of
/// which there are few, always on the heap.
/// </summary>
public sealed unsafe class Rows<T>
    where T : struct
{
    private const int BlockBits = 14;
    private const int BlockMask = (1 << BlockBits) - 1;
    private readonly RoomMemory _memory;
    private readonly List<object> _holders = [];
    private T[][] _arrays = [];
    private nint[] _starts = [];

    /// <summary>Makes an empty table.</summary>
    /// <param name="memory">Where its rows lie; the heap if not given.</param>
    public Rows(RoomMemory? memory = null) => _memory = memory ?? RoomMemory.Heap;

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>A row by number, from 0.</summary>
    public ref readonly T this[int row] => ref Place(row);

    /// <summary>Appends a row and returns its number.</summary>
    public int Add(in T value)
    {
        if ((Count & BlockMask) == 0) AddBlock();
        Place(Count) = value;
        return Count++;
    }

    private ref T Place(int row)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) return ref _arrays[row >> BlockBits][row & BlockMask];
        return ref Unsafe.Add(ref Unsafe.AsRef<T>((void*)_starts[row >> BlockBits]), row & BlockMask);
    }

    private void AddBlock()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _arrays = [.. _arrays, new T[1 << BlockBits]];
            return;
        }

        (nint start, object holder) = _memory.Take((1L << BlockBits) * Unsafe.SizeOf<T>());
        _holders.Add(holder);
        _starts = [.. _starts, start];
    }
}
