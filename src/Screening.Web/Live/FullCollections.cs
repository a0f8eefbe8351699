using System.Runtime;

namespace Screening.Web.Live;

/// <summary>
/// Says when all of the heap is collected. Left to itself the runtime does so beside the orders every hundred seconds under load: by the clock, not by how much there is
/// to collect, and over gigabytes it takes one of the cores that decide for seconds (<c>docs/decisions/0023-full-collections.md</c>). Here it is done when the heap has
/// grown, beside the orders as well; young objects are collected as ever.
/// </summary>
internal static class FullCollections
{
    /// <summary>Less growth than this is not worth a collection, however small the heap.</summary>
    public const long LeastBytes = 256L << 20;

    private const int Oldest = 2;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1), s_wait = TimeSpan.FromMilliseconds(100);

    /// <summary>How many there were in this process, of both kinds.</summary>
    public static int Count => GC.CollectionCount(Oldest);

    /// <summary>Whether a heap has grown enough since all of it was collected: by an eighth, and <see cref="LeastBytes"/>.</summary>
    /// <param name="bytes">Bytes after the latest collection of any kind.</param>
    /// <param name="after">Bytes after the latest collection of all.</param>
    public static bool IsDue(long bytes, long after) => bytes - after >= Math.Max(LeastBytes, after / 8);

    /// <summary>Looks after the heap until it is stopped.</summary>
    /// <param name="stop">Stops it.</param>
    public static async Task Keep(CancellationToken stop)
    {
        // The one way in which the clock does not count. A heap that nobody looked after would be collected while everybody waits, once it has nearly doubled.
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        long after = Bytes();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!IsDue(Bytes(), after)) continue;
            await Collect(stop).ConfigureAwait(false);
            after = Bytes();
        }
    }

    /// <summary>Collects all of the heap while the program goes on; done when that is.</summary>
    /// <param name="stop">Ends the waiting for it.</param>
    public static async Task Collect(CancellationToken stop)
    {
        GCLatencyMode before = GCSettings.LatencyMode;
        (long, long) known = Latest();
        try
        {
            GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
            GC.Collect(Oldest, GCCollectionMode.Forced, blocking: false);
            while (!stop.IsCancellationRequested && Latest() == known) await Task.Delay(s_wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            GCSettings.LatencyMode = before;
        }
    }

    // Where the runtime was told to collect nothing beside the program, all of it is a blocking one.
    private static (long Beside, long Blocking) Latest() => (GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index);

    private static long Bytes() => GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;
}
