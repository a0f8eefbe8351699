namespace Screening.Data.Ingest;

/// <summary>A file, or a whole delivery, cannot be ingested. The message is one sentence; the lake's snapshot is what it was.</summary>
public sealed class IngestException : Exception
{
    public IngestException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>What was counted before the delivery was refused, when rows were read; the quarantine file it names was written.</summary>
    public IngestReport? Report { get; init; }
}

/// <summary>A mapping file is invalid or does not fit its source. The message is one sentence: file, key, value, what is accepted.</summary>
public sealed class MappingException : Exception
{
    public MappingException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
