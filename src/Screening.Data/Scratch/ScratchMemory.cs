using Screening.Records;

namespace Screening.Data.Scratch;

/// <summary>
/// Room in scratch files: what is not being used can leave memory for the disk. A watch drops their pages whenever the process takes more than it may; they stay in the
/// kernel's cache for as long as nobody else needs that, so dropping is cheap where memory is free, and what holds the limit where it is not.
/// </summary>
public sealed class ScratchMemory : RoomMemory, IDisposable
{
    private const long FileBytes = 64L << 20, Line = 64;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<ScratchFile> _files = [];
    private readonly string _folder;
    private long _mostResident;
    private readonly Timer _watch;
    private long _used;
    private bool _isFull;

    /// <summary>Begins without a file.</summary>
    /// <param name="folder">Where files go; it is there.</param>
    /// <param name="mostResident">Bytes of the process in memory from which on pages are dropped.</param>
    /// <exception cref="ScratchException">The folder lies in memory itself.</exception>
    public ScratchMemory(string folder, long mostResident)
    {
        if (new DriveInfo(folder).DriveFormat is "tmpfs" or "ramfs")
            throw new ScratchException($"{folder} lies in memory, so that scratch files in it would spare none; set TMPDIR to a folder on a disk");
        (_folder, _mostResident) = (folder, mostResident);
        _watch = new Timer(_ => Watch(), null, s_look, s_look);
    }

    /// <summary>Bytes of all files.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _files.Sum(f => f.Length);
        }
    }

    /// <summary>From here on room is the heap's: who waits for an answer does not wait for a file, nor is at the mercy of a disk that is full.</summary>
    /// <param name="mostResident">Bytes of the process in memory from which on pages are dropped now, when nothing large is taken at once any more.</param>
    public void Close(long mostResident)
    {
        lock (_lock) _isFull = true;
        Volatile.Write(ref _mostResident, mostResident);
    }

    /// <inheritdoc/>
    /// <exception cref="ScratchException">The disk has no room.</exception>
    public override (nint Start, object Holder) Take(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        bytes = (bytes + Line - 1) / Line * Line;
        lock (_lock)
        {
            if (_isFull) return Heap.Take(bytes);
            if (_files.Count == 0 || _files[^1].Length - _used < bytes)
            {
                _files.Add(new ScratchFile(Path.Combine(_folder, FormattableString.Invariant($"rows-{_files.Count}")), Math.Max(FileBytes, bytes)));
                _used = 0;
            }

            nint start = _files[^1].Start + (nint)_used;
            _used += bytes;
            return (start, this);
        }
    }

    /// <summary>Drops all pages.</summary>
    public void Drop()
    {
        lock (_lock) _files.ForEach(f => f.Drop());
    }

    /// <summary>Takes all room back. Nothing that lay in it may be looked at any more.</summary>
    public void Dispose()
    {
        using (var done = new ManualResetEvent(false))
        {
            if (_watch.Dispose(done)) done.WaitOne();
        }

        lock (_lock)
        {
            _files.ForEach(f => f.Dispose());
            _files.Clear();
        }
    }

    private void Watch()
    {
        if (Environment.WorkingSet > Volatile.Read(ref _mostResident)) Drop();
    }
}
