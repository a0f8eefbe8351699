using System.Globalization;

namespace Screening.Data.Ingest;

/// <summary>A file's content, unpacked, still in its own encoding: bounds what it may unpack to and says in one sentence what is wrong with it.</summary>
internal sealed class UnpackedStream : ForwardStream
{
    private readonly Stream _source;
    private readonly RawStream _raw;
    private readonly string _name;
    private readonly string _compression;
    private readonly SourceBytesOptions _options;
    private ReadOnlyMemory<byte> _head;
    private long _bytes;

    public UnpackedStream(RawStream raw, string compression, string name, SourceBytesOptions options)
    {
        _raw = raw;
        _compression = compression;
        _name = name;
        _options = options;
        _source = compression switch
        {
            SourceBytes.Gzip => new GzipInput(raw),
            SourceBytes.Zstd => new ZstdInput(raw, options.BlockBytes),
            _ => raw,
        };
    }

    /// <summary>True once the end of the content was read.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Reads the first bytes; <see cref="Read"/> gives them again unless they are skipped.</summary>
    public ReadOnlyMemory<byte> Peek(int most)
    {
        var head = new byte[most];
        var count = 0;
        for (var read = -1; read != 0 && count < most;) count += read = Next(head.AsSpan(count));
        return _head = head.AsMemory(0, count);
    }

    /// <summary>Leaves out some of what <see cref="Peek"/> read.</summary>
    public void Skip(int bytes) => _head = _head[bytes..];

    public override int Read(Span<byte> buffer)
    {
        if (_head.IsEmpty) return Next(buffer);
        var count = Math.Min(_head.Length, buffer.Length);
        _head.Span[..count].CopyTo(buffer);
        _head = _head[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _source.Dispose();
        base.Dispose(disposing);
    }

    private int Next(Span<byte> buffer)
    {
        if (AtEnd || buffer.IsEmpty) return 0;
        int read;
        try
        {
            read = _source.Read(buffer);
        }
        catch (EndOfStreamException e)
        {
            _raw.CheckUnchanged();
            throw new IngestException(string.Create(CultureInfo.InvariantCulture, $"{_name} is cut off: its {_compression} data end in the middle, after {_bytes:N0} unpacked bytes"), e);
        }
        catch (InvalidDataException e)
        {
            _raw.CheckUnchanged();
            throw new IngestException(string.Create(CultureInfo.InvariantCulture, $"{_name} is damaged: after {_bytes:N0} unpacked bytes {e.Message}"), e);
        }
        AtEnd = read == 0;
        _bytes += read;
        CheckSize();
        return read;
    }

    private void CheckSize()
    {
        if (_bytes > _options.MostBytes)
            throw new IngestException(string.Create(CultureInfo.InvariantCulture, $"{_name} holds more than {_options.MostBytes:N0} bytes once unpacked; accepted: at most so many"));
        if (_compression == SourceBytes.None || _bytes <= _options.RatioAfterBytes || _bytes / _options.MostRatio < _raw.Given) return;
        throw new IngestException(string.Create(CultureInfo.InvariantCulture,
            $"{_name} looks like a decompression bomb: its first {_raw.Given:N0} bytes unpack to {_bytes:N0}, which is {_bytes / Math.Max(1, _raw.Given):N0} : 1; accepted: at most {_options.MostRatio:N0} : 1 after the first {_options.RatioAfterBytes:N0} bytes"));
    }
}
