using System.Globalization;
using System.Text.Json;
using Screening.Data.DuckDb;
using Screening.Data.Store;
using Screening.Inspections;

namespace Screening.Cli.Inspections;

/// <summary>What auditors saw, taken from the sheet that they filled in to the lake's device reports.</summary>
/// <param name="Rows">Device reports, as JSON lines.</param>
/// <param name="Done">Visits with at least one device looked for.</param>
/// <param name="Open">Visits of which nothing is told yet.</param>
/// <param name="Silent">Devices that were looked for and neither stood installed nor answered.</param>
internal sealed record InspectionResults(IReadOnlyList<string> Rows, IReadOnlyList<InspectionVisit> Done, IReadOnlyList<InspectionVisit> Open, int Silent)
{
    private static readonly string[] s_columns = ["visit_id", "auditor", "serial", "installed", "online", "seen_at"];

    /// <summary>Reads a filled-in sheet.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="path">The sheet.</param>
    /// <param name="now">When it is taken in (UTC).</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UsageException">A line is not as it must be; nothing is taken in then.</exception>
    public static InspectionResults Read(InspectionFile plan, string path, DateTime now, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new UsageException($"there is no file {path}");
        Dictionary<string, InspectionVisit> visits = plan.Plan.Visits.ToDictionary(visit => visit.Id, StringComparer.Ordinal);
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        int line = 1, silent = 0;
        foreach (string?[] cells in Cells(path, cancellation))
        {
            line++;
            string At(string what) => $"{path} line {line}: {what}";
            if (!visits.TryGetValue(cells[0] ?? "", out InspectionVisit? visit)) throw new UsageException(At(FormattableString.Invariant($"visit_id is '{cells[0]}'; accepted: a visit of plan {plan.Id}, V-001 to V-{plan.Plan.Visits.Count:000}")));
            if (cells[3] is null && cells[4] is null && cells[5] is null) continue;
            if (string.IsNullOrEmpty(cells[2])) throw new UsageException(At("serial is empty; every device that was seen has a line of its own with its serial number"));
            if (cells[1] is null) throw new UsageException(At("auditor is empty; accepted: the name of who went"));
            bool installed = Bool(cells[3], At("installed")), online = Bool(cells[4], At("online"));
            if (!DateTime.TryParse(cells[5], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime seen) || seen > now || DateOnly.FromDateTime(seen) < plan.Plan.Options.From)
                throw new UsageException(At(FormattableString.Invariant($"seen_at is '{cells[5]}'; accepted: a moment from {plan.Plan.Options.From:yyyy-MM-dd} to now, {now:yyyy-MM-ddTHH:mm:ssZ}")));
            string id = $"inspection-{plan.Id}-{visit.Id}-{cells[2]}";
            if (!rows.TryAdd(id, Row(id, visit, cells, installed, online, seen, now))) throw new UsageException(At($"serial '{cells[2]}' of visit {visit.Id} is told twice"));
            done.Add(visit.Id);
            if (!installed && !online) silent++;
        }

        return new InspectionResults([.. rows.Values], [.. plan.Plan.Visits.Where(visit => done.Contains(visit.Id))], [.. plan.Plan.Visits.Where(visit => !done.Contains(visit.Id))], silent);
    }

    private static IEnumerable<string?[]> Cells(string path, CancellationToken cancellation)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        DuckDbResult result;
        try
        {
            result = connection.Query($"SELECT {string.Join(", ", s_columns)} FROM read_csv($1, all_varchar = true, header = true, nullstr = '')", [Path.GetFullPath(path)], cancellation);
        }
        catch (DuckDbException e)
        {
            throw new UsageException($"{path} is no filled-in sheet with the columns {string.Join(", ", s_columns)}: {e.Message.Split('\n')[0]}");
        }

        using (result)
        {
            return [.. result.Rows().Select(row => (string?[])[.. row.Select(cell => string.IsNullOrWhiteSpace((string?)cell) ? null : ((string)cell!).Trim())])];
        }
    }

    private static bool Bool(string? text, string what) => text?.ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "1" => true,
        "NO" or "FALSE" or "0" => false,
        _ => throw new UsageException($"{what} is '{text}'; accepted: yes or no"),
    };

    private static string Row(string id, InspectionVisit visit, string?[] cells, bool installed, bool online, DateTime seen, DateTime now) => JsonSerializer.Serialize(
        new
        {
            ReportId = id,
            Serial = cells[2],
            visit.Holder.PartyId,
            Kind = "inspection",
            SeenAt = Moment(seen),
            Country = installed || online ? visit.Holder.Country : null,
            Online = online,
            Installed = installed,
            InspectedBy = cells[1],
            EvidenceGrade = "site_visit",
            KnownAt = Moment(now),
        },
        AlertJson.Options);

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
