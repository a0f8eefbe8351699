using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>Refused rows of a delivery, to be taken in now.</summary>
public sealed record ReplayRequest
{
    public required RefusedDelivery Delivery { get; init; }

    /// <summary>The mapping file to read them through; null when they are shaped like the contract.</summary>
    public string? MappingFile { get; init; }

    /// <summary>Only these lines; null for all that are open.</summary>
    public LineSet? Lines { get; init; }

    /// <summary>Only of the file of this name; null for all.</summary>
    public string? File { get; init; }

    /// <summary>An exported file whose cells were corrected: its rows are read, and no others. Null for the rows as they stood.</summary>
    public string? CorrectedFile { get; init; }

    /// <summary>When the replay takes place (UTC).</summary>
    public required DateTime DeliveredAtUtc { get; init; }

    /// <summary>Counts and checks everything and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>As in <see cref="IngestRequest"/>.</summary>
    public int Threads { get; init; }

    /// <summary>As in <see cref="IngestRequest"/>.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>How long to wait for another writer, in seconds.</summary>
    public double LockTimeoutSeconds { get; init; } = 30;
}
