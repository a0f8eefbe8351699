using System.Text.Json;
using System.Text.Json.Serialization;

namespace Screening.Data.Ingest;

/// <summary>What one delivery looked like: enough to see that the next one looks different.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="DeliveredAtUtc">When it came.</param>
/// <param name="Rows">Its rows; from 0.</param>
/// <param name="Columns">Its columns, in the contract's order.</param>
public sealed record DeliveryProfile(string Dataset, DateTime DeliveredAtUtc, long Rows, IReadOnlyList<ColumnProfile> Columns)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>The same bytes for the same profile: codes are sorted.</summary>
    internal byte[] ToJson()
    {
        var sorted = this with { Columns = [.. Columns.Select(c => c with { Codes = c.Codes is null ? null : new SortedDictionary<string, long>(c.Codes.ToDictionary(), StringComparer.Ordinal) })] };
        return [.. JsonSerializer.SerializeToUtf8Bytes(sorted, Json), (byte)'\n'];
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no profile, or its numbers cannot be.</exception>
    internal static DeliveryProfile FromJson(ReadOnlySpan<byte> json)
    {
        var profile = JsonSerializer.Deserialize<DeliveryProfile>(json, Json) ?? throw new JsonException("it holds null");
        if (profile.DeliveredAtUtc.Kind != DateTimeKind.Utc) throw new JsonException("delivered_at_utc is not in UTC");
        if (profile.Rows < 0) throw new JsonException(FormattableString.Invariant($"rows is {profile.Rows}; accepted: from 0"));
        foreach (var column in profile.Columns)
        {
            if (column is null || column.Missing < 0 || column.Missing > profile.Rows) throw new JsonException(FormattableString.Invariant($"missing of {column?.Column} is {column?.Missing}; accepted: 0 to {profile.Rows}"));
            if (column.Codes is not null && (column.Codes.Values.Any(n => n < 0) || column.Codes.Values.Aggregate(0m, (a, n) => a + n) > profile.Rows)) throw new JsonException($"the codes of {column.Column} are fewer than none or more than the rows");
        }
        if (profile.Columns.DistinctBy(c => c.Column).Count() != profile.Columns.Count) throw new JsonException("a column stands twice");
        return profile;
    }
}

/// <summary>One column of a delivery.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Missing">Rows without a value; 0 to the rows of the delivery.</param>
/// <param name="Codes">Rows per value, for columns whose values the contract lists; null for others.</param>
public sealed record ColumnProfile(string Column, long Missing, IReadOnlyDictionary<string, long>? Codes);
