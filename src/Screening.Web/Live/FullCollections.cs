using System.Runtime;

namespace Screening.Web.Live;

/// <summary>
/// Says when all of the heap is collected. Left to itself the runtime does so beside the orders every hundred seconds under load: by the clock, not by how much there is
/// to collect, and over gigabytes it takes one of the cores that decide for seconds (<c>docs/decisions/0023-full-collections.md</c>). Here it is done when the heap has
/// grown, beside the orders as well; young objects are collected as ever.
/// </summary>
/// <param name="isShort">Whether the machine is short of memory; as the latest collection found it when it is not said.</param>
internal sealed class FullCollections(Func<bool>? isShort = null)
{
    /// <summary>Less growth than this is not worth a collection, however small the heap.</summary>
    public const long LeastBytes = 256L << 20;

    private const int Oldest = 2;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1), s_wait = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly Func<bool> _isMachineShort = isShort ?? (() => GC.GetGCMemoryInfo(GCKind.Any) is var info && IsShort(info.MemoryLoadBytes, info.HighMemoryLoadThresholdBytes));
    private bool _keeps, _isShort, _isDue;
    private int _beside;

    /// <summary>How many there were in this process, whoever asked for them.</summary>
    public static int Count => GC.CollectionCount(Oldest);

    /// <summary>Whether a heap has grown enough since all of it was collected: by an eighth, and <see cref="LeastBytes"/>.</summary>
    /// <param name="bytes">Bytes after the latest collection of any kind.</param>
    /// <param name="after">Bytes after the latest collection of all.</param>
    public static bool IsDue(long bytes, long after) => bytes - after >= Math.Max(LeastBytes, after / 8);

    /// <summary>Whether a machine is so short of memory that the runtime is about to collect all of the heap whenever it finds much to be had: then that must not be while everybody waits.</summary>
    /// <param name="load">Bytes in use of the machine's memory.</param>
    /// <param name="high">Bytes from which on the runtime takes that for much.</param>
    public static bool IsShort(long load, long high) => load >= high - high / 32;

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
            if (!TakeDue() && !IsDue(Bytes(), after)) continue;
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
        bool found = _isMachineShort();
        lock (_gate)
        {
            (_keeps, _isShort) = (true, found);
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
        if (_keeps) GCSettings.LatencyMode = _beside > 0 || _isShort ? GCLatencyMode.SustainedLowLatency : GCLatencyMode.Batch;
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
