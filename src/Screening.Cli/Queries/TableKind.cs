namespace Screening.Cli.Queries;

/// <summary>What a table is written as, by its file's name.</summary>
internal static class TableKind
{
    /// <summary>Accepted kinds.</summary>
    public static IReadOnlyList<string> Accepted { get; } = ["csv", "json", "parquet"];

    /// <summary>The kind of a file; CSV where its name says nothing, or there is none.</summary>
    public static string OrCsv(string? path) => Path.GetExtension(path)?.TrimStart('.').ToLowerInvariant() is { } kind && Accepted.Contains(kind) ? kind : "csv";

    /// <summary>The kind of a file.</summary>
    /// <exception cref="UsageException">Its name ends otherwise.</exception>
    public static string Of(string path)
    {
        string kind = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        return Accepted.Contains(kind) ? kind : throw new UsageException($"--out is '{path}'; accepted: a name that ends with {string.Join(", ", Accepted.Select(a => "." + a))}");
    }
}
