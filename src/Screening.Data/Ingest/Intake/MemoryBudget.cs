using System.Globalization;
using System.Text.RegularExpressions;

namespace Screening.Data.Ingest;

/// <summary>How the memory that a process may take is shared out: DuckDB's part, and what the rows at hand and the runtime need beside it.</summary>
/// <param name="Bytes">All of it.</param>
internal sealed partial record MemoryBudget(long Bytes)
{
    /// <summary>Slices, buffers and the runtime take up to this much, measured with a margin.</summary>
    private const long Beside = 800L << 20;

    private const long Least = 1_500_000_000;
    private const double ShareOfMachine = 0.8;

    /// <summary>Shares out a limit such as <c>2GB</c>; null is 80 % of the machine's memory.</summary>
    /// <exception cref="IngestException">The limit is no size or below 1.5 GB.</exception>
    public static MemoryBudget Of(string? limit)
    {
        var bytes = limit is null ? (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMachine) : Parse(limit);
        if (limit is not null && bytes < Least) throw new IngestException($"the memory limit is '{limit}'; accepted: 1.5GB or more");
        return new MemoryBudget(bytes);
    }

    /// <summary>DuckDB's limit, as it reads it, beside so many bytes of keys: what is left, and a quarter of all at least.</summary>
    public string DuckDbBeside(long keyBytes) => FormattableString.Invariant($"{Math.Max(Bytes - Beside - keyBytes, Bytes / 4) >> 20}MiB");

    /// <summary>Bytes of a size such as <c>2GB</c>.</summary>
    /// <exception cref="IngestException">It is no size.</exception>
    public static long Parse(string text)
    {
        var match = Size().Match(text);
        if (!match.Success) throw new IngestException($"the memory limit is '{text}'; accepted: a number and a unit, KB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 2GB");
        var unit = match.Groups["unit"].Value.ToUpperInvariant();
        var factor = Math.Pow(unit.Contains('I', StringComparison.Ordinal) ? 1024 : 1000, "KMGT".IndexOf(unit[0], StringComparison.Ordinal) + 1);
        return (long)Math.Min(long.MaxValue / 2, double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * factor);
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,3})?) ?(?<unit>[KMGT]i?B)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Size();
}
