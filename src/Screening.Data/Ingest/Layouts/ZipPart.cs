using System.IO.Compression;

namespace Screening.Data.Ingest;

/// <summary>
/// A part of a zip archive, read once from its beginning. It refuses to unpack to more than the archive declares or than the limits allow, and at its end it
/// compares length and check sum (CRC-32), so that a damaged archive gives no figures. Names of parts are compared and shown, never used as paths.
/// </summary>
internal sealed class ZipPart : Stream
{
    private static readonly uint[] Table = MakeTable();
    private readonly string _name;
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _inner;
    private long _read;
    private uint _crc = uint.MaxValue;

    private ZipPart(string name, ZipArchiveEntry entry, Stream inner)
    {
        _name = name;
        _entry = entry;
        _inner = inner;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <summary>Opens an archive.</summary>
    /// <exception cref="IngestException">The file is no zip archive.</exception>
    public static ZipArchive OpenArchive(string file, Stream stream)
    {
        if (!stream.CanSeek) throw new ArgumentException($"{file} is opened as a stream that cannot seek; accepted: one that can");
        return Guarded(file, () =>
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count;
            return archive;
        });
    }

    /// <summary>Opens the part of this name.</summary>
    /// <exception cref="IngestException">There is none or there are several, or it is larger than accepted.</exception>
    public static ZipPart Open(string file, ZipArchive archive, string part, LayoutLimits limits)
    {
        var name = $"{file}/{part}";
        var found = archive.Entries.Where(e => e.FullName == part).ToList();
        if (found is not [var entry]) throw new IngestException(FormattableString.Invariant($"{file}: the archive has {found.Count} parts '{part}', expected one"));
        if (entry.Length > limits.MostBytes) throw new IngestException(FormattableString.Invariant($"{name}: the part unpacks to {entry.Length} bytes; accepted: at most {limits.MostBytes}"));
        if (entry.Length > limits.LongestPiece && entry.Length / limits.LargestRatio > entry.CompressedLength)
            throw new IngestException(FormattableString.Invariant($"{name}: the part unpacks from {entry.CompressedLength} to {entry.Length} bytes; accepted: at most {limits.LargestRatio} times as many"));
        return new ZipPart(name, entry, Guarded(name, entry.Open));
    }

    /// <exception cref="IngestException">The archive is damaged, or unpacks to more than it declares.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var read = Guarded(_name, () => _inner.Read(buffer, offset, count));
        _read += read;
        foreach (var b in buffer.AsSpan(offset, read)) _crc = Table[(byte)(_crc ^ b)] ^ (_crc >> 8);
        if (_read > _entry.Length) throw new IngestException(FormattableString.Invariant($"{_name}: the part unpacks to more than the {_entry.Length} bytes it declares"));
        if (read > 0 || count == 0) return read;
        if (_read < _entry.Length) throw new IngestException(FormattableString.Invariant($"{_name}: the part ends after {_read} bytes of {_entry.Length}"));
        if (~_crc != _entry.Crc32) throw new IngestException($"{_name}: the part's check sum is not the one that the archive gives; it is damaged");
        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>What System.IO.Compression throws over a damaged archive, as one sentence.</summary>
    private static T Guarded<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new IngestException($"{name}: the file is no readable zip archive: {e.Message}", e);
        }
    }

    private static uint[] MakeTable()
    {
        const uint polynomial = 0xEDB88320;
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? polynomial ^ (value >> 1) : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
