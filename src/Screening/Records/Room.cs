using System.Runtime.CompilerServices;

namespace Screening.Records;

/// <summary>An array in the memory of a log, which may grow. On the heap it is an array as any other, so that who still reads the one before it grew reads that.</summary>
internal sealed unsafe class Room<T>
    where T : unmanaged
{
    // What is copied is used for the first time, faster than anybody would notice who looks at a limit now and then.
    private const int PieceBytes = 8 << 20;

    private readonly RoomMemory _memory;
    private T[]? _array;
    private T* _start;
    private object? _holder;

    /// <summary>Makes an array of zeros.</summary>
    /// <param name="memory">Where it lies.</param>
    /// <param name="length">How many elements.</param>
    /// <param name="grows">Whether it may grow, and is looked at everywhere; otherwise it lies with rows, which are passed in order.</param>
    public Room(RoomMemory memory, int length, bool grows = true)
    {
        _memory = grows ? memory.OfWhatGrows : memory;
        Length = length;
        if (ReferenceEquals(_memory, RoomMemory.Heap)) _array = new T[length];
        else _start = Take(length);
    }

    /// <summary>How many elements.</summary>
    public int Length { get; private set; }

    /// <summary>An element, from 0.</summary>
    public ref T this[int index] => ref AsSpan()[index];

    /// <summary>All elements.</summary>
    public Span<T> AsSpan() => _array is { } array ? array : new Span<T>(_start, Length);

    /// <summary>Which elements to copy one after another, all together: between them the memory catches up with its limit.</summary>
    public IEnumerable<Range> Pieces()
    {
        int piece = PieceBytes / Unsafe.SizeOf<T>();
        for (int from = 0; from < Length;)
        {
            int end = from + Math.Min(piece, Length - from);
            yield return from..end;
            _memory.CatchUp();
            from = end;
        }
    }

    /// <summary>Makes it longer; what is new is zero.</summary>
    public void Grow(int length)
    {
        if (_array is not null) Array.Resize(ref _array, length);
        else
        {
            T* before = _start;
            object? holder = _holder;
            _start = Take(length);
            foreach (Range some in Pieces()) new Span<T>(before, Length)[some].CopyTo(new Span<T>(_start, length)[some]);
            _memory.GiveBack((nint)before, (long)Length * sizeof(T));
            GC.KeepAlive(holder);
        }

        Length = length;
    }

    /// <summary>An array of zeros, twice as long, that takes its place; this one is given back when what is wanted of it was copied.</summary>
    public Room<T> Twice() => new(_memory, checked(Length * 2));

    /// <summary>Gives it back: nobody may look at it any more, but who looks at an array on the heap.</summary>
    public void GiveBack()
    {
        if (_array is null) _memory.GiveBack((nint)_start, (long)Length * sizeof(T));
    }

    private T* Take(int length)
    {
        (nint start, _holder) = _memory.Take((long)length * sizeof(T));
        return (T*)start;
    }
}
