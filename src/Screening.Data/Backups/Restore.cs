using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Data.Store;

namespace Screening.Data.Backups;

/// <summary>What a restore did.</summary>
/// <param name="Name">The backup.</param>
/// <param name="Manifest">What it held.</param>
/// <param name="Bytes">Bytes that were restored.</param>
/// <param name="AuditEntries">Entries of the audit log, all of which fit; <c>null</c> when the backup has no store.</param>
public sealed record RestoreReport(string Name, BackupManifest Manifest, long Bytes, long? AuditEntries);

/// <summary>
/// Restores a backup to places where nothing is: it overwrites nothing, so what was damaged stays for whoever must find out why. Everything is read, compared and checked beside
/// its place, and gets its name at the end.
/// </summary>
public static class Restore
{
    private const string Making = ".restoring";

    /// <summary>Restores.</summary>
    /// <param name="folder">Where backups lie.</param>
    /// <param name="name">Which; the newest when <c>null</c>.</param>
    /// <param name="places">Where to.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="BackupException">Something is there already, or the backup is not whole; nothing was put into its place.</exception>
    public static RestoreReport Run(BackupFolder folder, string? name, BackupPlaces places, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(places);
        (string chosen, BackupManifest manifest) = folder.Read(name);
        RequireEmpty(places, manifest);
        BackupPlaces beside = Beside(places);
        Clear(beside);
        long bytes = 0;
        foreach (BackupFile file in manifest.Files)
        {
            if (beside.Of(file.Path) is not { } place) continue;
            if (File.Exists(place)) throw new BackupException($"'{place}' is there already; a restore overwrites nothing");
            (long copied, string sha256) = Copy(folder.PathOf(chosen, file), place, file, cancellation);
            if ((copied, sha256) != (file.Bytes, file.Sha256)) throw new BackupException($"{file.Path} of backup {chosen} is not as it was; nothing was restored; 'screening backup verify' lists every such file");
            bytes += copied;
        }

        Directory.CreateDirectory(Path.Combine(beside.Lake, "_manifests"));
        RequireWhole(beside, manifest, chosen, cancellation);
        BackupFile? dump = manifest.Files.FirstOrDefault(f => f.Path == BackupPlaces.PostgresFile);
        if (dump is not null)
        {
            string path = folder.PathOf(chosen, dump);
            if (BackupFolder.Hash(path) != (dump.Bytes, dump.Sha256)) throw new BackupException($"{dump.Path} of backup {chosen} is not as it was; nothing was restored");
            PostgresDump.Read(places.Store.Address, path, cancellation);
            bytes += dump.Bytes;
        }

        long? entries = Audited(beside.Store, manifest, cancellation);
        Posix.SyncFileSystem(beside.Lake);
        if (Directory.Exists(beside.Models)) Place(beside.Models, places.Models);
        Place(beside.Lake, places.Lake);
        return new RestoreReport(chosen, manifest, bytes, entries);
    }

    private static (long Bytes, string Sha256) Copy(string from, string to, BackupFile file, CancellationToken cancellation)
    {
        try
        {
            return BackupFolder.Copy(from, to, cancellation);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException($"{file.Path} is missing from the backup; nothing was restored; 'screening backup verify' lists every such file", e);
        }
    }

    private static void RequireEmpty(BackupPlaces places, BackupManifest manifest)
    {
        RequireEmpty(places.Lake, "the lake");
        if (manifest.Files.Any(f => f.Path.StartsWith(BackupPlaces.ModelsPart, StringComparison.Ordinal))) RequireEmpty(places.Models, "the models");
        bool isPostgres = PostgresAddress.Is(places.Store.Address);
        if (manifest.Store == "postgres" != isPostgres && manifest.Store != "none")
            throw new BackupException($"the backup's store is {manifest.Store} and {StoreAddress.Variable} names {(isPostgres ? "a PostgreSQL" : "none")}; accepted: a store of the same kind");
        if (!isPostgres && File.Exists(places.Store.Address)) throw new BackupException($"the store {places.Store.Address} is there already; a restore overwrites nothing");
    }

    private static void RequireEmpty(string folder, string what)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new BackupException($"{what} cannot be restored to {folder}: something is there already, and a restore overwrites nothing; name a folder that is not there, and move it when all is well");
    }

    // The same places, each beside the one that it is to have.
    private static BackupPlaces Beside(BackupPlaces places)
    {
        string lake = Path.GetFullPath(places.Lake), beside = Path.TrimEndingDirectorySeparator(lake) + Making;
        string Moved(string path) => Path.GetFullPath(path) is { } full && full.StartsWith(Path.TrimEndingDirectorySeparator(lake) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.Combine(beside, Path.GetRelativePath(lake, full)) : path;
        string address = PostgresAddress.Is(places.Store.Address) ? places.Store.Address : Moved(places.Store.Address);
        return new BackupPlaces(beside, new StoreAddress(address, Moved(places.Store.Anchor)), Path.TrimEndingDirectorySeparator(Path.GetFullPath(places.Models)) + Making);
    }

    private static void Clear(BackupPlaces beside)
    {
        foreach (string folder in (string[])[beside.Lake, beside.Models])
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static void RequireWhole(BackupPlaces beside, BackupManifest manifest, string name, CancellationToken cancellation)
    {
        var lake = Lake.Open(beside.Lake);
        LakeSnapshot snapshot = lake.Snapshot();
        List<string> problems = [.. snapshot.Verify(cancellation), .. lake.VerifyHistory(cancellation)];
        if (snapshot.Id != manifest.SnapshotId) problems.Add(FormattableString.Invariant($"its snapshot is {snapshot.Number}, expected {manifest.Snapshot}"));
        if (problems.Count > 0) throw new BackupException($"the lake of backup {name} is not whole: {problems[0]}; nothing was restored");
        long records = JournalFolder.All(beside.Lake).Sum(journal => Journal.Scan(journal.FullPath, static (_, _) => { }).Records);
        if (records != manifest.JournalRecords) throw new BackupException(FormattableString.Invariant($"the journal of backup {name} has {records} whole records, expected {manifest.JournalRecords}; nothing was restored"));
    }

    private static long? Audited(StoreAddress store, BackupManifest manifest, CancellationToken cancellation)
    {
        if (manifest.Store == "none") return null;
        using CaseStore opened = CaseStore.Open(store);
        AuditReport report = opened.VerifyAudit(cancellation);
        return report.Problems.Count == 0 ? report.Entries : throw new BackupException($"the audit log of the backup is not whole: {report.Problems[0]}; the lake was not restored");
    }

    private static void Place(string beside, string place)
    {
        if (Directory.Exists(place)) Directory.Delete(place);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(place))!);
        Directory.Move(beside, place);
    }
}
