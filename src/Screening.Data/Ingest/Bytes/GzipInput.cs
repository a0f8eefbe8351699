using System.IO.Compression;

namespace Screening.Data.Ingest;

/// <summary>
/// Unpacks gzip members one after the other. .NET ends quietly where a file is cut off, and where something else follows the last member. So this feeds it
/// one byte more than the file has: a decompressor that has seen the end of a member takes it for what follows, and stops; one in the middle of a member
/// asks again or fails; and one that met something else never came to the file's end.
/// </summary>
internal sealed class GzipInput : ForwardStream
{
    private readonly Feed _feed;
    private readonly GZipStream _unpacked;

    public GzipInput(Stream raw)
    {
        _feed = new Feed(raw);
        _unpacked = new GZipStream(_feed, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The last member is cut off.</exception>
    /// <exception cref="InvalidDataException">The data are corrupt.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _unpacked.Read(buffer);
        }
        catch (InvalidDataException) when (_feed.Extra)
        {
            throw new EndOfStreamException();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("gzip cannot unpack what follows or its checksum is wrong", e);
        }
        // It asks for more only when all that it has is given out, so what comes after the extra byte is made of it.
        if (_feed.AskedAgain || (_feed.Extra && read > 0)) throw new EndOfStreamException();
        if (read == 0 && !buffer.IsEmpty && !_feed.Extra) throw new InvalidDataException("something that is not gzip follows its last member");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Feed(Stream raw) : ForwardStream
    {
        public bool Extra { get; private set; }

        public bool AskedAgain { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            if (Extra)
            {
                AskedAgain = true;
                return 0;
            }
            var read = raw.Read(buffer);
            if (read > 0) return read;
            Extra = true;
            buffer[0] = 0;
            return 1;
        }
    }
}
