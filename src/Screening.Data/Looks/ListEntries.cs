using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Looks;

/// <summary>A telling of an entry of a list.</summary>
/// <param name="Entry">Its id.</param>
/// <param name="List">Its list.</param>
/// <param name="Name">The name that it lists.</param>
/// <param name="KnownAtUtc">When this became known.</param>
/// <param name="EffectiveOn">Day from which it holds; null when not told.</param>
/// <param name="IsGone">Whether it says that the entry is gone.</param>
public sealed record ListTelling(string Entry, string? List, string? Name, DateTime KnownAtUtc, DateOnly? EffectiveOn, bool IsGone);

/// <summary>How entries of lists of restricted parties came and changed.</summary>
public static class ListEntries
{
    /// <summary>Every telling of some entries, the first known first.</summary>
    public static IReadOnlyList<ListTelling> History(LakeSnapshot snapshot, ContractStore contracts, IReadOnlyCollection<string> entries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count == 0 || snapshot.Files("restricted_parties").Count == 0) return [];
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query(
            $"""
            SELECT entry_id, list_id, name, strftime(known_at, '%Y-%m-%d %H:%M:%S'), CAST(CAST(effective_on AS DATE) AS VARCHAR), _deleted
            FROM {snapshot.History(contracts["restricted_parties"])} WHERE list_contains({Sql.List(entries.Order(StringComparer.Ordinal))}, entry_id) ORDER BY known_at, entry_id
            """, cancellation);
        return
        [
            .. result.Rows().Select(r => new ListTelling(
                (string)r[0]!, (string?)r[1], (string?)r[2], DateTime.ParseExact((string)r[3]!, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                (string?)r[4] is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, (bool)r[5]!)),
        ];
    }
}
