using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Store;

namespace Screening.Data.Looks;

/// <summary>Tips that the lake holds, wherever they came from: files, partner organisations, and forms of earlier days.</summary>
public static class LakeTips
{
    /// <summary>The latest tips.</summary>
    /// <param name="snapshot">The lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="most">Most of them, from 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<Tip> Read(LakeSnapshot snapshot, ContractStore contracts, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        if (snapshot.Files("tips").Count == 0) return [];
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query(
            $"""
            SELECT tip_id, strftime(received_at, '%Y-%m-%d %H:%M:%S'), party_id, party_name, order_id, source_kind, reliability, status, coalesce(summary, '')
            FROM {snapshot.Current(contracts["tips"])} ORDER BY received_at DESC, tip_id DESC LIMIT {most.ToString(CultureInfo.InvariantCulture)}
            """, cancellation);
        return
        [
            .. result.Rows().Select(r => new Tip
            {
                TipId = (string)r[0]!,
                ReceivedAtUtc = DateTime.ParseExact((string)r[1]!, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                PartyId = (string?)r[2],
                PartyName = (string?)r[3],
                OrderId = (string?)r[4],
                SourceKind = (string)r[5]!,
                Reliability = (string)r[6]!,
                Status = (string)r[7]!,
                Summary = (string)r[8]!,
            }),
        ];
    }
}
