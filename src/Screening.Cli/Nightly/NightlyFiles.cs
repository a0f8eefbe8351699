using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Alerts;
using Screening.Cli.Reports;
using Screening.Data;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Store;

namespace Screening.Cli.Nightly;

/// <summary>The files of a night. Each is written under a temporary name and moved into place, so that a reader never finds half of one.</summary>
internal static class NightlyFiles
{
    /// <summary>Takes a folder for the files, before anything is computed.</summary>
    /// <exception cref="UsageException">It is a file, or holds files that may not be replaced.</exception>
    public static void Claim(string folder, bool mayReplace)
    {
        if (File.Exists(folder)) throw new UsageException($"--out is '{folder}', which is a file; name a folder");
        if (!mayReplace && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException($"--out is '{folder}', which is not empty; --force replaces its files");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Writes list and report; the same list gives the same bytes.</summary>
    /// <returns>Full paths by file name.</returns>
    public static IReadOnlyDictionary<string, string> Write(string folder, NightlyList list, IReadOnlyList<ShadowRow> shadow, DuckDbDatabase database)
    {
        Directory.CreateDirectory(folder);
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alerts.csv"] = Place(folder, "alerts.csv", path => File.WriteAllText(path, AlertCsv.Render(list), new UTF8Encoding(false))),
            ["alerts.parquet"] = Place(folder, "alerts.parquet", path => WriteParquet(path, list, database)),
            ["report.html"] = Place(folder, "report.html", path => File.WriteAllText(path, NightlyReport.Render(list), new UTF8Encoding(false))),
        };
        if (shadow.Count > 0) files["shadow.csv"] = Place(folder, "shadow.csv", path => File.WriteAllText(path, Shadow(shadow), new UTF8Encoding(false)));
        return files;
    }

    /// <summary>Writes the manifest: inputs with their hashes, counts, versions, times, outputs with their hashes.</summary>
    /// <returns>Its full path.</returns>
    public static string WriteManifest(
        string folder, NightlyList list, LakeSnapshot snapshot, IReadOnlyList<IngestReport> ingested, IReadOnlyList<StageTime> stages,
        IReadOnlyDictionary<string, string> files, WriteResult? written)
    {
        var manifest = new
        {
            list.RunId,
            list.Date,
            list.AsOf,
            list.Versions,
            list.Blind,
            Inputs = snapshot.AllFiles.Select(f => new { f.Dataset, f.Path, f.Rows, f.Sha256 }),
            Ingested = ingested.Select(r => new { r.Dataset, r.Total, r.ManifestNumber, r.QuarantineFile }),
            list.Known,
            Counts = new { list.NewOrders, list.OrdersAssessed, list.SubjectsAssessed, list.PeersFitted, Alerts = list.Alerts.Count, list.Capacity },
            Store = written,
            Stages = stages,
            Outputs = files.OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => new { File = f.Key, Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f.Value))) }),
        };
        return Place(folder, "manifest.json", path => File.WriteAllText(path, JsonSerializer.Serialize(manifest, AlertJson.Indented) + "\n", new UTF8Encoding(false)));
    }

    private static string Shadow(IReadOnlyList<ShadowRow> rows)
    {
        var text = new StringBuilder("subject_id,order_id,probability,probability_place,margin,shadow_rank,rank\n");
        foreach (ShadowRow row in rows) text.Append(CultureInfo.InvariantCulture, $"{AlertCsv.Text(row.Subject)},{AlertCsv.Text(row.OrderId)},{row.Probability:R},{row.Place},{row.Margin:R},{row.Rank},{row.ListedRank}\n");
        return text.ToString();
    }

    private static string Place(string folder, string name, Action<string> write)
    {
        string path = Path.Combine(Path.GetFullPath(folder), name), making = path + ".making";
        write(making);
        File.Move(making, path, overwrite: true);
        return path;
    }

    /// <summary>Writes the alerts of a night as Parquet, by rank.</summary>
    public static void WriteParquet(string path, NightlyList list, DuckDbDatabase database)
    {
        using DuckDbConnection connection = database.Connect();
        connection.Execute(
            """
            CREATE OR REPLACE TEMP TABLE alerts (
                alert_id VARCHAR, rank INTEGER, lane VARCHAR, risk DOUBLE, margin DOUBLE, priority DOUBLE, subject_id VARCHAR, name VARCHAR, country VARCHAR, kind VARCHAR,
                age_days DOUBLE, stake_h100e DOUBLE, stake_usd DOUBLE, sentence VARCHAR, typologies VARCHAR[], not_assessed VARCHAR[], order_id VARCHAR, order_version INTEGER,
                orders VARCHAR[], changed VARCHAR, shown_probability DOUBLE, as_of TIMESTAMP, run_id VARCHAR, data_version VARCHAR, list_version VARCHAR, feature_set VARCHAR,
                policy_version VARCHAR, model_version VARCHAR)
            """);
        using (DuckDbAppender appender = connection.Appender("alerts"))
        {
            foreach (Alert alert in list.Alerts) Append(appender, alert, list);
            appender.Close();
        }

        connection.Execute($"COPY (FROM alerts ORDER BY rank) TO {Sql.Literal(path)} (FORMAT parquet)");
    }

    private static void Append(DuckDbAppender appender, Alert alert, NightlyList list)
    {
        appender.String(alert.Id).Int(alert.Rank).String(JsonNamingPolicy.SnakeCaseLower.ConvertName(alert.Lane.ToString())).Double(alert.Risk).Double(alert.Margin)
            .Double(alert.Priority).String(alert.Subject).String(alert.Name).String(alert.Country).String(alert.Kind);
        if (alert.AgeDays is { } age) appender.Double(age);
        else appender.Null();
        appender.Double(alert.StakeH100e).Double(alert.StakeUsd).String(alert.Sentence)
            .Strings([.. alert.Reasons.Where(r => r.Citation.Length > 0 && Figures.IsTypology(r)).Select(r => r.Code)]).Strings([.. alert.NotAssessed]).String(alert.OrderId)
            .Int(alert.OrderVersion).Strings([.. alert.Orders.Select(o => o.OrderId)]).String(alert.Changed).Double(alert.ShownProbability)
            .TimestampMicros(Records.Micros.FromDateTime(alert.AsOf)).String(list.RunId).String(list.Versions.Data).String(list.Versions.Lists)
            .String(list.Versions.FeatureSet).String(list.Versions.Policy).String(list.Versions.Model);
        appender.EndRow();
    }
}
