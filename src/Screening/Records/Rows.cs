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
    private static readonly long s_blockBytes = (1L << BlockBits) * Unsafe.SizeOf<T>();
    private readonly RoomMemory _memory;
    private readonly List<object> _holders = [];
    private T[][] _arrays = [];
    private nint[] _starts = [];
    private Task<(nint Start, object Holder)>? _next;

    /// <summary>Makes an empty table.</summary>
    /// <param name="memory">Where its rows lie; the heap if not given.</param>
    public Rows(RoomMemory? memory = null) => _memory = memory ?? RoomMemory.Heap;

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>A row by number, from 0.</summary>
    public ref readonly T this[int row] => ref Place(row);

    /// <summary>Numbers of all rows from the first on, for whoever passes over all of them: between them a limit of memory catches up.</summary>
    public IEnumerable<int> Each() => Each(Enumerable.Range(0, Count));

    /// <summary>The same of some rows, for whoever passes over many.</summary>
    /// <param name="rows">Their numbers.</param>
    public IEnumerable<int> Each(IEnumerable<int> rows)
    {
        foreach (int row in rows)
        {
            _memory.CatchUp();
            yield return row;
        }
    }

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

        _memory.CatchUp();
        (nint start, object holder) = _next is null ? _memory.Take(s_blockBytes) : _next.GetAwaiter().GetResult();
        _holders.Add(holder);
        _starts = [.. _starts, start];
        // Using memory for the first time takes longer than writing a row: of what grows past a block the next is made ready beside. What is not the heap may be gone before that is done.
        _next = _starts.Length > 1 && ReferenceEquals(_memory, RoomMemory.Heap) ? Task.Run(Touched) : null;
    }

    private static (nint Start, object Holder) Touched()
    {
        (nint start, object holder) = RoomMemory.Heap.Take(s_blockBytes);
        new Span<byte>((void*)start, (int)s_blockBytes).Clear();
        return (start, holder);
    }
}
