using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>
/// A layout's records as a CSV file, ingested through the mapping file of data-contracts/mappings with its <c>source.format</c> read as csv: the mapping's
/// columns, expressions and the contract's rules are what is tried.
/// </summary>
internal sealed class MappedLayout : IDisposable
{
    public static readonly DateTime DeliveredAtUtc = new(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-layout-").FullName;
    private int _files;

    public MappedLayout() => Lake = Lake.Create(Path.Combine(_folder, "lake"));

    public static ContractStore Contracts => SomeDelivery.Contracts;

    public Lake Lake { get; }

    public IngestReport Ingest(ILayout layout, IReadOnlyList<LayoutRecord> records, string mapping, DateTime? deliveredAtUtc = null)
    {
        var csv = new StringBuilder().AppendJoin(',', layout.Columns).Append('\n');
        foreach (var record in records) csv.AppendJoin(',', record.Cells.Select(c => c is null ? "" : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        var file = Path.Combine(_folder, FormattableString.Invariant($"{++_files}.csv"));
        File.WriteAllText(file, csv.ToString());
        return Ingest(file, mapping, layout.Name, deliveredAtUtc);
    }

    public IngestReport Ingest(string file, string mapping, string format = "csv", DateTime? deliveredAtUtc = null)
    {
        var text = File.ReadAllText(Path.Combine(SomeDelivery.Root, "data-contracts", "mappings", mapping));
        Assert.Contains($"  format: {format}\n", text, StringComparison.Ordinal);
        var copy = Path.Combine(_folder, mapping);
        File.WriteAllText(copy, text.Replace($"  format: {format}\n", "  format: csv\n", StringComparison.Ordinal));
        var dataset = MappingFile.Read(copy, Contracts).Dataset;
        var report = Ingestion.Run(Lake, Contracts, new IngestRequest { Dataset = dataset, Files = [file], MappingFile = copy, DeliveredAtUtc = deliveredAtUtc ?? DeliveredAtUtc, Threads = 2 });
        Assert.True(report.Total.Balance, report.Total.ToString());
        return report;
    }

    /// <summary>Ingests published files as they are, through the mapping as it is.</summary>
    public IngestReport Ingest(IReadOnlyList<string> files, string mapping)
    {
        var path = Path.Combine(SomeDelivery.Root, "data-contracts", "mappings", mapping);
        var report = Ingestion.Run(Lake, Contracts, new IngestRequest { Dataset = MappingFile.Read(path, Contracts).Dataset, Files = files, MappingFile = path, DeliveredAtUtc = DeliveredAtUtc, Threads = 2 });
        Assert.True(report.Total.Balance, report.Total.ToString());
        return report;
    }

    /// <summary>The rows of a query, cells joined by bars; <c>{dataset}</c> stands for the dataset's relation.</summary>
    public IReadOnlyList<string> Query(string dataset, string sql)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var result = connection.Query(sql.Replace("{dataset}", Lake.Snapshot().Relation(Contracts[dataset]), StringComparison.Ordinal));
        return [.. result.Rows().Select(row => string.Join('|', Enumerable.Range(0, row.Length).Select(i => FormattableString.Invariant($"{row[i]}"))))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
