using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Screening.Data.Ingest;

/// <summary>
/// The bytes of a file as they lie on disk, hashed on their way. It has a place of its own in the file, so that several can read one handle. A file that is
/// longer, shorter or newer than it was when it was opened ends the reading.
/// </summary>
internal sealed class RawStream(SafeFileHandle file, FileStamp stamp, string name, IncrementalHash? hash, int blockBytes) : ForwardStream
{
    private readonly byte[] _block = new byte[blockBytes];
    private int _start;
    private int _end;
    private long _offset;

    /// <summary>Bytes given so far.</summary>
    public long Given => _offset - (_end - _start);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_start == _end)
        {
            if (buffer.Length >= _block.Length) return Fetch(buffer);
            (_start, _end) = (0, Fetch(_block));
        }
        var count = Math.Min(buffer.Length, _end - _start);
        _block.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>Refuses a file that is no longer what was opened.</summary>
    /// <exception cref="IngestException">It changed.</exception>
    public void CheckUnchanged()
    {
        var now = FileStamp.Of(file);
        if (now != stamp) throw new IngestException($"{name} changed while it was read, from {stamp} to {now}; deliver it again when it is complete");
    }

    private int Fetch(Span<byte> buffer)
    {
        // Never beyond the size it had: a file that grows as fast as it is read would have no end.
        var wanted = (int)Math.Min(buffer.Length, stamp.Bytes - _offset);
        var read = 0;
        try
        {
            if (wanted > 0) read = RandomAccess.Read(file, buffer[..wanted], _offset);
        }
        catch (IOException e)
        {
            throw new IngestException(FormattableString.Invariant($"{name} cannot be read at byte {_offset}: {e.Message.TrimEnd('.')}"), e);
        }
        if (read == 0) CheckUnchanged();
        if (read == 0 && wanted > 0) throw new IngestException(FormattableString.Invariant($"{name} ends at byte {_offset} of {stamp.Bytes}"));
        hash?.AppendData(buffer[..read]);
        _offset += read;
        return read;
    }
}
