using System.Text.RegularExpressions;

namespace Screening.Data.DuckDb;

/// <summary>How a database is opened.</summary>
public sealed partial record DuckDbOptions
{
    private const int MostThreads = 1024;

    /// <summary>Threads that a query may use, 0 to 1024; 0 is one per core.</summary>
    public int Threads { get; init; }

    /// <summary>The most memory DuckDB may take before it spills to disk, as a number and a unit ("2GB", "1.5GiB"); null is DuckDB's default, 80 % of the machine's.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>The folder to spill to; null is DuckDB's default, beside the database file.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Opens an existing file without the right to change it. Several processes may do so at once.</summary>
    public bool ReadOnly { get; init; }

    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal void Validate(string? path)
    {
        if (Threads is < 0 or > MostThreads)
            throw new ArgumentException($"DuckDbOptions.Threads must be from 0 (one per core) to {MostThreads}; it is {Threads}.");
        if (MemoryLimit is not null && !Size().IsMatch(MemoryLimit))
            throw new ArgumentException($"DuckDbOptions.MemoryLimit must be a number and a unit, KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 2GB; it is '{MemoryLimit}'.");
        if (TempDirectory is not null && string.IsNullOrWhiteSpace(TempDirectory))
            throw new ArgumentException("DuckDbOptions.TempDirectory must name a folder or be null; it is blank.");
        if (ReadOnly && path is null)
            throw new ArgumentException("DuckDbOptions.ReadOnly needs a file: a database in memory would stay empty.");
    }

    [GeneratedRegex(@"^(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,3})? ?([KMGT]i?B)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Size();
}
