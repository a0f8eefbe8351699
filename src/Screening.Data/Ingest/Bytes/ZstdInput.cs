using System.Runtime.InteropServices;

namespace Screening.Data.Ingest;

/// <summary>Unpacks zstd frames, also skippable ones, one after the other, through the system's libzstd.</summary>
internal sealed class ZstdInput(Stream raw, int blockBytes) : ForwardStream
{
    /// <summary>The largest window, as a power of two: 128 MiB, what the zstd program accepts unasked. It bounds the memory that a frame can ask for.</summary>
    private const int WindowLog = 27;

    private readonly ZstdHandle _context = ZstdHandle.Create(WindowLog);
    private readonly byte[] _block = new byte[blockBytes];
    private int _start;
    private int _end;
    private bool _betweenFrames;

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The last frame is cut off.</exception>
    /// <exception cref="InvalidDataException">The data are corrupt or their window is too large.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            var ended = false;
            if (_start == _end)
            {
                (_start, _end) = (0, raw.Read(_block));
                ended = _end == 0;
                if (ended && _betweenFrames) return 0;
            }
            // At the end of the file too: libzstd may hold back what did not fit into the last buffer.
            var written = Unpack(buffer);
            if (written > 0) return written;
            if (ended) throw new EndOfStreamException();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _context.Dispose();
        base.Dispose(disposing);
    }

    private unsafe int Unpack(Span<byte> buffer)
    {
        fixed (byte* target = buffer, source = _block)
        {
            var output = new ZstdNative.Buffer { Bytes = target, Size = (nuint)buffer.Length };
            var input = new ZstdNative.Buffer { Bytes = source, Size = (nuint)_end, Position = (nuint)_start };
            var result = ZstdNative.Decompress(_context, &output, &input);
            if (ZstdNative.IsError(result) != 0) throw new InvalidDataException(Words(result));
            // 0 is the end of a frame with nothing held back.
            _betweenFrames = result == 0;
            _start = (int)input.Position;
            return (int)output.Position;
        }
    }

    private static string Words(nuint result) => ZstdNative.ErrorCode(result) == ZstdNative.WindowTooLarge
        ? FormattableString.Invariant($"a frame asks for a window of more than {1 << WindowLog} bytes")
        : $"zstd says '{Marshal.PtrToStringUTF8(ZstdNative.ErrorName(result))}'";
}
