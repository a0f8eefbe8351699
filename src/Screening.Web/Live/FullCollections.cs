using System.Runtime;

namespace Screening.Web.Live;

/// <summary>
/// Says when all of the heap is collected. Left to itself the runtime does so beside the orders every hundred seconds under load: by the clock, not by how much there is
/// to collect, and over gigabytes it takes one of the cores that decide for seconds (<c>docs/decisions/0023-full-collections.md</c>). Here it is done when the heap has
/// grown, beside the orders as well; young objects are collected as ever.
/// </summary>
/// <param name="isLeft">Whether the runtime is left to its own rules; by <see cref="IsLeft"/>, as the latest collection found things, when it is not said.</param>
internal sealed class FullCollections(Func<bool>? isLeft = null)
{
    /// <summary>Less growth than this is not worth a collection.</summary>
    public const long LeastBytes = 256L << 20;

    private const int Oldest = 2, Part = 8;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1), s_wait = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly Func<bool> _isLeft = isLeft ?? (() => GC.GetGCMemoryInfo(GCKind.Any) is var info && IsLeft(info.HeapSizeBytes, info.MemoryLoadBytes, info.HighMemoryLoadThresholdBytes));
    private bool _keeps, _leaves, _isDue;
    private int _beside;

    /// <summary>How many there were in this process, whoever asked for them.</summary>
    public static int Count => GC.CollectionCount(Oldest);

    /// <summary>Whether a heap has grown enough since all of it was collected: by an eighth, and <see cref="LeastBytes"/>.</summary>
    /// <param name="bytes">Bytes after the latest collection of any kind.</param>
    /// <param name="after">Bytes after the latest collection of all.</param>
    public static bool IsDue(long bytes, long after) => bytes - after >= Math.Max(LeastBytes, after / Part);

    /// <summary>
    /// Whether the runtime is left to its own rules, by which it collects all of the heap beside the program. Where the heap is small it does so before it has grown enough
    /// here, and where the machine is short of memory whenever it finds much to be had: in batch mode everybody would wait for either.
    /// </summary>
    /// <param name="bytes">Bytes of the heap.</param>
    /// <param name="load">Bytes in use of the machine's memory.</param>
    /// <param name="high">Bytes from which on the runtime takes that for much.</param>
    public static bool IsLeft(long bytes, long load, long high) => bytes / Part < LeastBytes || load >= high - high / 32;

    /// <summary>Looks after the heap until it is stopped.</summary>
    /// <param name="stop">Stops it.</param>
    public async Task Keep(CancellationToken stop)
    {
        long after = Bytes();
        Look();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Look();
            if (!TakeDue() && (_leaves || !IsDue(Bytes(), after))) continue;
            await Collect(stop).ConfigureAwait(false);
            after = Bytes();
        }
    }

    /// <summary>Collects all of the heap while the program goes on; done when that is.</summary>
    /// <param name="stop">Ends the waiting for it.</param>
    public async Task Collect(CancellationToken stop)
    {
        Enter();
        try
        {
            (long, long) known = Latest();
            GC.Collect(Oldest, GCCollectionMode.Forced, blocking: false);
            while (!stop.IsCancellationRequested && Latest() == known) await Task.Delay(s_wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Does what may make much that is needed no longer than that: meanwhile the runtime collects when it finds it has to, beside the program, and afterwards all is collected if it was much.</summary>
    /// <param name="work">The work.</param>
    public async Task<T> Beside<T>(Func<Task<T>> work)
    {
        long before = Bytes();
        Enter();
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            Leave();
            lock (_gate) _isDue |= IsDue(Bytes(), before);
        }
    }

    private void Look()
    {
        bool found = _isLeft();
        lock (_gate)
        {
            (_keeps, _leaves) = (true, found);
            Choose();
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            _beside++;
            Choose();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _beside--;
            Choose();
        }
    }

    // In batch mode, and in no other, the clock does not count. What the runtime then collects of all of the heap it collects while everybody waits.
    private void Choose()
    {
        if (_keeps) GCSettings.LatencyMode = _beside > 0 || _leaves ? GCLatencyMode.SustainedLowLatency : GCLatencyMode.Batch;
    }

    private bool TakeDue()
    {
        lock (_gate)
        {
            bool isDue = _isDue;
            _isDue = false;
            return isDue;
        }
    }

    // Where the runtime was told to collect nothing beside the program, all of it is a blocking one.
    private static (long Beside, long Blocking) Latest() => (GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index);

    private static long Bytes() => GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;
}
