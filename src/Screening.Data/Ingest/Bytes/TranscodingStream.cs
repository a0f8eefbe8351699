namespace Screening.Data.Ingest;

/// <summary>Content of another encoding as UTF-8, block by block.</summary>
internal sealed class TranscodingStream(Stream source, Transcoder transcoder, int blockBytes) : ForwardStream
{
    private readonly byte[] _input = new byte[blockBytes + Transcoder.MostPending];
    private readonly byte[] _output = new byte[(blockBytes + Transcoder.MostPending) * Transcoder.MostBytesPerByte];
    private int _pending;
    private int _start;
    private int _end;
    private bool _final;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_start == _end)
        {
            if (_final) return 0;
            Fill();
        }
        var count = Math.Min(buffer.Length, _end - _start);
        _output.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        var read = source.Read(_input.AsSpan(_pending));
        _final = read == 0;
        var all = _pending + read;
        _start = 0;
        _end = transcoder.Transcode(_input.AsSpan(0, all), _output, _final, out var consumed);
        _pending = all - consumed;
        _input.AsSpan(consumed, _pending).CopyTo(_input);
    }
}
