using System.Globalization;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Quarantines;

/// <summary>
/// One delivery's refused rows, and what became of them since. A row is settled when a replay took it and did not refuse it again; the manifests say which rows a
/// replay took, its own quarantine file which it refused. So nothing is recorded beside the commit, and nothing in the quarantine is ever edited.
/// </summary>
public sealed class RefusedDelivery
{
    /// <summary>Every record of the delivery and its replays, <c>n</c> being 0 or the replay's number.</summary>
    private const string Told = "q_told";

    private const string Replayed = "q_replayed";
    private const string Fate = "q_fate";

    /// <summary>SQL: the records that count now, each with <c>is_open</c>. After <see cref="Attach"/>.</summary>
    internal const string Refused = "q_refused";

    private const string Shape = """
        SELECT NULL::VARCHAR AS dataset, NULL::VARCHAR AS contract_version, NULL::TIMESTAMP AS delivered_at, NULL::VARCHAR AS file, NULL::VARCHAR AS file_sha256, NULL::VARCHAR AS mapping_sha256,
               NULL::BIGINT AS line, NULL::VARCHAR AS column_name, NULL::VARCHAR AS value, NULL::VARCHAR AS check_name, NULL::VARCHAR AS reason, NULL::VARCHAR AS header, NULL::VARCHAR AS raw
        """;

    private const int CommonRules = 5;
    private readonly string _folder;
    private IReadOnlyList<LakeSource> _replays = [];

    private RefusedDelivery(string folder, string dataset, string id) => (_folder, Dataset, Id) = (folder, dataset, id);

    /// <summary>Where its rows go.</summary>
    public string Dataset { get; }

    /// <summary>The delivery's name.</summary>
    public string Id { get; }

    /// <summary>When it came.</summary>
    public DateTime DeliveredAtUtc { get; private set; }

    /// <summary>Hash of the mapping file it came through; null without one.</summary>
    public string? MappingSha256 { get; private set; }

    /// <summary>The contract that refused the rows.</summary>
    public string ContractVersion { get; private set; } = "";

    /// <summary>Names of the files that the rows stood in.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>As in <see cref="DeliverySummary"/>.</summary>
    public string State { get; private set; } = "";

    /// <summary>The header lines of its CSV files.</summary>
    internal IReadOnlyList<string> Headers { get; private set; } = [];

    private string Path => System.IO.Path.Combine(_folder, Id + ".parquet");

    /// <summary>Reads what is known of a delivery.</summary>
    /// <exception cref="LakeException">Its file is damaged.</exception>
    internal static RefusedDelivery Read(Lake lake, LakeSnapshot snapshot, DuckDbConnection connection, string dataset, string id, CancellationToken cancellation)
    {
        var delivery = new RefusedDelivery(System.IO.Path.Combine(lake.FullPath, Lake.QuarantineFolder, dataset), dataset, id);
        try
        {
            delivery.Judge(snapshot, delivery.Look(connection, cancellation));
        }
        catch (DuckDbException e)
        {
            throw new LakeException($"the quarantine file {Lake.QuarantineFolder}/{dataset}/{id}.parquet is damaged: {e.Message.Split('\n')[0]}", e);
        }
        return delivery.At(snapshot);
    }

    /// <summary>The delivery with the replays that a snapshot knows.</summary>
    internal RefusedDelivery At(LakeSnapshot snapshot)
    {
        _replays = [.. snapshot.Sources.Where(s => s.Dataset == Dataset && s.Replay?.Of == Id)];
        return this;
    }

    /// <summary>Makes <see cref="Refused"/> readable.</summary>
    internal void Attach(DuckDbConnection connection, CancellationToken cancellation)
    {
        var runs = _replays.Select(s => s.Replay!.By).Distinct(StringComparer.Ordinal).ToList();
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Replayed} (n INTEGER, file_sha256 VARCHAR, line BIGINT)", cancellation);
        using (var appender = connection.Appender(Replayed))
        {
            foreach (var source in _replays)
            {
                if (!LineSet.TryParse(source.Replay!.Lines, out var lines)) throw new LakeException($"the source {source.File} of the replay {source.Replay.By} names the lines '{source.Replay.Lines}'; accepted: {LineSet.Accepted}");
                var n = runs.IndexOf(source.Replay.By) + 1;
                foreach (var line in lines.Lines) appender.AppendRow(n, source.Sha256, line);
            }
            appender.Close();
        }
        var files = runs.Select((by, i) => (N: i + 1, Path: System.IO.Path.Combine(_folder, Id, by + ".parquet"))).Where(f => File.Exists(f.Path)).Prepend((0, Path));
        var told = string.Concat(files.Select(f => FormattableString.Invariant($" UNION ALL BY NAME SELECT *, {f.Item1} AS n FROM read_parquet({Sql.Literal(f.Item2)}, hive_partitioning = false)")));
        connection.Execute($"CREATE OR REPLACE TEMP VIEW {Told} AS {Shape}, 0 AS n WHERE false{told}", cancellation);
        connection.Execute($"""
            CREATE OR REPLACE TEMP TABLE {Fate} AS
            SELECT b.file_sha256, b.line, coalesce(max(a.n), 0) AS newest, coalesce(bool_or(r.n IS NOT NULL AND a.n IS NULL), false) AS settled
            FROM (SELECT DISTINCT file_sha256, line FROM {Told} WHERE n = 0) b
            LEFT JOIN {Replayed} r ON r.file_sha256 = b.file_sha256 AND r.line = b.line
            LEFT JOIN (SELECT DISTINCT n, file_sha256, line FROM {Told} WHERE n > 0) a ON a.n = r.n AND a.file_sha256 = r.file_sha256 AND a.line = r.line
            GROUP BY ALL
            """, cancellation);
        connection.Execute($"""
            CREATE OR REPLACE TEMP VIEW {Refused} AS
            SELECT t.*, NOT f.settled AS is_open FROM {Told} t JOIN {Fate} f ON f.file_sha256 = t.file_sha256 AND f.line = t.line AND f.newest = t.n
            """, cancellation);
    }

    /// <summary>The delivery in figures.</summary>
    internal DeliverySummary Summary(DuckDbConnection connection, CancellationToken cancellation)
    {
        Attach(connection, cancellation);
        var refused = connection.Scalar<long>($"SELECT count(*) FROM {Fate}", cancellation);
        var open = State == "delivered_again" ? 0 : connection.Scalar<long>($"SELECT count(*) FROM {Fate} WHERE NOT settled", cancellation);
        var rules = new List<RefusedRule>();
        var more = default(Ingest.RefusalRest);
        using var result = connection.Query(FormattableString.Invariant($"""
            SELECT check_name, column_name, count(DISTINCT (file_sha256, line)) AS rows, min(line) FROM {Refused} {(open > 0 ? "WHERE is_open" : "")}
            GROUP BY ALL ORDER BY rows DESC, check_name, column_name
            """), cancellation);
        foreach (var row in result.Rows())
        {
            if (rules.Count < CommonRules) rules.Add(new RefusedRule((string)row[0]!, (string?)row[1], (long)row[2]!, (long)row[3]!));
            else more = new Ingest.RefusalRest(more.Kinds + 1, more.Rows + (long)row[2]!);
        }

        return new DeliverySummary(Id, Dataset, Files, DeliveredAtUtc, ContractVersion, MappingSha256, State, refused, open, rules) { MoreRules = more };
    }

    /// <summary>Reads what its records say of the delivery.</summary>
    /// <returns>Hashes of its files.</returns>
    private HashSet<string> Look(DuckDbConnection connection, CancellationToken cancellation)
    {
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        using (var result = connection.Query($"""
            SELECT file, file_sha256, header, mapping_sha256, any_value(delivered_at), any_value(contract_version)
            FROM ({Shape} WHERE false UNION ALL BY NAME SELECT * FROM read_parquet({Sql.Literal(Path)}, hive_partitioning = false)) GROUP BY ALL ORDER BY min(line), file
            """, cancellation))
        {
            foreach (var row in result.Rows())
            {
                Files = [.. Files.Append((string)row[0]!).Distinct(StringComparer.Ordinal)];
                hashes.Add((string)row[1]!);
                if (row[2] is string header) Headers = [.. Headers.Append(header).Distinct(StringComparer.Ordinal)];
                MappingSha256 = (string?)row[3];
                DeliveredAtUtc = DateTime.SpecifyKind((DateTime)row[4]!, DateTimeKind.Utc);
                ContractVersion = (string)row[5]!;
            }
        }
        return hashes;
    }

    private void Judge(LakeSnapshot snapshot, HashSet<string> hashes)
    {
        var sources = snapshot.Sources.Where(s => s.Dataset == Dataset && s.Replay is null && hashes.Contains(s.Sha256)).ToList();
        // Both times were written to the microsecond.
        var isTakenIn = sources.Exists(s => s.MappingSha256 == MappingSha256 && s.DeliveredAtUtc.Ticks / TimeSpan.TicksPerMicrosecond == DeliveredAtUtc.Ticks / TimeSpan.TicksPerMicrosecond);
        State = isTakenIn ? "taken_in" : sources.Exists(s => s.DeliveredAtUtc >= DeliveredAtUtc) ? "delivered_again" : "not_taken_in";
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} of {Dataset}");
}
