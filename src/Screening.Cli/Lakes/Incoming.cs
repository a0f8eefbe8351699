using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Cli.Lakes;

/// <summary>
/// Files that wait for the night: <c>_incoming/&lt;dataset&gt;/*.csv</c> and <c>*.parquet</c>, with a <c>mapping.yaml</c> beside them when they are
/// not shaped like the contract. What has been taken in moves to <c>_delivered</c>; a kill between commit and move is harmless, because
/// the same bytes again add nothing.
/// </summary>
internal static class Incoming
{
    /// <summary>Folder of the lake in which files wait.</summary>
    public const string Folder = "_incoming";

    private const string Delivered = "_delivered";
    private const string Mapping = "mapping.yaml";

    /// <summary>Takes in everything that waits, dataset after dataset in order of rank.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="now">When they were delivered, UTC.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="memory">Most memory of the process, such as 2GB; 80 % of the machine's if <c>null</c>.</param>
    /// <param name="progress">Hears what is on.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="IngestException">A delivery is refused; those before it stay, it and those after it wait.</exception>
    public static IReadOnlyList<IngestReport> Take(Lake lake, ContractStore contracts, DateTime now, int threads, string? memory, IProgress<string> progress, CancellationToken cancellation)
    {
        string root = Path.Combine(lake.FullPath, Folder);
        if (!Directory.Exists(root)) return [];
        foreach (string folder in Directory.EnumerateDirectories(root))
        {
            if (!contracts.TryGet(Path.GetFileName(folder), out _))
                throw new UsageException($"{folder} is named after no dataset; known: {string.Join(", ", contracts.Datasets)}");
        }

        string? loose = Directory.EnumerateFiles(root).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal).FirstOrDefault();
        if (loose is not null) throw new UsageException($"{loose} lies in no dataset's folder; move it to {Path.Combine(root, "<dataset>")}, such as {Path.Combine(root, "orders")}");
        var reports = new List<IngestReport>();
        foreach (DataContract contract in contracts.Contracts)
        {
            string folder = Path.Combine(root, contract.Dataset);
            if (!Directory.Exists(folder)) continue;
            string mapping = Path.Combine(folder, Mapping);
            List<string> files = [.. Directory.EnumerateFiles(folder)
                .Where(f => Path.GetFileName(f) != Mapping && !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)];
            if (files.Count == 0) continue;
            progress.Report($"ingesting {contract.Dataset}");
            var request = new IngestRequest
            {
                Dataset = contract.Dataset,
                Files = files,
                MappingFile = File.Exists(mapping) ? mapping : null,
                DeliveredAtUtc = now,
                Root = folder,
                Threads = threads,
                MemoryLimit = memory,
            };
            reports.Add(Ingestion.Run(lake, contracts, request, null, cancellation));
            MoveAway(lake, contract.Dataset, files);
        }

        return reports;
    }

    private static void MoveAway(Lake lake, string dataset, List<string> files)
    {
        string folder = Path.Combine(lake.FullPath, Delivered, dataset);
        Directory.CreateDirectory(folder);
        foreach (string file in files)
        {
            string name = Path.GetFileName(file);
            string to = Path.Combine(folder, name);
            for (int again = 2; File.Exists(to); again++)
                to = Path.Combine(folder, FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(name)}.{again}{Path.GetExtension(name)}"));
            File.Move(file, to);
        }
    }
}
