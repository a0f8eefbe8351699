namespace Screening.Data.Ingest;

/// <summary>How a source file is opened, and what it may cost.</summary>
internal sealed record SourceBytesOptions
{
    /// <summary>The encoding a steward declared, one of <see cref="SourceEncoding.Accepted"/>; null takes the byte-order mark's, or utf-8 without one.</summary>
    public string? Encoding { get; init; }

    /// <summary>The folder below which the file must really lie once links are followed; null follows links anywhere.</summary>
    public string? Root { get; init; }

    /// <summary>A file that was changed less than this many seconds before <see cref="NowUtc"/> is refused, for it may still be written; 0 asks nothing.</summary>
    public double SettleSeconds { get; init; }

    /// <summary>The caller's clock; only needed with <see cref="SettleSeconds"/>.</summary>
    public DateTime? NowUtc { get; init; }

    /// <summary>The most bytes of content, decompressed and in the file's own encoding.</summary>
    public long MostBytes { get; init; } = 64L << 30;

    /// <summary>The most bytes of content per byte of file, once <see cref="RatioAfterBytes"/> were decompressed.</summary>
    public long MostRatio { get; init; } = 1_000;

    /// <summary>Bytes of content before <see cref="MostRatio"/> is asked.</summary>
    public long RatioAfterBytes { get; init; } = 16L << 20;

    /// <summary>Bytes read, unpacked and transcoded at a time; from 1.</summary>
    public int BlockBytes { get; init; } = 1 << 17;
}
