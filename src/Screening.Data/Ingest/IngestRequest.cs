using Screening.Data.Quarantines;

namespace Screening.Data.Ingest;

/// <summary>One delivery: files of one dataset that came together. They are committed together or not at all.</summary>
public sealed record IngestRequest
{
    public required string Dataset { get; init; }

    /// <summary>Files, in the order of delivery: of two rows that contradict each other the first wins.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The mapping file; null when the files are shaped like the contract.</summary>
    public string? MappingFile { get; init; }

    /// <summary>When the delivery came (UTC). The only time in what is written.</summary>
    public required DateTime DeliveredAtUtc { get; init; }

    /// <summary>Refused rows that are read again, in place of <see cref="Files"/>; null for files.</summary>
    internal RefusedRows? Refused { get; init; }

    /// <summary>Where a file without a mapping says when its rows became known.</summary>
    public KnownAtSource KnownAt { get; init; }

    /// <summary>The folder below which every file must really lie once links are followed; null follows links anywhere.</summary>
    public string? Root { get; init; }

    /// <summary>A file that was changed less than this many seconds ago is refused, for it may still be written; 0 asks nothing. One that changes while it is read is always refused.</summary>
    public double SettleSeconds { get; init; }

    /// <summary>Threads, from 1; 0 is one per core.</summary>
    public int Threads { get; init; }

    /// <summary>The most memory that the process takes, such as <c>2GB</c>, at least 1 GB; beyond it data spills to the lake's scratch folder. Null is 80 % of the machine's.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Counts and checks everything and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Merges the dataset's small files when there are enough of them, in a commit of its own after the delivery's.</summary>
    public bool Compacts { get; init; } = true;

    /// <summary>How long to wait for another writer, in seconds.</summary>
    public double LockTimeoutSeconds { get; init; } = 30;
}

/// <summary>Where a moment of learning comes from.</summary>
public enum KnownAtSource
{
    /// <summary>The column known_at.</summary>
    Column,

    /// <summary>When the file was last written (UTC).</summary>
    FileTime,

    /// <summary>When the delivery came.</summary>
    Delivery,
}

/// <summary>What an ingestion is at.</summary>
/// <param name="Stage">In words, such as <c>reading</c>.</param>
/// <param name="File">The file it is about; null for the whole delivery.</param>
/// <param name="Rows">Rows so far, where that means anything; else 0.</param>
public readonly record struct IngestProgress(string Stage, string? File, long Rows);
