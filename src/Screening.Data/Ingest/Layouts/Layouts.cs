namespace Screening.Data.Ingest;

/// <summary>The layouts that a mapping file can name beside csv and parquet.</summary>
internal static class Layouts
{
    private static readonly ILayout[] All = [new OfacSdnLayout(), new SecStatementsLayout(), new UnConsolidatedLayout()];

    /// <summary>Their names, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(l => l.Name).Order(StringComparer.Ordinal)];

    /// <summary>The layout of this name; null when there is none.</summary>
    public static ILayout? Find(string name) => Array.Find(All, l => l.Name == name);
}
