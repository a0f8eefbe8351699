using System.Globalization;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>A lake in a temporary folder, and deliveries to it.</summary>
internal sealed class SomeDelivery : IDisposable
{
    public const string PlacesHeader = "place_id,name,country,kind,latitude,longitude,known_at";
    public static readonly DateTime DeliveredAtUtc = new(2024, 6, 1, 12, 0, 0, DateTimeKind.Utc);
    public static readonly string Root = FindRoot();
    private static readonly Lazy<ContractStore> Loaded = new(() => ContractStore.Load(Path.Combine(Root, "data-contracts")));

    public SomeDelivery()
    {
        Folder = Directory.CreateTempSubdirectory("screening-ingest-").FullName;
        Lake = Lake.Create(Path.Combine(Folder, "lake"));
    }

    public static ContractStore Contracts => Loaded.Value;

    public string Folder { get; }

    public Lake Lake { get; }

    public static string OrdersHeader => string.Join(',', OrderColumns);

    /// <summary>The order's columns as these tests write them: the newer ones before what was ordered, so that the last cell is known_at.</summary>
    public static IReadOnlyList<string> OrderColumns { get; } =
        [.. Contracts["orders"].Columns.OrderBy(c => c.Name is "product_id" or "quantity" or "value_usd" or "known_at" ? 2 : c.Since is null ? 0 : 1).Select(c => c.Name)];

    /// <summary>An order line that keeps its contract, with some cells replaced.</summary>
    public static string Order(int number, params (string Column, string Cell)[] cells)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["order_id"] = FormattableString.Invariant($"SO-{number:D6}"),
            ["version"] = "1",
            ["line_no"] = "1",
            ["status"] = "placed",
            ["ordered_at"] = "2024-05-01 08:00:00",
            ["seller_id"] = "S-1",
            ["purchaser_id"] = "P-1",
            ["destination_country"] = "DE",
            ["product_id"] = "SKU-1",
            ["quantity"] = "8",
            ["value_usd"] = "1000.00",
            ["known_at"] = "2024-05-01 09:00:00",
        };
        foreach (var (column, cell) in cells) row[column] = cell;
        return string.Join(',', OrderColumns.Select(c => row.GetValueOrDefault(c, "")));
    }

    /// <summary>Good orders, enough that one bad row among them stays below the contract's share.</summary>
    public static IEnumerable<string> Orders(int count, int from = 1) => Enumerable.Range(from, count).Select(n => Order(n));

    public string Write(string name, params IEnumerable<string> lines) => WriteBytes(name, Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));

    public string WriteBytes(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Orders(string name, params IEnumerable<string> rows) => Write(name, rows.Prepend(OrdersHeader));

    public IngestReport Ingest(string file, string dataset = "orders", string? mapping = null) => Ingest([file], dataset, mapping);

    public IngestReport Ingest(IReadOnlyList<string> files, string dataset = "orders", string? mapping = null, bool dryRun = false)
    {
        var report = Ingestion.Run(Lake, Contracts, new IngestRequest { Dataset = dataset, Files = files, MappingFile = mapping, DeliveredAtUtc = DeliveredAtUtc, Threads = 2, DryRun = dryRun });
        Assert.True(report.Total.Balance, report.Total.ToString());
        Assert.All(report.Files, f => Assert.True(f.Counts.Balance, f.Counts.ToString()));
        return report;
    }

    /// <summary>The first column of a query over the newest snapshot; <c>{dataset}</c> stands for its relation.</summary>
    public IReadOnlyList<string> Query(string sql, string dataset = "orders") => Read(sql.Replace("{dataset}", Lake.Snapshot().Relation(Contracts[dataset]), StringComparison.Ordinal));

    /// <summary>Quarantine records as <c>line|column|value|check|reason</c>.</summary>
    public IReadOnlyList<string> Quarantine(IngestReport report) =>
        Read($"SELECT concat_ws('|', line, coalesce(column_name, '-'), coalesce(value, '-'), check_name, reason) FROM read_parquet('{Path.Combine(Lake.FullPath, report.QuarantineFile!)}')");

    public static IReadOnlyList<string> Read(string sql)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var result = connection.Query(sql);
        return [.. result.Rows().Select(row => Convert.ToString(row[0], CultureInfo.InvariantCulture) ?? "NULL")];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Screening.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Screening.sln above the tests");
        return folder;
    }
}
