using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Looks;

/// <summary>What a visit found, as the lake has it.</summary>
/// <param name="VisitId">Number of the visit in its plan.</param>
/// <param name="InspectedBy">Who went; null when not told.</param>
/// <param name="LastSeenAtUtc">The latest moment of a device.</param>
/// <param name="Devices">Devices that were looked for.</param>
/// <param name="Installed">Of them, those that stood installed.</param>
/// <param name="Online">Of them, those that answered.</param>
/// <param name="Silent">Of them, those that did neither.</param>
public sealed record VisitFinding(string VisitId, string? InspectedBy, DateTime LastSeenAtUtc, long Devices, long Installed, long Online, long Silent);

/// <summary>Results of inspections that the lake holds.</summary>
public static class InspectionReports
{
    /// <summary>What was found, by visit of a plan.</summary>
    /// <param name="snapshot">The lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="plan">Short name of the plan, eight hexadecimal digits.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyDictionary<string, VisitFinding> Of(LakeSnapshot snapshot, ContractStore contracts, string plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        if (snapshot.Files("device_reports").Count == 0) return new Dictionary<string, VisitFinding>();
        string beginning = $"inspection-{plan}-";
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query(
            $"""
            SELECT regexp_extract(substr(report_id, length($1) + 1), '^V-[0-9]+') AS visit, max(inspected_by), strftime(max(seen_at), '%Y-%m-%d %H:%M:%S'), count(*),
                count(*) FILTER (installed), count(*) FILTER (online), count(*) FILTER (NOT coalesce(installed, false) AND NOT coalesce(online, false))
            FROM {snapshot.Current(contracts["device_reports"])} WHERE kind = 'inspection' AND starts_with(report_id, $1) GROUP BY 1 ORDER BY 1
            """, [beginning], cancellation);
        return result.Rows().ToDictionary(r => (string)r[0]!, r => new VisitFinding(
            (string)r[0]!, (string?)r[1], DateTime.ParseExact((string)r[2]!, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            (long)r[3]!, (long)r[4]!, (long)r[5]!, (long)r[6]!), StringComparer.Ordinal);
    }
}
