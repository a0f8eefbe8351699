namespace Screening.Data.Lakes;

/// <summary>How large a data file should be. Whichever of the two a file reaches first makes it whole.</summary>
public sealed record CompactionTargets
{
    /// <summary>Rows of a file, at least 1.</summary>
    public long Rows { get; init; } = 500_000;

    /// <summary>Bytes of a file, at least 1.</summary>
    public long Bytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Whether large files that overlap others in known_at are cut anew. Costs a rewriting of all of them, and is not needed to read them well; false only merges small files.</summary>
    public bool CutsOverlaps { get; init; } = true;

    /// <summary>How much of a target some files make: below a quarter they are small, at 1 they are a file.</summary>
    internal double Share(IReadOnlyCollection<LakeFile> files) => Math.Max((double)files.Sum(f => f.Rows) / Rows, (double)files.Sum(f => f.Bytes) / Bytes);
}
