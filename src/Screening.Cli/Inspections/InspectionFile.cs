using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Cli.Reports;
using Screening.Data.Store;
using Screening.Inspections;

namespace Screening.Cli.Inspections;

/// <summary>What is kept of a plan beside its page: enough to draw it again and to take its results in.</summary>
/// <param name="Seed">Seed of the draw, hexadecimal; secret until the visits are done.</param>
/// <param name="Snapshot">Number of the lake's snapshot.</param>
/// <param name="AsOf">Day as of which holders were found.</param>
/// <param name="Policy">Policy whose risk it was.</param>
/// <param name="Plan">The plan.</param>
internal sealed record InspectionFile(string Seed, long Snapshot, DateOnly AsOf, string Policy, InspectionPlan Plan)
{
    /// <summary>File with the statements that are due, beside the plan.</summary>
    public const string RenewalSheet = "renewals.csv";

    /// <summary>Short name of the plan.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Plan.Commitment)))[..8];

    /// <summary>Reads a plan.</summary>
    /// <exception cref="UsageException">It is none, or its seed is not the one it was drawn by.</exception>
    public static InspectionFile Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"there is no file {path}");
        try
        {
            InspectionFile file = JsonSerializer.Deserialize<InspectionFile>(File.ReadAllText(path), AlertJson.Options) ?? throw new UsageException($"{path} holds no plan");
            if (file.Plan?.Commitment is null || file.Seed is null) throw new UsageException($"{path} holds no plan");
            if (new InspectionDraw(Convert.FromHexString(file.Seed)).Commitment != file.Plan.Commitment) throw new UsageException($"{path} was changed: its seed is not the one that its visits were drawn by");
            return file;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new UsageException($"{path} holds no plan: {e.Message}");
        }
    }

    /// <summary>The plan as text.</summary>
    public string Write() => JsonSerializer.Serialize(this, AlertJson.Indented) + "\n";

    /// <summary>Statements that are due as a table.</summary>
    public static string Sheet(IReadOnlyList<Renewal> due)
    {
        var csv = new StringBuilder("party_id,name,certified_on,due_on\r\n");
        foreach (Renewal renewal in due)
            csv.AppendJoin(',', AlertCsv.Text(renewal.PartyId), AlertCsv.Text(renewal.Name), Day(renewal.CertifiedOn), Day(renewal.DueOn)).Append("\r\n");
        return csv.ToString();
    }

    /// <summary>Visits as a table to fill in: a line for each device to be seen, or one for a visit that counts everything.</summary>
    public string Sheet()
    {
        var csv = new StringBuilder("visit_id,day,party_id,name,country,auditor,serial,installed,online,seen_at,remark\r\n");
        foreach (InspectionVisit visit in Plan.Visits)
        {
            foreach (string serial in visit.Whole ? [""] : visit.Serials)
            {
                csv.AppendJoin(',', AlertCsv.Text(visit.Id), visit.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), AlertCsv.Text(visit.Holder.PartyId), AlertCsv.Text(visit.Holder.Name),
                    AlertCsv.Text(visit.Holder.Country), AlertCsv.Text(visit.Auditor), AlertCsv.Text(serial), "", "", "", "").Append("\r\n");
            }
        }

        return csv.ToString();
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
