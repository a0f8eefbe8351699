namespace Screening.Data.Lakes;

/// <summary>What a compaction of one dataset did, or would do.</summary>
public sealed record CompactionReport
{
    public required string Dataset { get; init; }

    /// <summary>True when nothing was written; what would come of it is then not known.</summary>
    public bool DryRun { get; init; }

    /// <summary>Files of the dataset before.</summary>
    public required int FilesBefore { get; init; }

    /// <summary>Files of the dataset after; null for a dry run with something to do.</summary>
    public int? FilesAfter { get; init; }

    /// <summary>Files whose rows were rewritten.</summary>
    public required int FilesRewritten { get; init; }

    /// <summary>Rows that were rewritten.</summary>
    public required long RowsRewritten { get; init; }

    /// <summary>Bytes of the rewritten files.</summary>
    public required long BytesRewritten { get; init; }

    /// <summary>Bytes of the new files; null for a dry run with something to do.</summary>
    public long? BytesWritten { get; init; }

    /// <summary>The newest manifest: the compaction's own when it did something.</summary>
    public required long ManifestNumber { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>How far a compaction is.</summary>
/// <param name="Dataset">Whose files are at work.</param>
/// <param name="RowsWritten">Rows written so far.</param>
/// <param name="Rows">Rows to write.</param>
public readonly record struct CompactionProgress(string Dataset, long RowsWritten, long Rows);
