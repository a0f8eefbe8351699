namespace Screening.Data.Ingest;

/// <summary>Several values in one cell, separated by semicolons: what the contract calls a list.</summary>
internal static class ListText
{
    /// <summary>The values in their order; a semicolon inside one becomes a comma, or it would be read as two. Null when there is none.</summary>
    public static string? Join(IEnumerable<string?> values)
    {
        var joined = string.Join("; ", values.Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!.Replace(';', ',').Trim()));
        return joined.Length == 0 ? null : joined;
    }

    /// <summary>Each different value once, in the order of its first place.</summary>
    public static string? JoinDistinct(IEnumerable<string?> values) => Join(values.Distinct(StringComparer.Ordinal));

    /// <summary>Parts of one value, such as the lines of an address; null when there is none.</summary>
    public static string? Parts(params ReadOnlySpan<string?> parts)
    {
        var kept = new List<string>();
        foreach (var part in parts)
        {
            if (!string.IsNullOrWhiteSpace(part)) kept.Add(part.Trim());
        }
        return kept.Count == 0 ? null : string.Join(", ", kept);
    }
}
