namespace Screening.Records;

/// <summary>
/// Where the rows, symbols and matrices of a log lie: on the collected heap, or wherever another one has room, such as in files that the kernel may write out.
/// </summary>
public abstract class RoomMemory
{
    /// <summary>The collected heap, at addresses that do not change.</summary>
    public static RoomMemory Heap { get; } = new CollectedHeap();

    /// <summary>Where arrays lie that grow, so that one takes the place of another.</summary>
    public virtual RoomMemory OfWhatGrows => this;

    /// <summary>Takes room back that nobody looks at any more, before the memory itself is gone; not all memories do.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="bytes">How much.</param>
    public virtual void GiveBack(nint start, long bytes)
    {
    }

    /// <summary>Lets what holds a limit catch up: whoever passes over many rows calls it at each, or whoever fills room every few megabytes, and waits while it is behind. Without a limit it does nothing.</summary>
    public virtual void CatchUp()
    {
    }

    /// <summary>Gives room, all zero. It is there for as long as what holds it; what is not of the heap, for as long as the memory itself.</summary>
    /// <param name="bytes">How much, more than 0.</param>
    /// <returns>Where it begins, a multiple of 8, and what has to be held for as long as it is used.</returns>
    public abstract (nint Start, object Holder) Take(long bytes);

    private sealed class CollectedHeap : RoomMemory
    {
        public override unsafe (nint Start, object Holder) Take(long bytes)
        {
            ulong[] room = GC.AllocateArray<ulong>(checked((int)((bytes + 7) / 8)), pinned: true);
            fixed (ulong* start = room) return ((nint)start, room);
        }
    }
}
