using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Transliteration;
using Screening.Parties;

namespace Screening.Cli.Verbs;

/// <summary>The lists that a verb asks: a lake's, or a published file's.</summary>
internal static class NameLists
{
    /// <summary>The index over the lists of a lake or of one file.</summary>
    /// <exception cref="UsageException">They hold no entry: a name would be cleared by nothing.</exception>
    public static NameIndex Open(string? lake, string? list, ContractStore contracts, CancellationToken cancellation)
    {
        if (lake is not null && list is not null) throw new UsageException("--lake and --list are both given; accepted: one of them");
        IReadOnlyList<ListEntry> entries = list is null ? OfLake(Lake.Open(NightlyRun.LakeOrSample(lake)).Snapshot(), contracts, cancellation) : OfFile(list, contracts, cancellation);
        return NameIndex.Build(entries, NameTables.Folding(contracts));
    }

    /// <summary>The entries of a snapshot.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    public static IReadOnlyList<ListEntry> OfLake(LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation)
    {
        IReadOnlyList<ListEntry> entries = RestrictedLists.Read(snapshot, contracts, cancellation);
        return entries.Count > 0 ? entries : throw new UsageException($"snapshot {snapshot.Number} of the lake holds no restricted-party list; 'screening lists import' takes one in");
    }

    /// <summary>The folder of the mapping files.</summary>
    public static string Mappings => Path.Combine(Home.Directory, "data-contracts", "mappings");

    private static IReadOnlyList<ListEntry> OfFile(string file, ContractStore contracts, CancellationToken cancellation)
    {
        if (!File.Exists(file)) throw new UsageException($"there is no file {file}");
        string folder = Directory.CreateTempSubdirectory("screening-name-").FullName;
        try
        {
            Lake lake = Lake.Create(folder);
            IngestReport report = ListImport.Run(lake, contracts, [file], Mappings, TimeProvider.System.GetUtcNow().UtcDateTime, isConfirmed: true, cancellation).Ingest;
            if (report.Total.Quarantined > 0) Console.Error.WriteLine($"{report.Total.Quarantined:#,0} of {report.Total.RowsIn:#,0} rows of {Path.GetFileName(file)} could not be read and are not asked; 'screening lists import' shows them");
            return OfLake(lake.Snapshot(), contracts, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
