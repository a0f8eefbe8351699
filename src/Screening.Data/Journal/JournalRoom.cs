using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Journals;

/// <summary>
/// Fills the next file of a journal with zeros while the one before it is written, on a thread of its own. Without it, when the disk is full or records come faster
/// than zeros, files grow as they are written: slower syncs, and nothing else.
/// </summary>
/// <param name="folder">Folder of the journal.</param>
/// <param name="bytes">Bytes of a file.</param>
internal sealed class JournalRoom(string folder, long bytes) : IDisposable
{
    private const int ChunkBytes = 1 << 18, SyncBytes = 1 << 22;

    // Where less than so many files' room is free the records themselves have it.
    private const int LeastFree = 8;
    private readonly string _path = Path.Combine(folder, "next.room");
    private readonly CancellationTokenSource _stop = new();
    private Thread? _filling;
    private volatile bool _isFull;

    /// <summary>Takes away what an earlier writer left.</summary>
    public void Clear() => File.Delete(_path);

    /// <summary>Begins to fill a file, unless one is there or under way.</summary>
    public void Want()
    {
        if (_filling is not null) return;
        _filling = new Thread(Fill) { IsBackground = true, Name = "journal room" };
        _filling.Start();
    }

    /// <summary>Makes the filled file the one of a name, with a header.</summary>
    /// <returns>False when none is filled.</returns>
    /// <exception cref="IOException">It could not be; it is there still.</exception>
    public bool TryTake(string name, ReadOnlySpan<byte> header)
    {
        if (!_isFull)
        {
            // It is tried again for the next file.
            if (_filling is { IsAlive: false }) _filling = null;
            return false;
        }

        using (SafeFileHandle file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(file, header, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(_path, name);
        (_isFull, _filling) = (false, null);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _filling?.Join();
        _stop.Dispose();
    }

    private void Fill()
    {
        try
        {
            if (new DriveInfo(folder).AvailableFreeSpace >= LeastFree * bytes) FillFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next file grows as it is written.
        }

        try
        {
            if (!_isFull) Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start does.
        }
    }

    private void FillFile()
    {
        byte[] zeros = new byte[ChunkBytes];
        using SafeFileHandle file = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        for (long at = 0, synced = 0; at < bytes;)
        {
            if (_stop.IsCancellationRequested) return;
            int some = (int)Math.Min(zeros.Length, bytes - at);
            RandomAccess.Write(file, zeros.AsSpan(0, some), at);
            at += some;
            if (at - synced < SyncBytes && at < bytes) continue;
            RandomAccess.FlushToDisk(file);
            synced = at;
        }

        _isFull = true;
    }
}
