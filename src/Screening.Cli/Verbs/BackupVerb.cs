using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Screening.Cli.Nightly;
using Screening.Cli.Operations;
using Screening.Data.Backups;
using Screening.Data.Store;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening backup</c> and <c>screening restore</c>: lake, store, keys, journal and models, as of one moment.</summary>
internal static class BackupVerb
{
    private const int MostShown = 20;

    public static Command Command()
    {
        (Option<string> lake, Option<string> output, Option<string?> models, Option<bool> json) = (Verb.Lake(required: false), Folder("--out"), Verb.Models(), Verb.Json());
        Option<int?> keep = Verb.Whole("--keep", "Delete all but the newest so many backups of the folder, once this one is whole; none if not given", 1, 100_000);
        var command = new Command("backup", "Back up lake, store, keys, journal and models while everything goes on; what never changes is copied once") { output, lake, models, keep, json, List(), Verify() };
        command.Runs((parsed, cancellation) =>
        {
            var folder = new BackupFolder(parsed.GetValue(output)!);
            BackupReport report = Backup.Run(folder, Places(NightlyRun.LakeOrSample(parsed.GetValue(lake)), parsed.GetValue(models)), parsed.GetValue(keep), Version(), TimeProvider.System.GetUtcNow().UtcDateTime, cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(new { report.Name, report.Manifest.Snapshot, report.Manifest.Store, report.Manifest.JournalRecords, Files = report.Manifest.Files.Count, Bytes = report.Manifest.Files.Sum(f => f.Bytes), report.CopiedBytes, report.Gone });
            else
            {
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"backup {report.Name} in {folder.FullPath}: snapshot {report.Manifest.Snapshot}, store {report.Manifest.Store}, {report.Manifest.JournalRecords:#,0} records of the journal; ")
                    + string.Create(CultureInfo.InvariantCulture, $"{report.Manifest.Files.Count:#,0} files of {Megabytes(report.Manifest.Files.Sum(f => f.Bytes))}, of which {Megabytes(report.CopiedBytes)} copied{(report.Gone.Count == 0 ? "" : $"; {report.Gone.Count} older deleted")}"));
            }
        });
        return command;
    }

    public static Command Restore()
    {
        Option<string> lake = new Option<string>("--lake") { Description = "Folder of the restored lake; nothing may be there", Required = true }.NotEmpty();
        Option<string> from = Folder("--from");
        (Option<string?> name, Option<string?> models, Option<bool> json) = (Name(), Verb.Models(), Verb.Json());
        var command = new Command("restore", "Restore a backup to places where nothing is, and check it: every hash, the lake's history, the journal's chain, the audit log") { from, name, lake, models, json };
        command.Runs((parsed, cancellation) =>
        {
            string target = parsed.GetValue(lake)!;
            RestoreReport report = Data.Backups.Restore.Run(new BackupFolder(parsed.GetValue(from)!), parsed.GetValue(name), Places(target, parsed.GetValue(models)), cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(new { report.Name, report.Manifest.MadeAtUtc, report.Manifest.Snapshot, report.Manifest.JournalRecords, report.AuditEntries, report.Bytes });
            else
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"restored backup {report.Name} to {target}: {Megabytes(report.Bytes)}, snapshot {report.Manifest.Snapshot}, {report.Manifest.JournalRecords:#,0} records of the journal, {(report.AuditEntries is { } n ? $"{n:#,0} entries of the audit log" : "no store")}; all as it was"));
                Console.WriteLine($"what was done after {report.Manifest.MadeAtUtc:yyyy-MM-dd HH:mm:ss} UTC is not in it: sellers who were answered since send their orders again, and acts on cases must be done again");
            }
        });
        return command;
    }

    private static Command List()
    {
        (Option<string> output, Option<bool> json) = (Folder("--out"), Verb.Json());
        var command = new Command("list", "The whole backups of a folder, the oldest first") { output, json };
        command.Runs((parsed, _) =>
        {
            var folder = new BackupFolder(parsed.GetValue(output)!);
            List<BackupManifest> found = [.. folder.Names().Select(n => folder.Read(n).Manifest)];
            if (parsed.GetValue(json)) Verb.PrintJson(folder.Names().Zip(found, (n, m) => new { Name = n, m.MadeAtUtc, m.Program, m.Snapshot, m.Store, m.JournalRecords, Files = m.Files.Count, Bytes = m.Files.Sum(f => f.Bytes) }));
            else foreach ((string n, BackupManifest m) in folder.Names().Zip(found)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{n}  snapshot {m.Snapshot,6}  store {m.Store,-8}  {m.JournalRecords,10:#,0} records  {m.Files.Count,7:#,0} files  {Megabytes(m.Files.Sum(f => f.Bytes)),12}  by {m.Program}"));
        });
        return command;
    }

    private static Command Verify()
    {
        (Option<string> output, Option<string?> name, Option<bool> json) = (Folder("--out"), Name(), Verb.Json());
        var command = new Command("verify", "Read every file of a backup and compare its hash") { output, name, json };
        command.Runs((parsed, cancellation) =>
        {
            var folder = new BackupFolder(parsed.GetValue(output)!);
            (string chosen, BackupManifest manifest) = folder.Read(parsed.GetValue(name));
            IReadOnlyList<string> problems = folder.Verify(chosen, manifest, cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(new { Name = chosen, Files = manifest.Files.Count, Problems = problems });
            else if (problems.Count == 0) Console.WriteLine(FormattableString.Invariant($"backup {chosen}: {manifest.Files.Count:#,0} files are as they were"));
            foreach (string problem in problems.Take(MostShown)) Console.Error.WriteLine(problem);
            if (problems.Count > 0) throw new FaultException($"backup {chosen} is not whole: {Words.Count(problems.Count, "file")} missing or altered; make another now, and restore from an older one");
        });
        return command;
    }

    private static Option<string> Folder(string name) => new Option<string>(name) { Description = "Folder of the backups, outside of the lake and best on another disk", Required = true }.NotEmpty();

    private static Option<string?> Name() => new Option<string?>("--backup") { Description = "Which, such as 20250701T020000Z; the newest if not given" }.NotEmpty();

    private static BackupPlaces Places(string lake, string? models) => new(Path.GetFullPath(lake), StoreAddress.OfLake(Path.GetFullPath(lake)), Path.GetFullPath(Home.Models(models)));

    private static string Version() => typeof(BackupVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:#,0.0} MB");
}
