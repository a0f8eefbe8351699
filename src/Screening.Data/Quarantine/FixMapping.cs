using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Data.Quarantines;

/// <summary>
/// Writes a mapping file that would mend the commonest faults of refused rows. Every change was tried on those rows with the readers of the ingestion: its comment
/// says how many cells it mends, and one that would break or change a good cell is left out. What allows two readings stands in a comment for a person to decide.
/// </summary>
public static class FixMapping
{
    /// <summary>Writes the file.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="contracts">The contracts as they are now.</param>
    /// <param name="delivery">Whose open rows are looked at.</param>
    /// <param name="original">The mapping file that the delivery came through; null when it was shaped like the contract.</param>
    /// <param name="nowUtc">The moment to judge by.</param>
    /// <param name="path">The file; replaced when it is there.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">The rows are pieces of a published layout.</exception>
    /// <exception cref="MappingException">The original mapping file is invalid.</exception>
    public static FixReport Write(Lake lake, ContractStore contracts, RefusedDelivery delivery, string? original, DateTime nowUtc, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(delivery);
        var contract = contracts[delivery.Dataset];
        var mapping = original is null ? null : MappingFile.Read(original, contracts);
        if (mapping is not null && mapping.Dataset != contract.Dataset) throw new MappingException($"{mapping.File}: dataset is '{mapping.Dataset}', the delivery is for '{contract.Dataset}'");
        var scratch = Directory.CreateTempSubdirectory("screening-fix-");
        try
        {
            using var database = DuckDbDatabase.Open();
            using var connection = database.Connect();
            // Expressions of a mapping file reach what they reach in an ingestion: the lake, and nothing else.
            connection.Execute($"SET allowed_directories = {Sql.List([lake.FullPath])}", cancellation);
            connection.Execute("SET enable_external_access = false", cancellation);
            var rows = new RefusedRows(delivery);
            var files = rows.Stage(connection, lake.Snapshot(), mapping, scratch.FullName, cancellation).Select(f => (File: f, Delimiter: mapping?.Source.Delimiter ?? RefusedRows.DelimiterOf(connection, f, cancellation))).ToList();
            var table = SourceTable.Load(connection, contracts, contract, files, delivery.DeliveredAtUtc, nowUtc, cancellation);
            mapping ??= SameNames(contract, table.Columns, files.Exists(f => f.File.Header is null));
            table.Restrict(mapping);
            var draft = new FixDraft(contract, mapping, table, delivery, original is null ? null : Path.GetFileName(original));
            draft.Work(cancellation);
            File.WriteAllText(path, draft.Text(Others(connection, cancellation)), new UTF8Encoding(false));
            _ = MappingFile.Read(path, contracts);
            return draft.Report;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>The mapping that does what no mapping does.</summary>
    private static MappingFile SameNames(DataContract contract, IReadOnlyList<string> columns, bool isJson)
    {
        var known = contract.Columns.Where(c => columns.Contains(c.Name)).ToDictionary(c => c.Name, IReadOnlyList<MappedValue> (c) => [new MappedValue { From = c.Name }], StringComparer.Ordinal);
        foreach (var column in contract.Columns.Where(c => c.Required && !known.ContainsKey(c.Name)))
            known[column.Name] = [column.Name == DataContract.KnownAt ? new MappedValue { DeliveredAt = true } : new MappedValue { From = column.Name }];
        var deleted = PhysicalColumns.Deleted;
        return new MappingFile
        {
            File = "",
            Sha256 = "",
            Dataset = contract.Dataset,
            Source = new SourceFormat(isJson ? SourceFormat.JsonLines : SourceFormat.Csv),
            DeleteFrom = columns.Contains(deleted) ? deleted : null,
            Columns = known,
        };
    }

    /// <summary>What no mapping mends, in words: checks of whole rows.</summary>
    private static IReadOnlyList<string> Others(DuckDbConnection connection, CancellationToken cancellation)
    {
        using var result = connection.Query($"""
            SELECT check_name, count(DISTINCT (file_sha256, line)), min(line) FROM {RefusedDelivery.Refused}
            WHERE is_open AND check_name IN ('malformed', 'duplicate', 'conflict', 'too_late') GROUP BY 1 ORDER BY 2 DESC, 1
            """, cancellation);
        return [.. result.Rows().Select(r => FormattableString.Invariant($"{r[1]} x {r[0]}, first on line {r[2]}: no mapping mends that"))];
    }
}
