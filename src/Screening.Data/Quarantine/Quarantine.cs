using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Data.Quarantines;

/// <summary>What a lake refused: <c>_quarantine/&lt;dataset&gt;/&lt;delivery&gt;.parquet</c>, and what replays refused again in folders named after their delivery.</summary>
public sealed class Quarantine : IDisposable
{
    private readonly Lake _lake;
    private readonly LakeSnapshot _snapshot;
    private readonly DuckDbDatabase _database;
    private readonly DuckDbConnection _connection;

    private Quarantine(Lake lake)
    {
        (_lake, _snapshot) = (lake, lake.Snapshot());
        _database = DuckDbDatabase.Open();
        _connection = _database.Connect();
    }

    /// <summary>Opens a lake's quarantine as the newest snapshot leaves it.</summary>
    /// <exception cref="LakeException">The lake is damaged.</exception>
    public static Quarantine Open(Lake lake)
    {
        ArgumentNullException.ThrowIfNull(lake);
        return new Quarantine(lake);
    }

    /// <summary>Deliveries with refused rows, the newest first.</summary>
    /// <param name="dataset">Only of this dataset; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    public IReadOnlyList<DeliverySummary> List(string? dataset = null, CancellationToken cancellation = default) =>
        [.. Names().Where(n => dataset is null || n.Dataset == dataset).Select(n => Read(n, cancellation).Summary(_connection, cancellation))
            .OrderByDescending(s => s.Delivery, StringComparer.Ordinal).ThenBy(s => s.Dataset, StringComparer.Ordinal)];

    /// <summary>The delivery of a name, or of the beginning of one.</summary>
    /// <exception cref="QuarantineException">None or several begin so.</exception>
    public RefusedDelivery Find(string begins, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(begins);
        var names = Names().ToList();
        var found = names.Where(n => n.Id == begins).ToList();
        if (found.Count == 0 && begins.Length > 0) found = names.FindAll(n => n.Id.StartsWith(begins, StringComparison.Ordinal));
        return found switch
        {
            [var one] => Read(one, cancellation),
            [] => throw new QuarantineException($"no refused row belongs to a delivery '{begins}'; 'screening quarantine list' shows the deliveries"),
            _ => throw new QuarantineException($"'{begins}' begins {found.Count} deliveries: {string.Join(", ", found.Select(f => $"{f.Id} ({f.Dataset})"))}; give more of the name"),
        };
    }

    /// <summary>The records of a delivery, by file, line and column.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="check">Only this rule; null for all.</param>
    /// <param name="column">Only this column; null for all.</param>
    /// <param name="most">Most records to give.</param>
    /// <param name="cancellation">Ends it.</param>
    public IReadOnlyList<RefusedRecord> Records(RefusedDelivery delivery, string? check, string? column, long most, CancellationToken cancellation = default) => Records(delivery, check, column, 0, most, cancellation);

    /// <summary>A page of the records of a delivery, by file, line and column.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="check">Only this rule; null for all.</param>
    /// <param name="column">Only this column; null for all.</param>
    /// <param name="skip">Records before the page, from 0.</param>
    /// <param name="most">Most records to give.</param>
    /// <param name="cancellation">Ends it.</param>
    public IReadOnlyList<RefusedRecord> Records(RefusedDelivery delivery, string? check, string? column, long skip, long most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        delivery.Attach(_connection, cancellation);
        using var result = _connection.Query($"""
            SELECT file, line, column_name, value, check_name, reason, is_open, raw FROM {RefusedDelivery.Refused}
            WHERE ($1 IS NULL OR check_name = $1) AND ($2 IS NULL OR column_name = $2) ORDER BY file, line, column_name, check_name, reason LIMIT $3 OFFSET $4
            """, [check, column, most, skip], cancellation);
        return [.. result.Rows().Select(r => new RefusedRecord((string)r[0]!, (long)r[1]!, (string?)r[2], (string?)r[3], (string)r[4]!, (string)r[5]!, (bool)r[6]!, (string?)r[7] ?? ""))];
    }

    /// <summary>The mapping file that a delivery came through, by its hash.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="folders">Where mapping files lie, at any depth; those that do not exist are passed over.</param>
    /// <returns>Null when none of them has the hash, or the delivery came without one.</returns>
    public static string? MappingOf(RefusedDelivery delivery, IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(folders);
        return delivery.MappingSha256 is not { } hash ? null : folders.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.y*ml", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).FirstOrDefault(f => FileHash.Of(f, Path.GetFileName(f), new SourceBytesOptions()) == hash);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private RefusedDelivery Read((string Dataset, string Id) name, CancellationToken cancellation) => RefusedDelivery.Read(_lake, _snapshot, _connection, name.Dataset, name.Id, cancellation);

    private IEnumerable<(string Dataset, string Id)> Names()
    {
        var folder = Path.Combine(_lake.FullPath, Lake.QuarantineFolder);
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .SelectMany(d => Directory.EnumerateFiles(d, "*.parquet").Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(d), Path.GetFileNameWithoutExtension(f))));
    }
}
