using Screening.Cli;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Tests.Data;

/// <summary>A lake of the SCMS delivery history and the US lists, made once by the mapping files as they stand in data-contracts/mappings.</summary>
public sealed class RealDataFixture : IDisposable
{
    /// <summary>The deliveries in the order of docs/real-data.md: dataset, mapping, source.</summary>
    internal static readonly (string Dataset, string Mapping, string Folder, string File)[] Deliveries =
    [
        ("products", "scms/products.yaml", "scms", "SCMS_Delivery_History_Dataset.csv"),
        ("restricted_parties", "us-restricted-parties.yaml", "lists", "us-restricted-parties.csv"),
        ("parties", "scms/vendors.yaml", "scms", "SCMS_Delivery_History_Dataset.csv"),
        ("parties", "scms/programmes.yaml", "scms", "SCMS_Delivery_History_Dataset.csv"),
        ("orders", "scms/orders.yaml", "scms", "SCMS_Delivery_History_Dataset.csv"),
        ("shipments", "scms/shipments.yaml", "scms", "SCMS_Delivery_History_Dataset.csv"),
    ];

    private static readonly DateTime DeliveredAtUtc = new(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-real-").FullName;
    private Lake? _lake;
    private Dictionary<string, IngestReport>? _reports;

    internal static ContractStore Contracts { get; } = Home.Contracts();

    /// <summary>The lake; skips the test where the data is not there.</summary>
    internal Lake Lake
    {
        get
        {
            _reports ??= Fill();
            return _lake!;
        }
    }

    /// <summary>The reports of the first run by mapping.</summary>
    internal IReadOnlyDictionary<string, IngestReport> Reports => _reports ??= Fill();

    internal IngestReport Ingest(string mapping)
    {
        var (dataset, _, folder, file) = Deliveries.Single(d => d.Mapping == mapping);
        return Ingestion.Run(_lake!, Contracts, new IngestRequest
        {
            Dataset = dataset,
            Files = [Path.Combine(SharedData.Folder(folder), file)],
            MappingFile = Path.Combine(Home.Directory, "data-contracts", "mappings", mapping),
            DeliveredAtUtc = DeliveredAtUtc,
            Threads = 2,
        });
    }

    /// <summary>The rows of a query, cells joined by bars; <c>{dataset}</c> stands for the dataset's relation.</summary>
    internal IReadOnlyList<string> Query(string sql)
    {
        LakeSnapshot snapshot = Lake.Snapshot();
        foreach (DataContract contract in Contracts.Contracts)
        {
            string name = "{" + contract.Dataset + "}";
            if (sql.Contains(name, StringComparison.Ordinal)) sql = sql.Replace(name, snapshot.Relation(contract), StringComparison.Ordinal);
        }

        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query(sql);
        return [.. result.Rows().Select(row => string.Join('|', Enumerable.Range(0, row.Length).Select(i => FormattableString.Invariant($"{row[i]}"))))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, IngestReport> Fill()
    {
        SharedData.Folder("scms");
        SharedData.Folder("lists");
        _lake = Lake.Create(Path.Combine(_folder, "lake"));
        return Deliveries.ToDictionary(d => d.Mapping, d => Ingest(d.Mapping), StringComparer.Ordinal);
    }
}
