using System.Runtime;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Scratch;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>
/// How the memory that a process may take is shared out when it loads a lake: what the runtime and the log's indices need, DuckDB's part while it sorts, and what is
/// left for the state of feature groups. Rows and symbols lie in scratch files, of which as much is in memory as there is room for.
/// </summary>
public sealed class LogMemory : IDisposable
{
    /// <summary>The program, its buffers and the night's own lists, measured with a margin.</summary>
    internal const long Program = 500L << 20;

    // What cannot leave memory: where rows lie, what a night counts by order and by party. And what DuckDB holds of a row of a slice, and of one of the lake, while slices of all
    // datasets are sorted side by side. Measured.
    private const long IndexBytesPerRow = 8, SliceBytesPerRow = 800, SortedBytesPerRow = 60;
    private const long LeastDuckDb = 700L << 20;

    // What of tables of symbols and keys is looked at everywhere while the log is loaded can be dropped, but would only go to the disk and come again. What streams by meanwhile.
    private const long TableBytesPerRow = 20, Streams = 300L << 20;

    // What DuckDB takes beyond its own limit while it sorts into files, measured, and the least that it is given then, which was enough where it was tried.
    private const long BesideSorting = 600L << 20, LeastSorting = 1000L << 20;

    private readonly string _limit;
    private readonly string _folder;
    private readonly long _rows, _fixed;
    private readonly ScratchMemory _scratch;

    /// <summary>Shares out so many bytes, however little is left then.</summary>
    internal LogMemory(string limit, long bytes, long rows, long indices)
    {
        (_limit, Bytes, _rows, _fixed) = (limit, bytes, rows, Program + indices);
        StateBytes = Resident(bytes) - _fixed;
        DuckDbBytes = Math.Max(LeastDuckDb, StateBytes / 2);
        _folder = Directory.CreateTempSubdirectory("screening-scratch-").FullName;
        _scratch = new ScratchMemory(_folder, Resident(bytes));
    }

    /// <summary>All of it.</summary>
    public long Bytes { get; }

    /// <summary>What is left for the state of feature groups once the log is loaded.</summary>
    public long StateBytes { get; }

    /// <summary>DuckDB's part while the log is loaded.</summary>
    public long DuckDbBytes { get; }

    /// <summary>Where rows, symbols and great matrices lie.</summary>
    public RoomMemory Rooms => _scratch;

    /// <summary>Bytes of scratch files.</summary>
    public long ScratchBytes => _scratch.Bytes;

    /// <summary>How datasets are cut and sorted: into files first where all at once would not fit.</summary>
    internal Slicing Slicing => new(Math.Clamp(DuckDbBytes / SliceBytesPerRow, 1, Slicing.Usual.Rows), _rows * SortedBytesPerRow > DuckDbBytes ? SortedFirst : null);

    private SortedFirst SortedFirst => new(Path.Combine(_folder, "sorted"), Resident(Bytes) - Program - BesideSorting, DuckDbBytes);

    /// <summary>Shares out a limit.</summary>
    /// <param name="limit">Such as <c>4GB</c>; <c>null</c> for none.</param>
    /// <param name="snapshot">What is to be loaded.</param>
    /// <param name="leastState">What the groups need at least, in bytes, by rows of the snapshot.</param>
    /// <returns><c>null</c> without a limit.</returns>
    /// <exception cref="IngestException">The limit is no size, or less than what this lake needs.</exception>
    public static LogMemory? Of(string? limit, LakeSnapshot snapshot, Func<long, long> leastState)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(leastState);
        if (limit is null) return null;
        long bytes = MemoryBudget.Parse(limit), rows = snapshot.AllFiles.Sum(f => f.Rows), indices = rows * IndexBytesPerRow;
        long least = Program + Math.Max(indices + Math.Max(LeastDuckDb, leastState(rows)), (rows * TableBytesPerRow) + Streams);
        if (rows * SortedBytesPerRow > LeastDuckDb) least = Math.Max(least, Program + BesideSorting + LeastSorting);
        if (Resident(bytes) < least) throw TooLittle(limit, FormattableString.Invariant($"the {rows:#,0} rows of this lake"), least / 7 * 8);
        return new LogMemory(limit, bytes, rows, indices);
    }

    /// <summary>Refuses work on the log that takes more of the heap than is left beside it when no group holds state.</summary>
    /// <param name="bytes">What the work takes, by estimate.</param>
    /// <param name="work">The work in words, such as <c>training on 1,000 orders</c>.</param>
    /// <exception cref="IngestException">It takes more.</exception>
    public void Require(long bytes, string work)
    {
        if (bytes > Bytes - _fixed) throw TooLittle(_limit, work, _fixed + bytes);
    }

    /// <summary>What is no longer used is to be there for what comes next, not for the system to find out that it is nobody's.</summary>
    public static void Collect()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>What a log that is loaded takes from here on lies on the heap; see <see cref="ScratchMemory.Close(long)"/>.</summary>
    public void Close() => _scratch.Close(Bytes - (Bytes / 32));

    /// <summary>
    /// From here on rows are looked at in any order, as who serves does (see <see cref="ScratchMemory.ExpectAnyOrder"/>), beside state that hardly grows any more: what it left behind
    /// while it grew is room for rows.
    /// </summary>
    public void Settle()
    {
        Collect();
        _scratch.ExpectAnyOrder();
    }

    /// <summary>How DuckDB is opened beside it.</summary>
    /// <param name="threads">Threads.</param>
    public DuckDbOptions DuckDb(int threads) => new() { Threads = threads, MemoryLimit = FormattableString.Invariant($"{DuckDbBytes >> 20}MiB"), TempDirectory = Path.Combine(_folder, "spill") };

    // From there on pages of scratch files are dropped: an eighth is for what is written until they are.
    private static long Resident(long bytes) => bytes - (bytes / 8);

    private static IngestException TooLittle(string limit, string what, long least) =>
        new(FormattableString.Invariant($"--memory is '{limit}'; accepted for {what}, by estimate: {Math.Ceiling(least / 1e8) / 10:0.0}GB or more"));

    /// <summary>Takes everything back: the log that was read into it may not be looked at any more.</summary>
    public void Dispose()
    {
        _scratch.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
