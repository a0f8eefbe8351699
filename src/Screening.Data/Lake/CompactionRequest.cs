namespace Screening.Data.Lakes;

/// <summary>How to compact.</summary>
public sealed record CompactionRequest
{
    /// <summary>How large files should be.</summary>
    public CompactionTargets Targets { get; init; } = new();

    /// <summary>Threads, 0 for one per core. The bytes are the same for any number.</summary>
    public int Threads { get; init; }

    /// <summary>Most memory for DuckDB before it spills, such as 2GB; null for its default.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Says what there is to do and does nothing; needs no lock.</summary>
    public bool DryRun { get; init; }

    /// <summary>How long to wait for another writer.</summary>
    public double LockTimeoutSeconds { get; init; } = 30;
}
