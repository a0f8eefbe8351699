namespace Screening.Data.Ingest;

/// <summary>Stand-in until the branch with encodings and compression is merged.</summary>
internal sealed class SourceBytes : IDisposable
{
    private SourceBytes(Stream stream) => Stream = stream;

    public Stream Stream { get; }

    public static SourceBytes Open(string path, string name, Bytes.SourceBytesOptions? options = null)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        Span<byte> mark = stackalloc byte[3];
        if (stream.ReadAtLeast(mark, 3, false) < 3 || !mark.SequenceEqual("\uFEFF"u8)) stream.Position = 0;
        return new SourceBytes(stream);
    }

    public void Dispose() => Stream.Dispose();
}
