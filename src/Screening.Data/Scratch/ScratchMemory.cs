using System.Diagnostics;
using Screening.Records;

namespace Screening.Data.Scratch;

/// <summary>
/// Room in scratch files: what is not being used can leave memory for the disk. A watch drops their pages whenever the process takes more than it may; they stay in the
/// kernel's cache for as long as nobody else needs that, so dropping is cheap where memory is free, and what holds the limit where it is not.
/// </summary>
public sealed class ScratchMemory : RoomMemory, IDisposable
{
    private const long FileBytes = 64L << 20, Line = 64, DroppedAtOnce = 32L << 20;
    private const int PassedToLook = 1 << 8;
    // A look at a row of long ago brings 64 kB around it where the kernel has them at hand: gigabytes a second by one thread. Seldom once rows are looked at in any order:
    // where the heap alone is too much, dropping more often would only make every look at a row slower.
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5), s_seldom = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static int t_passed;

    private readonly Lock _lock = new();
    private readonly Pool _rows, _growing;
    private readonly string _folder;
    private readonly ManualResetEventSlim _done = new(), _mayGoOn = new(true);
    private readonly Thread _watch;
    private readonly Func<long> _resident;
    private long _mostResident, _notBefore;
    private int _made;
    private bool _isFull, _isInAnyOrder, _isDisposed;

    /// <summary>Begins without a file.</summary>
    /// <param name="folder">Where files go; it is there.</param>
    /// <param name="mostResident">Bytes of the process in memory from which on pages are dropped.</param>
    /// <exception cref="ScratchException">The folder lies in memory itself.</exception>
    public ScratchMemory(string folder, long mostResident)
        : this(folder, mostResident, ResidentBytes.Now)
    {
    }

    /// <summary>As the other, of a process that tells by itself how much of it is in memory.</summary>
    internal ScratchMemory(string folder, long mostResident, Func<long> resident)
    {
        if (new DriveInfo(folder).DriveFormat is "tmpfs" or "ramfs")
            throw new ScratchException($"{folder} lies in memory, so that scratch files in it would spare none; set TMPDIR to a folder on a disk");
        (_folder, _mostResident, _resident) = (folder, mostResident, resident);
        (_rows, _growing) = (new Pool(this, isInOrder: true), new Pool(this, isInOrder: false));
        _watch = new Thread(Watch) { IsBackground = true, Name = "scratch" };
        _watch.Start();
    }

    /// <summary>Bytes of all files.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _rows.Bytes + _growing.Bytes;
        }
    }

    // Whether pages are to be dropped when so many bytes more are about to be written.
    private bool IsOver(long coming) => _resident() + coming > Volatile.Read(ref _mostResident);

    /// <summary>From here on room is the heap's, and what is written into tables stays in memory: who waits for an answer does not wait for a file, nor is at the mercy of a disk that is full.</summary>
    /// <param name="mostResident">Bytes of the process in memory from which on pages are dropped now, when nothing large is taken at once any more.</param>
    public void Close(long mostResident)
    {
        lock (_lock)
        {
            Volatile.Write(ref _isFull, true);
            _growing.WriteApart();
        }

        Volatile.Write(ref _mostResident, mostResident);
    }

    /// <summary>From here on rows are looked at in any order: each is brought by itself, after as much of all as there is memory for was brought at once, the newest last.</summary>
    public void ExpectAnyOrder()
    {
        lock (_lock)
        {
            _rows.ReadAhead();
            _rows.ExpectAnyOrder();
            _isInAnyOrder = true;
        }
    }

    /// <summary>What grows, as tables of symbols do, is looked at everywhere: it lies in files of its own, which are dropped last.</summary>
    public override RoomMemory OfWhatGrows => _growing;

    /// <inheritdoc/>
    /// <exception cref="ScratchException">The disk has no room.</exception>
    public override (nint Start, object Holder) Take(long bytes) => _rows.Take(bytes);

    /// <inheritdoc/>
    public override void GiveBack(nint start, long bytes) => _rows.GiveBack(start, bytes);

    /// <inheritdoc/>
    public override void CatchUp()
    {
        if (!_mayGoOn.IsSet) _mayGoOn.Wait();
        // A watch that does not get a processor in time is no bound. Who waits for an answer does not drop pages for others.
        else if (++t_passed % PassedToLook == 0 && !Volatile.Read(ref _isInAnyOrder)) DropIfOver();
    }

    /// <summary>Drops all pages.</summary>
    public void Drop()
    {
        lock (_lock)
        {
            _rows.DropWhile(static () => true);
            _growing.DropWhile(static () => true);
        }
    }

    /// <summary>Takes all room back. Nothing that lay in it may be looked at any more.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _done.Set();
        _watch.Join();
        _done.Dispose();
        _mayGoOn.Dispose();
        lock (_lock)
        {
            _rows.Clear();
            _growing.Clear();
        }
    }

    private void Watch()
    {
        while (!_done.Wait(Volatile.Read(ref _isInAnyOrder) ? s_seldom : s_look)) DropIfOver();
    }

    private void DropIfOver()
    {
        if (!IsOver(0) || Stopwatch.GetTimestamp() < Volatile.Read(ref _notBefore)) return;
        lock (_lock)
        {
            // Whoever waited for another to drop need not.
            if (!IsOver(0)) return;
            long began = Stopwatch.GetTimestamp();
            // Others would bring pages as fast. Who waits for an answer does not wait for that.
            if (!_isInAnyOrder) _mayGoOn.Reset();
            try
            {
                // Somewhat more, so that there is time until the next look that has to drop.
                DropFor(Volatile.Read(ref _mostResident) / (_isInAnyOrder ? 64 : 16));
            }
            finally
            {
                _mayGoOn.Set();
            }

            // What is too much then is the heap's, and dropping helps nobody: others are to get on for as long.
            long ended = Stopwatch.GetTimestamp();
            if (IsOver(0)) Volatile.Write(ref _notBefore, ended + (ended - began));
        }
    }

    // A page that is written again and again is written to the disk as often as it is dropped: so rows go first, which are written once,
    // and of what grows no more than has to.
    // Rows that are passed in order will not be looked at again soon, and go together. Looked at in any order, each that goes has to be brought again: then a few go, and others the next time.
    private void DropFor(long coming)
    {
        _rows.DropWhile(() => !_isInAnyOrder || IsOver(coming));
        _growing.DropWhile(() => IsOver(_isInAnyOrder ? 0 : coming));
    }

    /// <summary>Files that are filled one after another.</summary>
    /// <param name="memory">Whose they are.</param>
    /// <param name="isInOrder">Whether what lies in them is looked at in about the order in which it came.</param>
    private sealed class Pool(ScratchMemory memory, bool isInOrder) : RoomMemory
    {
        private readonly List<ScratchFile> _files = [];
        private long _used, _dropped;
        private int _file;

        public long Bytes => _files.Sum(f => f.Length);

        public override (nint Start, object Holder) Take(long bytes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
            bytes = (bytes + Line - 1) / Line * Line;
            lock (memory._lock)
            {
                if (memory._isFull) return Heap.Take(bytes);
                // A table that has grown is filled at once, from one of half its size: faster than pages are dropped while one looks on. And rows come meanwhile.
                if (!isInOrder && memory.IsOver(bytes * 2)) memory.DropFor(bytes * 2);
                if (HasRoom(bytes)) return Placed(bytes);
            }

            // Its place on the disk takes the system a while, in which others bring pages that have to be dropped.
            var file = new ScratchFile(Path.Combine(memory._folder, FormattableString.Invariant($"rows-{Interlocked.Increment(ref memory._made)}")), Math.Max(FileBytes, bytes));
            lock (memory._lock)
            {
                _files.Add(file);
                if (!isInOrder) file.ExpectAnyOrder();
                _used = 0;
                return Placed(bytes);
            }
        }

        public override void GiveBack(nint start, long bytes)
        {
            ScratchFile? file;
            lock (memory._lock)
            {
                // Once it is closed others may still be reading what was outgrown: they look without waiting.
                file = memory._isFull ? null : _files.FindLast(f => f.Start <= start && start < f.Start + f.Length);
            }

            // As its place on the disk was taken: beside those who drop pages.
            file?.Forget(start, bytes);
        }

        public override void CatchUp() => memory.CatchUp();

        private bool HasRoom(long bytes) => _files.Count > 0 && _files[^1].Length - _used >= bytes;

        private (nint Start, object Holder) Placed(long bytes)
        {
            nint start = _files[^1].Start + (nint)_used;
            _used += bytes;
            return (start, memory);
        }

        /// <summary>Drops pages for as long as that is wanted, all of them once at the most, from where it left off.</summary>
        public void DropWhile(Func<bool> isWanted)
        {
            for (long left = Bytes; left > 0 && isWanted(); left -= DroppedAtOnce)
            {
                if (_file >= _files.Count) (_file, _dropped) = (0, 0);
                _files[_file].Drop(_dropped, DroppedAtOnce);
                _dropped += DroppedAtOnce;
                if (_dropped >= _files[_file].Length) (_file, _dropped) = (_file + 1, 0);
            }
        }

        public void ExpectAnyOrder() => _files.ForEach(f => f.ExpectAnyOrder());

        public void WriteApart()
        {
            foreach (ScratchFile file in _files)
            {
                file.WriteApart();
                file.ExpectAnyOrder();
            }
        }

        public void ReadAhead() => _files.ForEach(f => f.ReadAhead());

        public void Clear()
        {
            _files.ForEach(f => f.Dispose());
            _files.Clear();
            _file = 0;
        }
    }
}
