using System.Globalization;
using Screening.Data;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Lakes;

/// <summary>A lake in a temporary folder whose files are written by hand, without an ingestion.</summary>
internal sealed class SomeLake : IDisposable
{
    public static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 2 });
    private readonly DuckDbConnection _connection;
    private int _deliveries;

    public SomeLake()
    {
        Folder = Directory.CreateTempSubdirectory("screening-lake-").FullName;
        Lake = Lake.Create(Path.Combine(Folder, "lake"));
        _connection = _database.Connect();
    }

    public static DataContract Contract { get; } = new()
    {
        Dataset = "meters",
        Version = "1.0.0",
        Rank = 1,
        EventTime = "read_at",
        MaximumQuarantineShare = 0.1,
        Columns =
        [
            new ContractColumn { Name = "meter", Type = new ColumnType(ColumnKind.Whole), KeyPosition = 1 },
            new ContractColumn { Name = "read_at", Type = new ColumnType(ColumnKind.Timestamp) },
            new ContractColumn { Name = "kwh", Type = new ColumnType(ColumnKind.Real) },
            new ContractColumn { Name = "remark", Type = new ColumnType(ColumnKind.Text) },
            new ContractColumn { Name = "known_at", Type = new ColumnType(ColumnKind.Timestamp) },
        ],
    };

    public string Folder { get; }

    public Lake Lake { get; }

    public DuckDbDatabase Database => _database;

    /// <summary>One delivery of one file, which holds <paramref name="rows"/> meters known evenly over some hours.</summary>
    public LakeSnapshot Deliver(int rows, DateTime? first = null, double hours = 1, bool extra = false, string version = "1.0.0", DateTime? deliveredAtUtc = null)
    {
        var number = _deliveries++;
        var from = first ?? Start.AddDays(number);
        var source = extra ? ", meter % 7 = 0 AS _deleted, 'delivery.csv' AS _source, meter AS _line" : "";
        var step = (long)(hours * 3_600_000_000) / Math.Max(1, rows);
        using var writer = Lake.Write(Wait, TestContext.Current.CancellationToken);
        var relative = LakeWriter.DataPath(Contract.Dataset, DateOnly.FromDateTime(from), FormattableString.Invariant($"delivery-{number:D6}"));
        var path = Path.Combine(Lake.FullPath, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _connection.Execute(FormattableString.Invariant($"""
            COPY (SELECT *{source} FROM (
                SELECT {number} * 1000000 + i AS meter, TIMESTAMP '2023-12-31' + INTERVAL (i % 97) HOUR AS read_at, CASE WHEN i % 5 <> 0 THEN i / 3 END AS kwh,
                       CASE WHEN i % 3 <> 0 THEN 'remark ' || i END AS remark, TIMESTAMP '{from:yyyy-MM-dd HH:mm:ss.ffffff}' + to_microseconds(i * {step}) AS known_at
                FROM range({rows}) t(i)) ORDER BY known_at, read_at, meter) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd)
            """));
        var (bytes, sha256) = LakeWriter.Measure(path);
        var file = new LakeFile(Contract.Dataset, relative, rows, bytes, sha256, from, from.AddMicroseconds(step * (rows - 1)), version);
        var told = new LakeSource(Contract.Dataset, FormattableString.Invariant($"{number}.csv"), sha256, null, rows, rows, 0, 0, 0, 0, deliveredAtUtc ?? from);
        return writer.Commit([file], [], [told], deliveredAtUtc ?? from);
    }

    public CompactionReport Compact(CompactionTargets targets, int threads = 2)
    {
        using var writer = Lake.Write(Wait, TestContext.Current.CancellationToken);
        using var database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads, TempDirectory = writer.Scratch });
        return Compaction.Run(writer, database, Contract, targets, cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Every row of a snapshot in an order of its own, with every column that its files have.</summary>
    public string Rows(LakeSnapshot snapshot)
    {
        var files = snapshot.Files(Contract.Dataset);
        return files.Count == 0
            ? ""
            : _connection.Scalar<string>($"SELECT md5(string_agg(t::VARCHAR, '|' ORDER BY meter)) FROM read_parquet({Sql.List(files.Select(snapshot.FullPath))}, union_by_name=true, hive_partitioning=false) t")!;
    }

    public long Count(string sql) => _connection.Scalar<long>(sql);

    public IReadOnlyList<string> DataFiles() =>
        [.. Directory.EnumerateFiles(Path.Combine(Lake.FullPath, Contract.Dataset), "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Lake.FullPath, p)).Order(StringComparer.Ordinal)];

    public string ManifestPath(long number) => Path.Combine(Lake.FullPath, "_manifests", number.ToString("D8", CultureInfo.InvariantCulture) + ".json");

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
