using Screening.Records;

namespace Screening.Tests.Records;

/// <summary>The heap, which counts how often it was let catch up and how much was given back.</summary>
internal sealed class CountedMemory : RoomMemory
{
    public int Times { get; set; }

    public long GivenBack { get; private set; }

    public override (nint Start, object Holder) Take(long bytes) => Heap.Take(bytes);

    public override void GiveBack(nint start, long bytes) => GivenBack += bytes;

    public override void CatchUp() => Times++;
}
