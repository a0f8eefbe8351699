using System.CommandLine;
using System.Globalization;
using Screening.Casework;
using Screening.Cli.Nightly;
using Screening.Data.Lakes;
using Screening.Data.Retention;
using Screening.Data.Store;

namespace Screening.Cli.Verbs;

/// <summary><c>screening retention show | run</c>: what has been kept long enough.</summary>
internal static class RetentionVerb
{
    public static Command Command() => new("retention", "Delete what was kept long enough, but for what legal holds and open cases keep; nothing without rules in _store/retention.yaml") { Show(), Run() };

    private static Command Show()
    {
        (Option<string> lake, Option<string?> rules, Option<bool> json) = (Verb.Lake(required: false), Rules(), Verb.Json());
        var command = new Command("show", "Say what would go and what is held, and delete nothing") { lake, rules, json };
        command.Runs((parsed, cancellation) =>
        {
            var work = new Work(parsed.GetValue(lake), parsed.GetValue(rules), TimeProvider.System.GetUtcNow().UtcDateTime);
            RetentionReport report = RetentionRun.Show(work.Lake, Home.Contracts(), work.Rules, work.Open(), work.Today, cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else Print(report, "would go");
        });
        return command;
    }

    private static Command Run()
    {
        (Option<string> lake, Option<string?> rules, Option<bool> json) = (Verb.Lake(required: false), Rules(), Verb.Json());
        var prune = new Option<bool>("--prune") { Description = "Forget the older snapshots as well, which still hold what goes; without it the rows are gone for nights and queries, not from the disk" };
        Option<string> who = new Option<string>("--by") { Description = "Who deletes, for the record", DefaultValueFactory = _ => "retention" }.NotEmpty();
        var command = new Command("run", "Delete, and put on record what and by which rules") { lake, rules, prune, who, json };
        command.Runs((parsed, cancellation) =>
        {
            var work = new Work(parsed.GetValue(lake), parsed.GetValue(rules), TimeProvider.System.GetUtcNow().UtcDateTime);
            RetentionReport report = RetentionRun.Run(work.Lake, Home.Contracts(), work.Rules, work.Open(), work.Today, cancellation);
            string by = parsed.GetValue(who)!;

            // On record before anything else goes: what comes after may fail.
            work.Record(by, report);
            PruneReport? pruned = parsed.GetValue(prune) ? Pruning.Run(work.Lake, new PruneRequest { Keep = 1 }, cancellation) : null;
            int files = work.DeleteFiles(), erased = work.EraseDetails(by);
            work.RecordRest(by, files, pruned);
            if (parsed.GetValue(json)) Verb.PrintJson(new { report.Datasets, report.HeldParties, report.HeldOrders, report.Snapshot, Files = files, AuditDetailsErased = erased, SnapshotsForgotten = pruned?.Snapshots ?? 0 });
            else
            {
                Print(report, "gone");
                Console.WriteLine(FormattableString.Invariant($"{files} files of other folders deleted, details of {erased} entries of the audit log erased{(pruned is null ? "; older snapshots still hold the rows, until 'lake prune'" : $", {pruned.Snapshots} older snapshots forgotten")}"));
            }
        });
        return command;
    }

    private static Option<string?> Rules() => new Option<string?>("--rules") { Description = "File with the rules; _store/retention.yaml of the lake if not given" }.NotEmpty();

    private static void Print(RetentionReport report, string verb)
    {
        foreach (RetainedDataset d in report.Datasets)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{d.Dataset,-20} told last before {d.Before:yyyy-MM-dd}: {d.Expired:#,0} of {d.Rows:#,0} rows {verb}, {d.Held:#,0} held"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held by legal holds and open cases: {report.HeldParties:#,0} parties, {report.HeldOrders:#,0} orders; snapshot {report.Snapshot}"));
    }

    /// <summary>A lake, its rules and its store.</summary>
    private sealed class Work
    {
        private readonly string _folder;
        private readonly DateTime _now;
        private readonly StoreAddress _store;

        public Work(string? lake, string? rules, DateTime now)
        {
            Lake = Lake.Open(NightlyRun.LakeOrSample(lake));
            (_folder, _now, _store) = (Lake.FullPath, now, StoreAddress.OfLake(Lake.FullPath));
            Rules = RetentionRules.Read(rules ?? RetentionRules.PathOf(_folder), Home.Contracts());
        }

        public Lake Lake { get; }

        public RetentionRules Rules { get; }

        public DateOnly Today => DateOnly.FromDateTime(_now);

        // What people still work on is evidence.
        public OpenWork Open()
        {
            if (!_store.Exists) return OpenWork.None;
            using var store = CaseStore.Open(_store);
            return store.OpenWork();
        }

        public int DeleteFiles()
        {
            int deleted = 0;
            foreach (FileRule rule in Rules.Files)
            {
                string folder = Path.Combine(_folder, rule.Folder);
                if (!Directory.Exists(folder)) continue;
                foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.LastWriteTimeUtc < _now.AddDays(-rule.KeepDays)).ToList())
                {
                    file.Delete();
                    deleted++;
                }
            }

            return deleted;
        }

        public int EraseDetails(string by)
        {
            if (Rules.AuditDetailsDays is not { } days || !_store.Exists) return 0;
            using var store = CaseStore.Open(_store);
            return store.EraseDetailsBefore(Actor(by), _now.AddDays(-days), FormattableString.Invariant($"retention: details are kept {days} days"));
        }

        public void Record(string by, RetentionReport report) => Put(by, "retention", new { report.Datasets, report.Snapshot, Holds = Rules.Holds.Select(h => new { Kept = h.Party ?? h.Order, h.Reason, h.By, h.Since }) });

        public void RecordRest(string by, int files, PruneReport? pruned)
        {
            if (files > 0 || pruned is { Snapshots: > 0 }) Put(by, "retention_files", new { Files = files, SnapshotsForgotten = pruned?.Snapshots ?? 0 });
        }

        private void Put(string by, string action, object content)
        {
            if (!_store.Exists) return;
            using var store = CaseStore.Open(_store);
            store.Record(Actor(by), action, null, content);
        }

        private CaseActor Actor(string by) => new(by, CaseRole.Administrator, _now);
    }
}
