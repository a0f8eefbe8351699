using System.Globalization;
using Screening.Data.Lakes;

namespace Screening.Data.Lists;

/// <summary>What cells of a list entry hold.</summary>
internal static class ListCells
{
    /// <summary>The parts between semicolons.</summary>
    public static string[] Parts(string? cell) => cell?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Two letters of each country and nationality that is known, each once.</summary>
    /// <param name="country">The cell with countries.</param>
    /// <param name="nationalities">The cell with nationalities.</param>
    /// <param name="byName">Codes by names in small letters.</param>
    /// <param name="codes">All codes.</param>
    public static IEnumerable<string> Countries(string? country, string? nationalities, IReadOnlyDictionary<string, string> byName, IReadOnlySet<string> codes) =>
        Parts(country).Concat(Parts(nationalities)).Select(c => byName.TryGetValue(c.ToLowerInvariant(), out string? code) ? code : codes.Contains(c) ? c : "")
            .Where(c => c.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>The names of delivered files of entries by the beginning of their hash, which is what a row of the lake says of its source.</summary>
    public static IReadOnlyDictionary<string, string> Files(LakeSnapshot snapshot) =>
        snapshot.Sources.Where(s => s.Dataset == RestrictedLists.Dataset).GroupBy(s => s.Sha256[..16], StringComparer.Ordinal).ToDictionary(g => g.Key, g => Path.GetFileName(g.Last().File), StringComparer.Ordinal);

    /// <summary>File and line; null where neither is told.</summary>
    public static string? Source(string? source, long? line, IReadOnlyDictionary<string, string> files) =>
        source is null ? null : string.Create(CultureInfo.InvariantCulture, $"{files.GetValueOrDefault(source, source)}{(line is { } at ? $":{at}" : "")}");
}
